"""What came of a meeting: outcomes, short minutes, objections and tasks."""
