"""What the room's pages show, put together for one reader."""

from collections import Counter
from dataclasses import dataclass
from hashlib import sha256

from django.db.models import Count
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments import charts
from assessments.models import Assessment, Item, MaturityModel, ModelVersion, Response
from assessments.next_steps import next_steps
from assessments.permissions import can_answer, can_close, can_open, can_see_answers
from assessments.results import practices_of, result_for, results_for
from assessments.scores import MINIMUM_ANSWERS
from assessments.sentences import agreement, change_words, headline, people_words
from knowledge.backlinks import in_use
from knowledge.models import PracticePage
from people.audiences import Audience, visible_pages
from people.models import Team


@dataclass(frozen=True)
class TeamRounds:
    """A team on the overview: its open round with this person's own progress, and its results."""

    team: Team
    can_open: bool
    open: Assessment | None = None
    people: str = ""
    can_answer: bool = False
    can_close: bool = False
    answered: int = 0
    total: int = 0
    results: tuple = ()


@dataclass(frozen=True)
class ResultRow:
    """A closed round in a list; the latest says what it found."""

    title: str
    url: str
    meta: tuple


def overview(user):
    """My teams with their rounds, and the models that are in use."""
    teams = [membership.team for membership in user.team_memberships]
    rounds = list(Assessment.objects.of_teams(teams).visible_to(user).for_page().with_people())
    latest = {}
    for one in rounds:
        if not one.is_open:
            latest.setdefault(one.team_id, one)
    results = results_for(latest.values(), rounds_back=1)
    progress = _progress([one for one in rounds if one.is_open], user)
    cards = [_team(team, rounds, results, progress, user) for team in teams]
    return {"cards": cards, "models": models_in_use(), "can_open_any": any(card.can_open for card in cards)}


def _progress(rounds, user):
    """This person's answers and the number of questions, by round."""
    if not rounds:
        return {}
    own = Response.objects.filter(assessment__in=rounds, user=user).values("assessment").annotate(n=Count("pk"))
    answered = {row["assessment"]: row["n"] for row in own}
    versions = {one.version_id for one in rounds}
    totals = Counter(Item.objects.filter(version__in=versions).questions().values_list("version_id", flat=True))
    return {one.pk: (answered.get(one.pk, 0), totals[one.version_id]) for one in rounds}


def _team(team, rounds, results, progress, user):
    own = [one for one in rounds if one.team_id == team.pk]
    current = next((one for one in own if one.is_open), None)
    closed = [one for one in own if not one.is_open]
    answered, total = progress[current.pk] if current else (0, 0)
    return TeamRounds(
        team=team,
        can_open=can_open(user, team) and current is None,
        open=current,
        people=people_words(current.answered, asked(current, current.answered)) if current else "",
        can_answer=bool(current) and can_answer(user, current),
        can_close=bool(current) and can_close(user, current),
        answered=answered,
        total=total,
        results=tuple(_row(one, results.get(one.pk)) for one in closed),
    )


def _row(assessment, result):
    day = _("Closed on %(day)s") % {"day": date_format(assessment.closed_at, "j F Y")}
    people = _("%(count)s people answered") % {"count": assessment.answered}
    return ResultRow(headline(result) if result else assessment.label, assessment.get_absolute_url(), (day, people))


def models_in_use():
    """The newest published version of each model with its dimensions as `parts`."""
    versions = list(ModelVersion.objects.newest())
    parts = list(Item.objects.filter(version__in=versions, parent__isnull=True).order_by("position", "pk"))
    for version in versions:
        version.parts = [part for part in parts if part.version_id == version.pk]
    return versions


def model_page(key, user):
    """A model's newest published version in full, or `None` where there is none of that id."""
    model = MaturityModel.objects.filter(key=key).first()
    version = ModelVersion.objects.newest().filter(model=model).first() if model else None
    if version is None:
        return None
    items = list(Item.objects.filter(version=version).order_by("position", "pk"))
    practices = practices_of(items)
    named = {practice.pk for found in practices.values() for practice in found}
    visible = set(in_use(visible_pages(PracticePage.objects.filter(pk__in=named), user)).values_list("pk", flat=True))
    parts = [
        (part, [_question(item, version, practices, visible) for item in items if item.parent_id == part.pk])
        for part in items
        if part.parent_id is None
    ]
    return {"model": version.model, "version": version, "parts": parts}


def _question(item, version, practices, visible):
    levels = [(level["value"], level["name"], item.level_text(level["value"])) for level in version.scale]
    return item, levels, [practice for practice in practices[item.pk] if practice.pk in visible]


def open_page(assessment, user):
    """A round that still takes answers: who has answered so far in numbers, never in names or levels."""
    answered = people_answered(assessment)
    return {
        "assessment": assessment,
        "answered": answered,
        "invited": asked(assessment, answered),
        "people": people_words(answered, asked(assessment, answered)),
        "can_answer": can_answer(user, assessment),
        "can_close": can_close(user, assessment),
        "readers": readers(assessment),
    }


def asked(assessment, answered):
    """How many people are asked: those in the team when it opened, or more where others joined and answered."""
    return max(assessment.invited, answered)


def taking_page(assessment):
    """What stands beside a question: how many have answered, and who will see the result."""
    answered = people_answered(assessment)
    return {"people": people_words(answered, asked(assessment, answered)), "readers": readers(assessment)}


def people_answered(assessment):
    """How many people have answered at least one question."""
    return assessment.responses.filter(user__isnull=False).aggregate(n=Count("user", distinct=True))["n"]


def result_page(assessment, user):
    """A closed round: title, gaps as cards, pictures, agreement, strengths, notes, who sees it."""
    result = result_for(assessment)
    sees_answers = can_see_answers(user, assessment)
    is_latest = not Assessment.objects.closed().filter(team=assessment.team, number__gt=assessment.number).exists()
    trend = charts.trend(result)
    steps = next_steps(result, user, may_choose=is_latest)
    return {
        "assessment": assessment,
        "result": result,
        "headline": headline(result),
        "steps": steps,
        "is_trying": any(step.is_chosen for step in steps),
        "is_latest": is_latest,
        "radar": charts.radar(result),
        "radar_label": charts.radar_sentence(result),
        "now_label": charts.round_label(result.history[-1]),
        "before_label": charts.round_label(result.previous) if result.previous else "",
        "heat": charts.people_heat(result) if sees_answers else None,
        "questions": charts.question_heats(result) if sees_answers else [],
        "sees_answers": sees_answers,
        "agreement": agreement(result.dimensions) if sees_answers else "",
        "moves": [(one, change_words(one)) for one in result.dimensions if result.mean is not None],
        "trend": trend,
        "trend_label": charts.trend_sentence(trend) if trend else "",
        "notes": notes(result) if sees_answers else [],
        "minimum": MINIMUM_ANSWERS,
        "readers": readers(assessment),
        "can_open": can_open(user, assessment.team) and is_latest,
    }


def notes(result):
    """What people wrote, without who and in an order that says nothing; none where too few people answered."""
    if result.answered < MINIMUM_ANSWERS:
        return []
    found = result.assessment.responses.notes()
    return sorted(found, key=lambda note: sha256(f"{note.assessment_id}:{note.pk}".encode()).digest())


def readers(assessment):
    """Who may see a round's result, in words."""
    return {
        Audience.PUBLIC: _("Everyone, also without signing in"),
        Audience.MEMBERS: _("Everyone who is signed in"),
        Audience.GROUP: _("Team %(team)s and its coach") % {"team": assessment.team.name},
    }[assessment.audience]
