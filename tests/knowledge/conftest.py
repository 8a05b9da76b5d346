"""Fixtures of the knowledge room's tests."""

import pytest

from tests.factories import make_practice, make_team, make_user


@pytest.fixture
def team(db):
    return make_team("Kestrel", department="Customer", product="Billing")


@pytest.fixture
def member(team):
    return make_user("Amara", "Osei", team=team)


@pytest.fixture
def outsider(db):
    """A member of another team."""
    return make_user("Elif", "Sahin", team=make_team("Heron"))


@pytest.fixture
def practice(db):
    return make_practice("Limit work in progress", number=14)
