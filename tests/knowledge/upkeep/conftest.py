"""A coach who keeps a practice, an editor, a reader, and commits inside a test's transaction."""

import pytest
import time_machine
from django.contrib.auth.models import Group

from knowledge.models import Upkeep
from people.roles import EDITORS
from tests.factories import make_practice, make_user

TODAY = "2027-03-01"


@pytest.fixture(autouse=True)
def today():
    """The first of March 2027, noon."""
    with time_machine.travel(f"{TODAY} 12:00:00+00:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def owner(db):
    return make_user("Jonas", "Lindqvist")


@pytest.fixture
def editor(db):
    user = make_user("Oskar", "Brandt")
    user.groups.add(Group.objects.get_or_create(name=EDITORS)[0])
    return user


@pytest.fixture
def reader(db):
    return make_user("Elif", "Sahin")


@pytest.fixture
def page(owner):
    return make_practice("Limit work in progress", steward=owner)


@pytest.fixture
def upkeep(page):
    return Upkeep.objects.get(page=page)


@pytest.fixture
def committed(db, django_capture_on_commit_callbacks):
    """`with committed():` what waits for the commit happens at its end."""
    return lambda: django_capture_on_commit_callbacks(execute=True)
