"""The insights: open to those who steer, true for them, and silent about what a team keeps to itself."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.services import load_round
from knowledge.models import Stage
from knowledge.services import create_retrospective, end_lap, open_lap, record_step
from people import roles
from people.audiences import Audience
from people.models import User
from portal.insights import insights
from tests.assessments.makers import make_version
from tests.factories import make_home, make_practice, make_team, make_user
from themes import brand

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
Q2, Q3 = datetime(2026, 5, 4, tzinfo=UTC), datetime(2026, 8, 3, tzinfo=UTC)
URL = "/insights/"


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield


def make_member(role, **fields):
    user = make_user(**fields)
    user.groups.add(Group.objects.get_or_create(name=role)[0])
    return user


@pytest.fixture
def grace(db):
    """The PMO lead, who is in no team."""
    make_home()
    return make_member(roles.PMO, first_name="Grace")


@pytest.fixture
def read_page(client, grace):
    """What the PMO lead reads."""

    def read():
        client.force_login(grace)
        response = client.get(URL)
        assert response.status_code == 200
        return response.content.decode()

    return read


def make_lap(team, user, *, started=date(2026, 10, 1), practice=None, audience=Audience.MEMBERS):
    return open_lap(
        team=team, created_by=user, started_on=started, practice=practice, audience=audience, decide_by=NOW.date()
    )


def finish(lap, user, ended_on, *, looked_back=True):
    retrospective = None
    if looked_back:
        retrospective = create_retrospective(
            team=lap.team, title=f"Looking back {lap.pk}", held_on=ended_on, created_by=user
        )
    return end_lap(lap=lap, outcome="helped", decision="keep", ended_on=ended_on, retrospective=retrospective)


def assess(user, version, levels, when):
    """One team for each level of the question about limits; feedback stays at 2."""
    people = [user, make_user(), make_user()]
    for level in levels:
        sheet = {"flow.limits": level, "feedback.show": 2}
        load_round(
            team=make_team(department="Customer"),
            version=version,
            opened_at=when,
            closed_at=when,
            answers={person: dict(sheet) for person in people},
        )


def kpi(user, name):
    return next(tile for tile in insights(user)["kpis"] if tile.name.startswith(name))


def test_strangers_are_asked_to_sign_in(client):
    make_home()
    response = client.get(URL)
    assert response.status_code == 302
    assert response["Location"] == "/accounts/login/?next=/insights/"


@pytest.mark.parametrize("role", ["member", "lead", roles.COACHES, roles.EDITORS])
def test_others_are_told_who_may_read_them(client, role):
    make_home()
    is_group = role in roles.ALL
    user = make_member(role) if is_group else make_user(team=make_team(), role=role)
    client.force_login(user)
    response = client.get(URL)
    assert response.status_code == 403
    assert "Insights are for the PMO and administrators." in response.content.decode()


def test_the_pmo_and_administrators_read_them(client, read_page):
    assert "<h1>Insights</h1>" in read_page()
    administrator = make_user()
    User.objects.filter(pk=administrator.pk).update(is_superuser=True)
    client.force_login(administrator)
    assert client.get(URL).status_code == 200
    assert client.post(URL).status_code == 405


def test_an_empty_portal_says_what_would_stand_there(read_page):
    text = read_page()
    assert "There are no teams yet." in text
    for words in ("No quarter has enough teams yet", "No open lap that you may read", "No department has enough teams"):
        assert words in text
    assert "No practice on a lap that you may read" in text


def test_the_sentence_says_how_many_teams_are_on_a_lap(grace):
    team, _resting = make_team("Kestrel"), make_team("Heron")
    make_lap(team, grace)
    make_lap(team, grace)  # a second lap of the same team
    assert insights(grace)["sentence"] == "1 of 2 teams is on a lap."
    assert kpi(grace, "Teams on a lap").value == "1"


def test_a_dissolved_team_is_on_no_lap(grace):
    team = make_team("Kestrel")
    make_lap(team, grace)
    team.dissolved_on = date(2026, 11, 1)
    team.save()
    found = insights(grace)
    assert found["kpis"][0].value == "0"
    assert found["stations"] is None


def test_each_number_stands_beside_the_year_before(grace):
    team = make_team("Kestrel")
    for started, ended, looked_back in [
        (date(2025, 1, 1), date(2025, 3, 2), True),  # 60 days
        (date(2026, 1, 1), date(2026, 1, 31), True),  # 30 days
        (date(2026, 3, 1), date(2026, 4, 10), True),  # 40 days
        (date(2026, 5, 1), date(2026, 6, 1), False),
    ]:
        finish(make_lap(team, grace, started=started), grace, ended, looked_back=looked_back)
    finished, days, unseen = (kpi(grace, name) for name in ("Laps finished", "Days from gap", "Laps that ended"))
    assert (finished.value, finished.change, finished.way) == ("3", "2 more than the year before", "better")
    assert (days.value, days.change, days.way, days.direction) == ("35", "25 fewer, which is good", "better", "down")
    assert (unseen.value, unseen.change, unseen.way) == ("1", "1 more than the year before", "worse")


def test_without_a_year_before_there_is_no_change(grace):
    finish(make_lap(make_team(), grace, started=date(2026, 1, 1)), grace, date(2026, 2, 1))
    assert [tile.change for tile in insights(grace)["kpis"]] == ["", "", "", ""]


def test_days_count_from_the_gap_where_one_was_seen(grace):
    lap = make_lap(make_team(), grace, started=date(2026, 1, 1))
    record_step(team=lap.team, stage=Stage.GAP, what="Flow 2.1", reference="gap", happened_on=date(2026, 1, 11))
    finish(lap, grace, date(2026, 2, 1))
    assert kpi(grace, "Days from gap").value == "21"


def test_laps_of_few_teams_alone_are_in_no_number(grace, read_page):
    make_lap(make_team("Kestrel"), grace)
    practice = make_practice("Say who decides")
    for name in ("Heron", "Swift", "Dunlin", "Tern"):
        make_lap(make_team(name), grace, audience=Audience.GROUP, practice=practice)
        finish(
            make_lap(make_team(name), grace, audience=Audience.GROUP, started=date(2026, 1, 1)),
            grace,
            date(2026, 2, 1),
        )
    found = insights(grace)
    assert [tile.value for tile in found["kpis"]] == ["1", "0", "–", "0"]
    assert sum(bar.value for bar in found["stations"]["chart"]) == 1
    assert found["practices"] == []
    assert "Say who decides" not in read_page()


def test_laps_of_five_teams_alone_count_in_the_numbers_and_nowhere_else(grace, read_page):
    practice = make_practice("Say who decides")
    for number in range(5):
        make_lap(make_team(f"Hidden{number}"), grace, audience=Audience.GROUP, practice=practice)
    found = insights(grace)
    assert found["sentence"] == "5 of 5 teams are on a lap."
    assert found["stations"] is None
    assert found["practices"] == []
    text = read_page()
    assert "Hidden" not in text
    assert "Say who decides" not in text


def test_teams_stand_at_the_station_of_their_latest_lap(grace):
    team = make_team("Kestrel")
    make_lap(team, grace)
    lap = make_lap(team, grace, practice=make_practice())
    record_step(team=team, lap=lap, stage=Stage.TRY, what="Began", reference="began", happened_on=date(2026, 11, 10))
    make_lap(make_team("Heron"), grace, started=date(2026, 11, 21))
    stations = insights(grace)["stations"]
    assert [(bar.label, bar.value, bar.note) for bar in stations["chart"] if bar.value] == [
        ("Assess", 1, "1 day"),
        ("Try it", 1, "12 days"),
    ]
    assert stations["note"] == "2 teams"


def test_a_practice_stands_with_the_evidence_that_this_reader_may_see(grace):
    practice = make_practice("Limit work in progress")
    for name, audience in (("Kestrel", Audience.MEMBERS), ("Heron", Audience.GROUP)):
        team = make_team(name)
        make_lap(team, grace, practice=practice)
        create_retrospective(
            team=team,
            title=f"What {name} saw",
            held_on=date(2026, 10, 20),
            created_by=grace,
            practices=[(practice, "helped", "", None)],
            audience=audience,
        )
    (row,) = insights(grace)["practices"]
    assert (row.strip.total, row.teams, row.teams_now) == (1, 2, 2)


def test_a_practice_that_is_not_published_is_not_listed(grace):
    practice = make_practice()
    make_lap(make_team(), grace, practice=practice)
    practice.unpublish()
    assert insights(grace)["practices"] == []


def test_levels_rise_or_do_not(grace, read_page):
    version = make_version()
    assess(grace, version, [2, 2, 3, 3, 3], Q2)
    assess(grace, version, [3, 3, 4, 4, 4], Q3)
    assert insights(grace)["sentence"].endswith("Flow of work rises, feedback does not.")
    text = read_page()
    assert "Flow of work from 2.6 to 3.6" in text
    assert "Teams counted: 5 in Q2 26, 5 in Q3 26." in text
    assert "Average level by department and area" in text


def test_one_quarter_stands_as_bars(grace, read_page):
    assess(grace, make_version(), [2, 2, 3, 3, 3], Q3)
    found = insights(grace)
    assert [(bar.label, bar.value) for bar in found["maturity"]["bars"]] == [("Flow of work", 2.6), ("Feedback", 2.0)]
    assert found["sentence"].endswith("Feedback is lowest.")
    assert "Average level by area" in read_page()


def test_four_teams_have_no_level_on_the_page(grace, read_page):
    assess(grace, make_version(), [5, 5, 5, 5], Q3)
    found = insights(grace)
    assert (found["maturity"], found["heat"]) == (None, None)
    assert "No quarter has enough teams yet" in read_page()


def fill(user, practice):
    """One more of everything."""
    team = make_team()
    finish(make_lap(team, user, started=date(2026, 1, 1), practice=practice), user, date(2026, 3, 1))
    make_lap(team, user, practice=practice)


def test_more_of_everything_takes_no_more_queries(client, grace):
    version = make_version()
    client.force_login(grace)
    fill(grace, make_practice("One"))
    assess(grace, version, [2, 3, 3, 3, 3], Q3)

    def queries():
        brand.forget()
        client.get(URL)
        with CaptureQueriesContext(connection) as counted:
            client.get(URL)
        return len(counted)

    first = queries()
    for name in ("Two", "Three"):
        fill(grace, make_practice(name))
    assess(grace, version, [2, 3, 3, 3, 3], Q2)
    assert queries() == first
    assert first <= 30
