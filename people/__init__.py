"""Who: users, profiles, teams, skills, audiences, notifications."""
