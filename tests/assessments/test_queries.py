"""Pages take the same number of queries however much there is, and few."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.services import open_assessment, publish_model, save_response
from people.services import add_to_team
from tests.assessments.makers import dimension, item, make_round, model_data
from tests.factories import make_practice, make_team, make_user

pytestmark = pytest.mark.django_db
BUDGET = 30


def big_model(questions):
    """Three dimensions of so many questions, each raised by three practices of its own dimension."""
    parts = []
    for name in ("flow", "feedback", "quality"):
        slugs = [make_practice(f"{name} {n}").slug for n in range(3)]
        parts.append(dimension(name, name.title(), *(item(f"{name}.q{n}", slugs) for n in range(questions))))
    return model_data(id=f"model-{questions}", dimensions=parts)


def build(people_count, rounds, questions):
    """A team of its own with closed rounds and an open one. Returns someone of it, the last closed and the open one."""
    version = publish_model(data=big_model(questions))
    team = make_team(f"Team{people_count}")
    people = [make_user(team=team, role="lead" if n == 0 else "member") for n in range(people_count + 3)]
    keys = [f"{part}.q{n}" for part in ("flow", "feedback", "quality") for n in range(questions)]
    for n in range(rounds):
        notes = [{"item": keys[0], "text": f"Note {n}"} for n in range(people_count)]
        closed = make_round(
            team, version, people, {key: [2] * len(people) for key in keys}, days_ago=90 - n * 10, notes=notes
        )
    opened = open_assessment(team=team, opened_by=people[0], version=version)
    return people[1], closed, opened


def queries(client, user, url):
    client.force_login(user)
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_pages_of_a_round_take_constant_queries_within_budget(client):
    small, large = build(1, 1, 1), build(3, 3, 3)
    for path in ("result", "open", "take", "overview", "model"):
        counts = []
        for user, closed, opened in (small, large):
            url = {
                "result": closed.get_absolute_url(),
                "open": opened.get_absolute_url(),
                "take": f"{opened.get_absolute_url()}take/1/",
                "overview": "/assess/",
                "model": closed.version.model.get_absolute_url(),
            }[path]
            counts.append(queries(client, user, url))
        assert counts[0] == counts[1], (path, counts)
        assert counts[1] <= BUDGET, (path, counts)


def test_the_overview_takes_as_many_queries_for_three_teams_as_for_one(client):
    other = build(1, 1, 1)[1].team
    user, closed, _opened = build(2, 2, 2)
    busy = make_user()
    for each in (other, closed.team, make_team("Third")):
        add_to_team(team=each, user=busy, role="coach")
    assert queries(client, busy, "/assess/") == queries(client, user, "/assess/")


def test_answering_takes_constant_queries(client):
    counts = []
    for user, _closed, opened in (build(1, 1, 1), build(3, 3, 3)):
        first = opened.version.items.get(key="flow.q0")
        save_response(assessment=opened, item=first, user=user, level=1)
        client.force_login(user)
        with CaptureQueriesContext(connection) as captured:
            client.post(f"{opened.get_absolute_url()}take/1/", {"level": "2", "go": "next"})
        counts.append(len(captured))
    assert counts[0] == counts[1] <= BUDGET
