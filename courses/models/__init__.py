"""The models of the courses room: pages to learn from, quizzes, and what learners did."""

from courses.models.pages import (
    CourseIndexPage,
    CoursePage,
    LearnIndexPage,
    LearningPage,
    LessonPage,
    PathCourse,
    PathPage,
)
from courses.models.quizzes import Attempt, Choice, Question, Quiz
from courses.models.records import Enrolment, LearningEvent

__all__ = [
    "Attempt",
    "Choice",
    "CourseIndexPage",
    "CoursePage",
    "Enrolment",
    "LearnIndexPage",
    "LearningEvent",
    "LearningPage",
    "LessonPage",
    "PathCourse",
    "PathPage",
    "Question",
    "Quiz",
]
