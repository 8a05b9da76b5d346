"""What the organisation works on: objectives and projects."""
