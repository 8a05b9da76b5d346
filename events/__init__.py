"""Workshops, forums and meetings, registration, calendar feeds."""
