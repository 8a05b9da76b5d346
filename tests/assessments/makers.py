"""Small makers of models and rounds, through the services."""

from copy import deepcopy
from datetime import timedelta

from django.utils import timezone

from assessments.services import load_round, publish_model
from knowledge.models import PracticePage
from tests.factories import make_practice

NAMES = ["Not yet", "Trying", "A habit", "Reliable", "We teach it"]


def scale(levels=5):
    return [
        {"value": value, "name": NAMES[value - 1], "description": f"Level {value}"} for value in range(1, levels + 1)
    ]


def item(key, practices=(), levels=5):
    return {
        "id": key,
        "title": f"About {key}",
        "question": f"How is it with {key}?",
        "hint": "In most weeks.",
        "levels": {value: f"{key} at {value}." for value in range(1, levels + 1)},
        "practices": list(practices),
    }


def dimension(key, title, *items):
    return {"id": key, "title": title, "summary": f"{title} in short.", "question": f"{title}?", "items": list(items)}


def model_data(practice=None, **changes):
    """A model of three dimensions and five questions; `practice` raises the questions of flow."""
    practices = [practice.slug] if practice else []
    data = {
        "id": "team-model",
        "version": 1,
        "title": "Team model",
        "summary": "Five questions.",
        "scale": scale(),
        "dimensions": [
            dimension("flow", "Flow of work", item("flow.limits", practices), item("flow.board", practices)),
            dimension("feedback", "Feedback", item("feedback.show"), item("feedback.users")),
            dimension("quality", "Quality", item("quality.done")),
        ],
    }
    return deepcopy({**data, **changes})


def make_version(**changes):
    practice = PracticePage.objects.first() or make_practice()
    return publish_model(data=model_data(practice, **changes))


def make_round(team, version, people, levels, *, days_ago=10, is_open=False, notes=(), lap=None):
    """A round from columns: `levels` maps a question's id to one level for each person, in order."""
    answers = {
        person: {key: column[row] for key, column in levels.items() if row < len(column)}
        for row, person in enumerate(people)
    }
    opened = timezone.now() - timedelta(days=days_ago)
    return load_round(
        team=team,
        version=version,
        opened_at=opened,
        closed_at=None if is_open else opened + timedelta(days=1),
        answers=answers,
        notes=notes,
        lap=lap,
    )
