"""Users in the page editor: people without user names, and groups that belong to a team left alone."""
