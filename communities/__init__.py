"""Communities of practice."""
