"""Turns: the queue that `ansvar` explains, and turns that change hands."""
