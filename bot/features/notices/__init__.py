"""`varsler` and `kommende varsler`: what one is told, what is coming, and who is not reached."""
