"""Maturity models and team self-assessments."""
