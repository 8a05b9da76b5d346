"""Pages of the people room: the directory, teams, a person's own settings, notifications."""
