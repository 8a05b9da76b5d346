"""Loads training: courses with their lessons and quizzes, the paths through them, and what people have learned."""

import random

from courses.models import LessonPage
from courses.services import (
    enrol,
    load_history,
    publish_course,
    publish_lesson,
    publish_path,
    quiz_from_plain,
    submit_attempt,
)
from portal.demo.content import FOLDER, read_markdown, read_yaml

SEED = 20

# Who takes what: username, path, lessons done, and days until it is due (None: nobody assigned it).
LEARNERS = [
    ("amara.osei", "flow-for-delivery-teams", 5, 26),
    ("nadia.rahman", "flow-for-delivery-teams", 5, 26),
    ("nadia.rahman", "leading-without-shouting", 2, None),
    ("tomasz.wojcik", "flow-for-delivery-teams", 3, 26),
    ("marie.dubois", "flow-for-delivery-teams", 8, 26),
    ("henrik.saether", "flow-for-delivery-teams", 1, 26),
    ("lerato.nkosi", "flow-for-delivery-teams", 5, 26),
    ("elif.sahin", "flow-for-delivery-teams", 12, None),
    ("daniel.okafor", "flow-for-delivery-teams", 9, None),
    ("sam.reid", "agile-ground-rules", 3, 12),
    ("oskar.brandt", "agile-ground-rules", 13, None),
]


def load_training(pages, people, practices, held, calendar):
    """Courses, paths and learners' records."""
    workshops = _workshops_by_course(held)
    courses = {}
    for folder in sorted(path for path in (FOLDER / "learning").iterdir() if path.is_dir()):
        courses[folder.name] = _load_course(folder, people, practices, workshops.get(folder.name, []), calendar)
    paths = {item["slug"]: _load_path(item, courses, practices, calendar) for item in read_yaml("learning/paths.yaml")}
    for username, slug, done, due in LEARNERS:
        _load_learner(people[username], paths[slug], done, due, people["jonas.lindqvist"], calendar)


def _workshops_by_course(held):
    found = {}
    for item in read_yaml("events.yaml"):
        for slug in item.get("courses") or []:
            found.setdefault(slug, []).append(held[item["slug"]])
    return found


def _load_course(folder, people, practices, workshops, calendar):
    content = read_yaml(f"learning/{folder.name}/course.yaml")
    quiz = content.get("quiz")
    course = publish_course(
        slug=folder.name,
        title=content["title"],
        summary=content["summary"].strip(),
        body=content.get("intro", ""),
        author=people[content["author"]],
        practices=[practices[slug] for slug in content["practices"]],
        quiz=quiz_from_plain(slug=folder.name, **quiz) if quiz else None,
        events=workshops,
        published_at=calendar.moment(-400),
    )
    for name in content["lessons"]:
        item = read_markdown(folder / f"{name}.md")
        publish_lesson(
            course=course,
            slug=name.split("-", 1)[1],
            title=item.front["title"],
            summary=item.front["summary"].strip(),
            body=item.text,
            minutes=item.front["minutes"],
            practices=[practices[slug] for slug in item.front.get("practices", [])],
            published_at=calendar.moment(-400),
        )
    return course


def _load_path(item, courses, practices, calendar):
    return publish_path(
        slug=item["slug"],
        title=item["title"],
        summary=item["summary"].strip(),
        body=item.get("intro", ""),
        for_whom=" ".join(item["for_whom"].split()),
        earn=" ".join(item["earn"].split()),
        illustration=item.get("illustration", ""),
        stages=[(stage["title"], [courses[slug] for slug in stage["courses"]]) for stage in item["stages"]],
        practices=[practices[slug] for slug in item["practices"]],
        published_at=calendar.moment(-380),
    )


def _load_learner(user, path, done, due, coach, calendar):
    """Lessons done in order, a lesson every other day up to last week, and the quiz of each finished course."""
    began = calendar.moment(-8 - 2 * done, "08:40")
    enrol(user=user, page=path, enrolled_at=began)
    if due is not None:
        enrol(user=user, page=path, assigned_by=coach, due_on=calendar.day(due), enrolled_at=began)
    lessons = [
        (course, lesson)
        for place in path.path_courses.select_related("course")
        for course in [place.course]
        for lesson in LessonPage.objects.child_of(course).live().order_by("path")
    ]
    rows = [
        (user, lesson, calendar.moment(-8 - 2 * (done - n), f"{8 + n % 3:02}:{10 + 7 * n % 50:02}"))
        for n, (_course, lesson) in enumerate(lessons[:done])
    ]
    load_history(completions=rows)
    _take_quizzes(user, lessons, done, calendar)


def _take_quizzes(user, lessons, done, calendar):
    by_course = {}
    for n, (course, _lesson) in enumerate(lessons):
        by_course.setdefault(course, []).append(n)
    chance = random.Random(f"{SEED}-{user.email}")  # noqa: S311  (the demo is the same each time)
    for course, numbers in by_course.items():
        if course.quiz_id and numbers[-1] < done:
            at = calendar.moment(-8 - 2 * (done - numbers[-1]), "12:20")
            submit_attempt(
                user=user, quiz=course.quiz, course=course, answers=_answers(course.quiz, chance), submitted_at=at
            )


def _answers(quiz, chance):
    """Right answers, with one question in six wrong."""
    answers = {}
    for question in quiz.questions.all():
        choices = list(question.choices.all())
        right = [choice.pk for choice in choices if choice.is_right]
        wrong = [choice.pk for choice in choices if not choice.is_right]
        answers[question.pk] = wrong[:1] if wrong and chance.random() < 1 / 6 else right
    return answers
