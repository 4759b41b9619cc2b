"""Evaluations outside Teams: the page that is answered on, and the code on the wall."""
