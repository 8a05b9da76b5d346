"""Learning paths, courses, lessons, quizzes and progress."""
