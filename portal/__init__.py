"""The composition root: settings, addresses, home, demo content, health checks."""
