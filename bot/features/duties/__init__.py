"""What agencies do for meetings: reminded of it, done, passed on, and seen at a glance."""
