"""Writing without the CMS: the editor, what it asks the server, reviews, and the history of pages."""
