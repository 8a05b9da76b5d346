"""A small school: one path over two courses, three lessons, one quiz."""

from types import SimpleNamespace

import pytest

from courses import services
from tests.factories import make_home, make_practice, make_user

QUESTIONS = [
    {
        "kind": "single",
        "text": "The review column is full. What do you do?",
        "explanation": "EXPLANATION-SINGLE",
        "options": [
            {"text": "Start another card", "correct": False, "feedback": "FEEDBACK-START"},
            {"text": "Help review", "correct": True, "feedback": "FEEDBACK-HELP"},
            {"text": "Raise the limit", "correct": False, "feedback": "FEEDBACK-RAISE"},
        ],
    },
    {
        "kind": "multiple",
        "text": "What helps a team to pull?",
        "explanation": "EXPLANATION-MULTIPLE",
        "options": [
            {"text": "A ready mark", "correct": True, "feedback": "FEEDBACK-MARK"},
            {"text": "Names on all cards", "correct": False, "feedback": "FEEDBACK-NAMES"},
            {"text": "A clear order", "correct": True, "feedback": "FEEDBACK-ORDER"},
        ],
    },
]


def make_course(slug="limit-the-work", title="Limit the work", *, lessons=2, quiz=None, practices=()):
    """A published course with so many lessons."""
    course = services.publish_course(
        slug=slug, title=title, summary=f"About {title}.", body="Some *words*.", quiz=quiz, practices=practices
    )
    made = [
        services.publish_lesson(
            course=course,
            slug=f"lesson-{n}",
            title=f"{title}, part {n}",
            summary=f"Part {n}.",
            body=f"## A heading\n\nText of part {n}.",
            minutes=10 + n,
            practices=practices,
        )
        for n in range(1, lessons + 1)
    ]
    return course, made


def right_answers(quiz):
    """Every right choice of a quiz."""
    return {q.pk: [choice.pk for choice in q.choices.all() if choice.is_right] for q in quiz.questions.all()}


def form_data(quiz, answers=None, key="one-form"):
    """What a browser sends."""
    answers = right_answers(quiz) if answers is None else answers
    return {"key": key, **{f"q{question}": [str(pk) for pk in picked] for question, picked in answers.items()}}


@pytest.fixture
def school(db):
    """The indexes, a practice, a quiz, two courses and a path over both."""
    learn, course_index = services.plant_learning(home=make_home())
    practice = make_practice()
    quiz = services.quiz_from_plain(slug="check", title="Check what you can hold", questions=QUESTIONS)
    see, see_lessons = make_course("see-the-work", "See the work", lessons=1)
    limit, limit_lessons = make_course(quiz=quiz, practices=[practice])
    path = services.publish_path(
        slug="flow",
        title="Flow for delivery teams",
        summary="Get work out sooner.",
        for_whom="Busy teams.",
        earn="We confirm that you finished Flow.",
        stages=[("See", [see]), ("Limit", [limit])],
        practices=[practice],
    )
    return SimpleNamespace(
        learn=learn,
        course_index=course_index,
        practice=practice,
        quiz=quiz,
        see=see,
        limit=limit,
        lessons=[*see_lessons, *limit_lessons],
        lesson=limit_lessons[0],
        path=path,
    )


@pytest.fixture
def learner(db):
    return make_user()


@pytest.fixture
def signed_in(client, learner):
    client.force_login(learner)
    return client
