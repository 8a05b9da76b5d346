"""Practices, guides, lessons learned, retrospectives, laps and evidence."""
