"""Engines behind modelsearch's backend API: each is a module with a `SearchBackend`."""
