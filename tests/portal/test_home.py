"""The two front pages, and the sitemap."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from knowledge.services import create_retrospective, open_lap
from people.audiences import Audience
from portal.my_week import shown_monday, week_for
from tests.factories import make_home, make_practice, make_project, make_team, make_user

pytestmark = pytest.mark.django_db


def signed_in(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def look_back(team, practice, title, **fields):
    return create_retrospective(
        team=team,
        title=title,
        held_on=date(2025, 3, 14),
        created_by=None,
        project=make_project(title),
        practices=[(practice, "helped", "", None)],
        **fields,
    )


def test_a_stranger_sees_public_evidence_and_no_other(client):
    make_home()
    team, practice = make_team(), make_practice()
    look_back(team, practice, "Seen by all", audience=Audience.PUBLIC)
    look_back(team, practice, "Seen by members", audience=Audience.MEMBERS)
    look_back(team, practice, "Seen by the team")
    page = client.get("/").content.decode()
    assert "Try a practice" in page
    assert "<b>1 project</b>" in page
    assert "Seen by members" not in page
    assert "Seen by the team" not in page


def test_an_empty_portal_says_what_will_stand_there(client):
    make_home()
    assert "No evidence to show yet" in client.get("/").content.decode()
    page = signed_in(client, make_user()).get("/").content.decode()
    assert "You are in no team yet" in page
    assert "You are not taking any training" in page


def test_a_member_sees_the_teams_lap(client):
    make_home()
    team, practice = make_team("Kestrel"), make_practice("Pull, do not push")
    lead = make_user(team=team, role="lead")
    open_lap(team=team, practice=practice, created_by=lead)
    page = signed_in(client, lead).get("/").content.decode()
    assert "Team Kestrel" in page
    assert "Pull, do not push" in page
    assert "Lap 1" in page


@pytest.mark.parametrize(
    ("today", "monday"),
    [
        (date(2026, 11, 23), date(2026, 11, 23)),
        (date(2026, 11, 27), date(2026, 11, 23)),
        (date(2026, 11, 28), date(2026, 11, 30)),
        (date(2026, 11, 29), date(2026, 11, 30)),
    ],
)
def test_a_weekend_shows_the_week_to_come(today, monday):
    assert shown_monday(today) == monday


def test_the_day_to_decide_on_a_lap_stands_in_the_week_of_its_team_alone():
    team, practice = make_team("Heron"), make_practice()
    member, other = make_user(team=team), make_user()
    open_lap(team=team, practice=practice, created_by=member, decide_by=timezone.localdate() + timedelta(days=1))
    day = timezone.localdate() + timedelta(days=1)
    found = [entry.title for each in week_for(member, today=day).days for entry in each.entries]
    assert "Heron looks back" in found
    assert not [entry for each in week_for(other, today=day).days for entry in each.entries]


def test_queries_of_both_homes_do_not_grow_with_rows(client, django_assert_max_num_queries):
    make_home()
    team, practice = make_team(), make_practice()
    user = make_user(team=team)
    look_back(team, practice, "First", audience=Audience.PUBLIC)
    open_lap(team=team, practice=practice, created_by=user)
    open_lap(team=make_team(), practice=practice, created_by=user, audience=Audience.MEMBERS)
    counts = []
    signed_in(client, user).get("/")
    client.logout()
    for round_ in range(2):
        with CaptureQueriesContext(connection) as stranger:
            client.get("/")
        signed_in(client, user).get("/")
        with CaptureQueriesContext(connection) as member:
            client.get("/")
        client.logout()
        counts.append((len(stranger), len(member)))
        for n in range(2):
            other = make_team()
            look_back(other, make_practice(), f"More {round_} {n}", audience=Audience.PUBLIC)
            open_lap(team=other, practice=practice, created_by=user, audience=Audience.MEMBERS)
    assert counts[0][1] == counts[1][1] <= 30
    assert counts[1][0] <= 12


def test_the_sitemap_holds_what_is_public(client):
    make_home()
    team, practice = make_team(), make_practice()
    public = look_back(team, practice, "Open book", audience=Audience.PUBLIC)
    for title, audience in (("Members book", Audience.MEMBERS), ("Closed book", None)):
        look_back(team, practice, title, audience=audience)
    text = client.get("/sitemap.xml").content.decode()
    assert public.get_absolute_url() in text
    assert practice.url in text
    assert "members-book" not in text
    assert "closed-book" not in text
