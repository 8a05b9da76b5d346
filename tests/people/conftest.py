"""A team with its lead, and a reader who is in no team."""

import pytest

from tests.factories import make_team, make_user


@pytest.fixture
def kestrel():
    team = make_team("Kestrel", purpose="Bills that people understand.", department="Customer", product="Billing")
    make_user("Nadia", "Rahman", team=team, role="lead")
    make_user("Jonas", "Lindqvist", team=team, role="coach")
    return team


@pytest.fixture
def lead(kestrel):
    return kestrel.memberships.get(role="lead").user


@pytest.fixture
def reader(client):
    user = make_user("Rea", "Reader")
    client.force_login(user)
    return user
