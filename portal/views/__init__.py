"""The portal's own views: home and my week, health, error pages."""
