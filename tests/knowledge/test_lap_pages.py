"""Laps in the portal: a team walks its own, others see it only where it was shared."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from knowledge.models import Lap, Stage
from knowledge.services import end_lap, open_lap
from people.audiences import Audience
from tests.factories import make_user
from tests.knowledge.makers import make_retrospective

pytestmark = pytest.mark.django_db
NEW = reverse("knowledge:lap_new")


@pytest.fixture
def lap(team, member, practice):
    return open_lap(team=team, practice=practice, created_by=member, gap="Flow of work", hypothesis="If murnbeckle")


def chosen(team, practice, **fields):
    decide_by = timezone.localdate() + timedelta(days=42)
    return {"team": team.pk, "practice": practice.pk, "gap": "Flow", "decide_by": decide_by.isoformat(), **fields}


def test_a_member_chooses_a_practice_from_its_page_once(client, team, member, practice):
    client.force_login(member)
    page = client.get(practice.url).content.decode()
    assert f"{NEW}?practice={practice.slug}&amp;team={team.slug}" in page
    form = client.get(f"{NEW}?practice={practice.slug}&team={team.slug}&gap=Flow").context["form"]
    assert (form["team"].value(), form["practice"].value(), form["gap"].value()) == (team.pk, practice.pk, "Flow")
    for _twice in range(2):
        response = client.post(NEW, chosen(team, practice, hypothesis="If"))
        assert response.url == Lap.objects.get().get_absolute_url()
    page = client.get(practice.url).content.decode()
    assert "Step 4 of 6" in page
    assert response.url in page


def test_the_way_round(client, team, member, lap):
    client.force_login(member)
    url = lap.get_absolute_url()
    assert "We have started trying it" in client.get(url).content.decode()
    for _twice in range(2):
        client.post(reverse("knowledge:lap_try", args=[team.slug, 1]))
    assert lap.steps.filter(stage=Stage.TRY).count() == 1
    page = client.get(url).content.decode()
    assert "Prepare the retrospective" in page
    assert "Flow of work" in page
    end = reverse("knowledge:lap_end", args=[team.slug, 1])
    response = client.post(end, {"outcome": "", "decision": "", "learned": "Kept words"})
    assert "Kept words" in response.content.decode()
    assert Lap.objects.get().ended_on is None
    for _twice in range(2):
        assert client.post(end, {"outcome": "unknown", "decision": "drop"}).url == url
    assert (Lap.objects.get().outcome, Lap.objects.get().decision) == ("", "drop")
    page = client.get(url).content.decode()
    assert "Ended on" in page
    assert "End this lap" not in page


def test_what_a_team_expects_is_changed_and_a_wrong_day_is_said(client, team, member, lap):
    client.force_login(member)
    url = reverse("knowledge:lap_edit", args=[team.slug, 1])
    response = client.post(url, {"hypothesis": "Kept words", "decide_by": "2020-01-01"})
    assert response.context["form"].errors["decide_by"]
    assert "Kept words" in response.content.decode()
    assert client.post(url, {"hypothesis": "New", "decide_by": lap.decide_by.isoformat()}).status_code == 302
    assert Lap.objects.get().hypothesis == "New"


@pytest.mark.parametrize(
    "fields",
    [{"decide_by": "tomorrow"}, {"practice": "9" * 30}, {"team": "\x00"}, {"gap": "x" * 201}, {"project": "a"}],
)
def test_malformed_choices_are_said_and_open_nothing(client, team, member, practice, fields):
    client.force_login(member)
    assert client.post(NEW, chosen(team, practice) | fields).context["form"].errors
    assert not Lap.objects.exists()


def test_others_find_no_trace_of_a_teams_lap(client, team, member, lap, outsider, practice):
    urls = [
        lap.get_absolute_url(),
        *(reverse(f"knowledge:lap_{name}", args=[team.slug, 1]) for name in ("edit", "end")),
    ]
    assert all(client.get(url).status_code == 302 for url in urls)
    client.force_login(outsider)
    assert all(client.get(url).status_code == 404 for url in urls)
    assert client.post(reverse("knowledge:lap_try", args=[team.slug, 1])).status_code == 404
    assert "Kestrel" not in client.get(practice.url).content.decode()
    assert client.post(NEW, chosen(team, practice)).context["form"].errors["team"]


def test_a_shared_lap_shows_neither_its_steps_nor_a_team_only_retrospective(client, team, member, practice, outsider):
    lap = open_lap(team=team, practice=practice, created_by=member, audience=Audience.MEMBERS)
    make_retrospective(team, [(practice, "hurt")], title="Murnbeckle", lap=lap)
    client.force_login(outsider)
    page = client.get(lap.get_absolute_url()).content.decode()
    assert practice.title in page
    assert "Murnbeckle" not in page
    assert "End this lap" not in page
    client.force_login(member)
    assert "Murnbeckle" in client.get(lap.get_absolute_url()).content.decode()


@pytest.mark.parametrize("path", ["/laps/nobody/1/", "/laps/kestrel/99999999999999999999/", "/laps/kestrel/x/"])
def test_addresses_without_a_lap_are_not_found(client, member, path):
    client.force_login(member)
    assert client.get(path).status_code == 404


def test_an_ended_lap_is_not_run_again(client, team, member, lap):
    end_lap(lap=lap, outcome="helped", decision="keep")
    client.force_login(member)
    for name in ("edit", "end"):
        assert client.get(reverse(f"knowledge:lap_{name}", args=[team.slug, 1])).url == lap.get_absolute_url()
    client.post(reverse("knowledge:lap_try", args=[team.slug, 1]))
    assert not lap.steps.filter(stage=Stage.TRY).exists()


def test_who_is_in_no_team_is_told_so(client, db):
    client.force_login(make_user())
    assert "You are in no team yet" in client.get(NEW).content.decode()
