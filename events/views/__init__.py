"""Pages and feeds of the events room."""
