"""Every write of the courses room with a consequence, by subject, for pages, commands and the demo loader."""

from courses.services.enrolment import enrol, withdraw
from courses.services.history import load_history
from courses.services.lessons import complete_lesson, open_lesson, reopen_lesson
from courses.services.publishing import plant_learning, publish_course, publish_lesson, publish_path, set_course_events
from courses.services.quizzes import quiz_from_plain, submit_attempt

__all__ = [
    "complete_lesson",
    "enrol",
    "load_history",
    "open_lesson",
    "plant_learning",
    "publish_course",
    "publish_lesson",
    "publish_path",
    "quiz_from_plain",
    "reopen_lesson",
    "set_course_events",
    "submit_attempt",
    "withdraw",
]
