"""Somebody who writes, somebody who knows the subject, and an editor."""

import pytest
from django.contrib.auth.models import Group

from people.roles import EDITORS
from tests.factories import make_practice, make_section, make_user


@pytest.fixture
def steward(db):
    return make_user("Jonas", "Lindqvist")


@pytest.fixture
def editor(db):
    user = make_user("Oskar", "Brandt")
    user.groups.add(Group.objects.get(name=EDITORS))
    user.forget_cached()
    return user


@pytest.fixture
def author(member):
    return member


@pytest.fixture
def practice(steward):
    page = make_practice(
        "Limit work in progress", steward=steward, how_to="Count the open cards.\n\nAgree on a number."
    )
    make_section("lessons")
    return page
