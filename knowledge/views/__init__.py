"""The room's own pages, by subject. Written knowledge is served by Wagtail (page_context.py)."""
