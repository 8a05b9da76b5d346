"""Pages that stay true: their owners, their readers, their links."""
