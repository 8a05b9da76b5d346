"""The demo organisation, Northmoor Water: content files and the loader that brings them in through the services."""
