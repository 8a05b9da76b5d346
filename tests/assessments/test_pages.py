"""Pages about rounds and models, as the people see them who may and must not."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from assessments.models import Assessment
from assessments.services import open_assessment, save_response
from knowledge.models import PracticePage
from knowledge.services import open_lap
from people.audiences import Audience
from tests.assessments.makers import make_round
from tests.factories import make_team, make_user

pytestmark = pytest.mark.django_db

COLUMNS = {
    "flow.limits": [1, 2, 2, 1],
    "flow.board": [5, 3],
    "feedback.show": [4, 4, 5, 5],
    "quality.done": [3, 3, 3, None],
}
NOTES = [{"item": "flow.limits", "text": f"Note number {n}."} for n in range(6)]


@pytest.fixture
def shared_world(team, people, version):
    """Two closed rounds with notes, and an open one."""
    make_round(team, version, people, COLUMNS, days_ago=60)
    closed = make_round(team, version, people, COLUMNS, notes=NOTES)
    open_assessment(team=team, opened_by=people[0])
    return closed


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode())


def page(client, user, url):
    client.force_login(user)
    response = client.get(url)
    assert response.status_code == 200, url
    return text_of(response)


def test_the_result_leads_with_gaps_that_can_be_chosen(client, people, closed):
    shown = page(client, people[1], closed.get_absolute_url())
    practice = PracticePage.objects.get()
    assert "Assessment 1: feedback is strongest, flow of work is the gap</h1>" in shown
    assert "One gap to look at" in shown
    assert practice.title in shown
    assert "Most of you chose" in shown or "of 4 chose" in shown
    (link,) = re.findall(r'href="(/laps/new/[^"]+)"', shown)
    query = parse_qs(urlsplit(link.replace("&amp;", "&")).query)
    assert query == {"team": [closed.team.slug], "practice": [practice.slug], "gap": ["Flow of work, 1.8"]}


def test_the_chosen_practice_of_the_lap_is_marked(client, team, people, version):
    lap = open_lap(team=team, created_by=people[0], practice=PracticePage.objects.get())
    closed = make_round(team, version, people, COLUMNS, lap=lap)
    shown = page(client, people[1], closed.get_absolute_url())
    assert "Chosen for this lap" in shown
    assert f'href="{lap.get_absolute_url()}"' in shown


def test_an_earlier_result_offers_nothing_to_choose(client, people, shared_world):
    first = Assessment.objects.get(number=1)
    shown = page(client, people[1], first.get_absolute_url())
    assert "There is a later assessment" in shown
    assert "/laps/new/" not in shown


def test_single_answers_never_show(client, people, shared_world):
    shown = page(client, people[1], shared_world.get_absolute_url())
    assert "About flow.board: fewer than 3 people chose a level" in shown
    assert ">4.0<" not in shown
    assert shown.count("Note number") == 6
    assert not re.search("Note number 0.*Note number 1.*Note number 2.*Note number 3.*Note number 4", shown)
    assert shown == page(client, people[1], shared_world.get_absolute_url())
    header = shown[shown.index("<main") :]
    assert not any(person.last_name in header for person in people)


def test_too_few_people_see_no_numbers_and_no_notes(client, team, people, version):
    closed = make_round(team, version, people[:2], COLUMNS, notes=NOTES)
    shown = page(client, people[0], closed.get_absolute_url())
    assert "Too few answers for a picture" in shown
    assert "Note number" not in shown
    assert '<table class="heat"' not in shown


def test_an_open_round_shows_how_many_and_nothing_else(client, people, team, version, questions):
    opened = open_assessment(team=team, opened_by=people[0])
    for person in people[:3]:
        save_response(assessment=opened, item=questions["flow.limits"], user=person, level=1, note="Mine alone.")
    shown = page(client, people[3], opened.get_absolute_url())
    assert "3 of 4 people have answered" in shown
    assert "Mine alone." not in shown
    assert "Not yet" not in shown


def test_outsiders_find_nothing_anywhere(client, outsider, shared_world):
    client.force_login(outsider)
    for number in (1, 2, 3):
        base = f"/assess/{shared_world.team.slug}/{number}/"
        for url in (base, f"{base}take/", f"{base}take/1/", f"{base}close/"):
            assert client.get(url).status_code == 404
            assert client.post(url, {"level": "1"}).status_code in {404, 405}
    shown = page(client, outsider, "/assess/")
    assert shared_world.team.name not in shown
    assert client.get(f"/assess/new/?team={shared_world.team.slug}").status_code in {403, 404}


def test_an_administrator_is_an_outsider_too(client, shared_world):
    client.force_login(_administrator())
    assert client.get(shared_world.get_absolute_url()).status_code == 404


def _administrator():
    user = make_user("Ines", "Moreau")
    user.is_superuser = user.is_staff = True
    user.save()
    return user


@pytest.mark.parametrize(
    "path", ["", "new/", "models/team-model/", "kestrel/1/", "kestrel/1/take/", "kestrel/1/close/"]
)
def test_strangers_sign_in_first(client, version, path):
    response = client.get(f"/assess/{path}")
    assert response.status_code == 302
    assert "/accounts/login/" in response.headers["Location"]


def test_a_shared_result_shows_scores_to_all_and_answers_to_the_team(client, outsider, people, shared_world):
    Assessment.objects.filter(pk=shared_world.pk).update(audience=Audience.MEMBERS, audience_group=None)
    shown = page(client, outsider, shared_world.get_absolute_url())
    assert "flow of work is the gap" in shown
    assert "Note number" not in shown
    assert "How far you agree" not in shown
    assert "/laps/new/" not in shown
    assert client.get(shared_world.get_absolute_url() + "take/").status_code == 403
    assert "How far you agree" in page(client, people[2], shared_world.get_absolute_url())


@pytest.mark.parametrize("path", ["kestrel/0/", "kestrel/99999999999999999999/", "nobody/1/", "models/none/", "a/b/"])
def test_what_does_not_exist(client, people, version, path):
    client.force_login(people[0])
    assert client.get(f"/assess/{path}").status_code == 404


def test_the_overview_leads_on(client, team, people, version, questions):
    assert "Open the first assessment" in page(client, people[0], "/assess/")
    shown = page(client, people[1], "/assess/")
    assert "No assessment yet" in shown
    assert "/assess/new/" not in shown
    opened = open_assessment(team=team, opened_by=people[0], closes_on=timezone.localdate() + timedelta(days=3))
    assert "Answer the questions" in page(client, people[1], "/assess/")
    save_response(assessment=opened, item=questions["flow.limits"], user=people[1], level=None)
    shown = page(client, people[1], "/assess/")
    assert "You have answered 1 of 5 questions." in shown
    assert "Go on answering" in shown
    assert "Please answer by" in shown


def test_the_overview_without_a_team_and_without_a_model(client, team, people):
    assert "You are in no team yet" in page(client, make_user(), "/assess/")
    assert "There is no maturity model yet" in page(client, people[0], "/assess/")


def test_the_overview_of_a_team_with_results(client, people, shared_world):
    shown = page(client, people[1], "/assess/")
    assert "Assessment 2: little has moved, flow of work is the gap" in shown
    assert f"/assess/{shared_world.team.slug}/1/" in shown


def test_a_lead_opens_a_round(client, team, people, version):
    shown = page(client, people[0], f"/assess/new/?team={team.slug}")
    assert re.search(rf'<option value="{team.pk}" selected', shown)
    day = timezone.localdate() + timedelta(days=7)
    response = client.post("/assess/new/", {"team": team.pk, "version": version.pk, "closes_on": day.isoformat()})
    opened = Assessment.objects.get()
    assert response.headers["Location"] == opened.get_absolute_url()
    assert (opened.closes_on, opened.opened_by) == (day, people[0])
    again = client.post("/assess/new/", {"team": team.pk, "version": version.pk})
    assert again.status_code == 422
    assert "has an open assessment" in text_of(again)
    assert Assessment.objects.count() == 1


@pytest.mark.parametrize("day", ["2020-01-01", "tomorrow", "2026-13-45", "9" * 40, "\0"])
def test_a_day_that_cannot_be_is_refused_and_kept(client, team, people, version, day):
    client.force_login(people[0])
    response = client.post("/assess/new/", {"team": team.pk, "version": version.pk, "closes_on": day})
    assert response.status_code == 422
    assert not Assessment.objects.exists()


@pytest.mark.parametrize("value", ["0", "abc", "9" * 30, "", "\0"])
def test_a_team_that_is_not_mine_is_refused(client, team, people, version, value):
    other = make_team("Heron")
    client.force_login(people[0])
    for team_value in (value, str(other.pk)):
        assert client.post("/assess/new/", {"team": team_value, "version": version.pk}).status_code == 422
        assert client.post("/assess/new/", {"team": team.pk, "version": value}).status_code == 422
    assert not Assessment.objects.exists()


def test_members_do_not_open_rounds(client, team, people, version):
    client.force_login(people[1])
    assert client.get("/assess/new/").status_code == 403
    assert client.post("/assess/new/", {"team": team.pk, "version": version.pk}).status_code == 403
    assert not Assessment.objects.exists()


def test_closing_asks_first_and_is_for_lead_coach_and_opener(client, team, people, version, questions):
    coach = make_user("Priya", "Raman", team=team, role="coach")
    opened = open_assessment(team=team, opened_by=people[2])
    url = opened.get_absolute_url() + "close/"
    client.force_login(people[1])
    assert client.get(url).status_code == 403
    assert client.post(url).status_code == 403
    for person in (people[0], people[2], coach):
        assert "Close this assessment?" in page(client, person, url)
    assert "Nobody has answered yet" in text_of(client.post(url, follow=True))
    save_response(assessment=opened, item=questions["flow.limits"], user=people[1], level=3)
    assert "Fewer than 3 people have answered" in page(client, coach, url)
    assert "Closed." in text_of(client.post(url, follow=True))
    assert "closed already" in text_of(client.post(url, follow=True))
    assert client.get(url).headers["Location"] == opened.get_absolute_url()


def test_the_model_is_explained_to_members(client, outsider, version):
    shown = page(client, outsider, "/assess/models/team-model/")
    assert "About flow.limits" in shown
    assert "flow.limits at 4." in shown
    assert PracticePage.objects.get().title in shown
