"""Quizzes: made from plain values, and handed in."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.exceptions import LearningError
from courses.marking import mark
from courses.models import Attempt, Choice, LearningEvent, Question, Quiz
from courses.services.enrolment import enrol, hold
from courses.services.lessons import record_learning


@transaction.atomic
def submit_attempt(*, user, quiz, answers, course=None, key="", submitted_at=None):
    """Mark a person's answers and keep them. `answers` is {question id: [choice ids]}; see courses/marking.py.

    The same `key` twice is one attempt: the first one counts and is returned. With a `course` the ledger names it and
    the person is enrolled in it quietly; a passed quiz is a step on the laps of their teams. Raises `LearningError`
    for questions and choices that are not the quiz's, for two answers where one is right, and for a closed course.
    """
    if course is not None and not course.live:
        raise LearningError(_("“%(title)s” is not offered at the moment.") % {"title": course.title})
    hold(user)
    sent = Attempt.objects.filter(user=user, quiz=quiz, key=key).first() if key else None
    if sent:
        return sent
    quiz = Quiz.objects.with_questions().get(pk=quiz.pk)
    marks = mark(quiz, answers)
    at = submitted_at or timezone.now()
    attempt = Attempt.objects.create(
        user=user,
        quiz=quiz,
        key=key,
        revision_id=quiz.latest_revision_id,
        started_at=at,
        submitted_at=at,
        answers={str(marked.question.pk): sorted(marked.picked) for marked in marks.questions},
        points=marks.points,
        points_possible=marks.possible,
        passed=marks.passed,
    )
    _write_down(attempt, course)
    return attempt


def _write_down(attempt, course):
    """The line in the ledger and what follows from it."""
    LearningEvent.objects.create(
        user=attempt.user,
        page_id=course.pk if course else None,
        kind=LearningEvent.Kind.PASSED if attempt.passed else LearningEvent.Kind.FAILED,
        title=attempt.quiz.title,
        revision_id=attempt.revision_id,
        attempt=attempt,
        happened_at=attempt.submitted_at,
    )
    if course is None:
        return
    enrol(user=attempt.user, page=course, enrolled_at=attempt.submitted_at)
    if attempt.passed:
        record_learning(
            user=attempt.user,
            practices=course.practices.all(),
            what=_("Quiz passed: %(title)s") % {"title": attempt.quiz.title},
            url=course.url or "",
            reference=f"quiz-{attempt.quiz_id}",
            happened_at=attempt.submitted_at,
        )


@transaction.atomic
def quiz_from_plain(*, slug, title, questions, intro="", pass_mark=70):
    """Make a quiz, or bring the one of that slug up to date, and return it. Unchanged content writes nothing.

    `questions` is a list of {"kind", "text", "explanation", "options": [{"text", "correct", "feedback"}]}. Ids of
    questions and choices whose text stays are kept, so that answers given before still point to them. Raises
    `LearningError` for a question without a right answer, or with two where one is asked for.
    """
    _check(questions)
    quiz = Quiz.objects.with_questions().filter(slug=slug).first() or Quiz(slug=slug)
    before = _as_plain(quiz) if quiz.pk else None
    quiz.title, quiz.intro, quiz.pass_mark = title, intro, pass_mark
    kept = {question.text: question for question in (quiz.questions.all() if quiz.pk else [])}
    quiz.questions = [_question(plain, n, kept.get(plain["text"])) for n, plain in enumerate(questions)]
    if before != _as_plain(quiz):
        quiz.save()
        quiz.save_revision()
    return quiz


def _question(plain, position, question):
    kept = {choice.text: choice for choice in question.choices.all()} if question else {}
    question = question or Question(text=plain["text"])
    question.kind, question.sort_order = plain.get("kind", Question.Kind.SINGLE), position
    question.explanation = plain.get("explanation") or ""
    question.choices = [_choice(option, n, kept.get(option["text"])) for n, option in enumerate(plain["options"])]
    return question


def _choice(plain, position, choice):
    choice = choice or Choice(text=plain["text"])
    choice.is_right, choice.sort_order = bool(plain.get("correct")), position
    choice.feedback = plain.get("feedback") or ""
    return choice


def _as_plain(quiz):
    """Everything an editor can change, for comparing."""
    questions = [
        (
            question.text,
            question.kind,
            question.explanation,
            [(choice.text, choice.is_right, choice.feedback) for choice in question.choices.all()],
        )
        for question in quiz.questions.all()
    ]
    return quiz.title, quiz.intro, quiz.pass_mark, questions


def _check(questions):
    errors = {}
    for number, plain in enumerate(questions, start=1):
        right = sum(bool(option.get("correct")) for option in plain["options"])
        single = plain.get("kind", Question.Kind.SINGLE) == Question.Kind.SINGLE
        if (single and right != 1) or (not single and right < 1):
            errors[number] = _("Question %(n)s: mark one choice as right, or several where several are.") % {
                "n": number
            }
    if errors or not questions:
        raise LearningError(errors or _("A quiz needs questions."))
