"""A published model of two or more dimensions, a team of people, and rounds that they have answered."""

import pytest

from assessments.models import Item
from tests.assessments.makers import make_round, make_version
from tests.factories import make_team, make_user


@pytest.fixture
def version(db):
    return make_version()


@pytest.fixture
def team(db):
    return make_team()


@pytest.fixture
def people(team):
    """A lead and three members."""
    lead = make_user("Nadia", "Rahman", team=team, role="lead")
    return [lead, *(make_user(name, "Osei", team=team) for name in ("Amara", "Tomasz", "Marie"))]


@pytest.fixture
def questions(version):
    return {item.key: item for item in Item.objects.filter(version=version, parent__isnull=False)}


@pytest.fixture
def outsider(db):
    return make_user("Sam", "Reid", team=make_team("Heron"))


@pytest.fixture
def closed(team, people, version):
    """A closed round: flow is low, feedback is high."""
    levels = {"flow.limits": [1, 2, 2, 1], "flow.board": [2, 2, 3, 1], "feedback.show": [4, 4, 5, 5]}
    return make_round(team, version, people, levels)
