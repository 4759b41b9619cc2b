"""What belongs to a fagdag beside the meeting: its content, who comes, and who is invited."""
