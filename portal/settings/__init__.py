"""Settings: `base` reads the environment, `dev`, `production` and `test` say what differs.

The table of all variables stands in docs/operations.md.
"""
