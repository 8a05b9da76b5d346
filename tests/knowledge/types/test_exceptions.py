"""A team differs from a guideline for a while: asked for, decided on, seen, and over by itself."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from knowledge.exceptions import KnowledgeError
from knowledge.models import GuidelineException
from knowledge.services.guidelines import ask_exception, decide_exception, end_exception, remind_of_ends
from people.models import Notification
from tests.factories import make_user
from tests.knowledge.types.makers import make_editor, make_guideline

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
IN_A_MONTH = TODAY + timedelta(days=30)


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def owner(db):
    return make_user("Bjorn", "Halvorsen")


@pytest.fixture
def guideline(owner):
    return make_guideline(owner=owner)


def ask(guideline, team, by, **changes):
    said = {"reason": "The bank’s window.", "starts_on": TODAY, "ends_on": IN_A_MONTH, **changes}
    return ask_exception(guideline=guideline, team=team, asked_by=by, **said)


def told(user):
    return list(Notification.objects.filter(user=user).order_by("pk").values_list("kind", flat=True))


def form(team, **changes):
    return {"team": team.pk, "reason": "Because", "starts_on": "2026-11-22", "ends_on": "2026-12-22", **changes}


def test_a_member_asks_and_the_owner_grants(client, team, member, owner, guideline):
    url = reverse("knowledge:exception_new", args=[guideline.pk])
    assert client.get(url).url.startswith("/accounts/login/")
    client.force_login(member)
    assert client.get(url).status_code == 200
    asked_at = client.post(url, form(team, instead="Two of us."))
    exception = GuidelineException.objects.get()
    assert asked_at.url == exception.get_absolute_url()
    assert told(owner) == ["exception-asked"]
    page = client.get(exception.get_absolute_url()).content.decode()
    assert "It waits for" in page
    assert "Tell the team" not in page
    client.force_login(owner)
    assert "Tell the team" in client.get(exception.get_absolute_url()).content.decode()
    client.post(exception.get_absolute_url(), {"decision": "grant"})
    exception.refresh_from_db()
    assert (exception.state, exception.decided_by) == ("granted", owner)
    assert told(member) == ["exception-answered"]


def test_whoever_belongs_to_no_team_or_another_cannot_ask_for_it(client, team, outsider, guideline):
    url = reverse("knowledge:exception_new", args=[guideline.pk])
    client.force_login(make_user())
    assert client.get(url).status_code == 404
    client.force_login(outsider)
    assert "Choose" in client.post(url, form(team)).content.decode()
    assert not GuidelineException.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"reason": ""}, "Say why"),
        ({"reason": "x" * 1001}, "1000"),
        ({"ends_on": "2026-11-21", "starts_on": "2026-11-20"}, "has passed"),
        ({"ends_on": "2026-11-21"}, "before the first"),
        ({"ends_on": "2028-01-01"}, "A year at most"),
        ({"ends_on": "soon"}, "not a date"),
        ({"starts_on": "0001-01-01", "ends_on": "9999-12-31"}, "A year at most"),
        ({"team": "99999999"}, "valid choice"),
        ({"team": "\x00"}, "valid choice"),
    ],
)
def test_a_malformed_request_is_said_beside_the_field_and_kept(client, team, member, guideline, changes, words):
    client.force_login(member)
    sent = {**form(team, instead="We write it down."), **changes}
    page = client.post(reverse("knowledge:exception_new", args=[guideline.pk]), sent).content.decode()
    assert words in page
    assert "We write it down." in page
    assert not GuidelineException.objects.exists()


def test_a_team_asks_once_and_has_one_at_a_time(team, member, owner, guideline):
    first = ask(guideline, team, member)
    with pytest.raises(KnowledgeError, match="asked already"):
        ask(guideline, team, member)
    decide_exception(exception=first, by=owner, grant=True)
    with pytest.raises(KnowledgeError, match="on some of these days"):
        ask(guideline, team, member, starts_on=IN_A_MONTH, ends_on=IN_A_MONTH + timedelta(days=9))
    ask(guideline, team, member, starts_on=IN_A_MONTH + timedelta(days=1), ends_on=IN_A_MONTH + timedelta(days=9))


def test_a_decision_is_made_once_with_a_word_and_by_somebody_else(team, member, owner, guideline):
    asked = ask(guideline, team, member)
    with pytest.raises(KnowledgeError, match="Somebody else decides"):
        decide_exception(exception=asked, by=member, grant=True)
    with pytest.raises(KnowledgeError, match="Say why not"):
        decide_exception(exception=asked, by=owner, grant=False, answer="  ")
    decide_exception(exception=asked, by=owner, grant=False, answer="Move the window.")
    with pytest.raises(KnowledgeError, match="decided on it already"):
        decide_exception(exception=asked, by=owner, grant=True)
    asked.refresh_from_db()
    assert asked.state == "refused"


def test_only_the_owner_and_editors_decide(client, team, member, outsider, owner, guideline):
    lead = make_user("Nadia", "Rahman", team=team, role="lead")
    url = ask(guideline, team, member).get_absolute_url()
    for reader, status in ((lead, 200), (outsider, 404)):
        client.force_login(reader)
        assert client.post(url, {"decision": "grant"}).status_code == status
    assert GuidelineException.objects.get().state == "asked"
    client.force_login(make_editor())
    client.post(url, {"decision": "refuse"})
    assert GuidelineException.objects.get().state == "asked"
    client.post(url, {"decision": "refuse", "answer": "Not this time."})
    assert GuidelineException.objects.get().state == "refused"


def test_running_ones_are_on_the_page_for_those_who_are_signed_in(client, team, member, outsider, owner, guideline):
    asked = ask(guideline, team, member, reason="A very particular reason.")
    client.force_login(outsider)
    assert "A very particular reason." not in client.get(guideline.url).content.decode()
    decide_exception(exception=asked, by=owner, grant=True)
    assert "A very particular reason." in client.get(guideline.url).content.decode()
    client.logout()
    assert "A very particular reason." not in client.get(guideline.url).content.decode()
    with time_machine.travel(IN_A_MONTH + timedelta(days=1), tick=False):
        client.force_login(member)
        assert "A very particular reason." not in client.get(guideline.url).content.decode()


def test_teams_hear_of_the_end_two_weeks_before_and_once(team, member, owner, guideline):
    asked = ask(guideline, team, member)
    decide_exception(exception=asked, by=owner, grant=True)
    with time_machine.travel(IN_A_MONTH - timedelta(days=15), tick=False):
        assert remind_of_ends() == 0
    with time_machine.travel(IN_A_MONTH - timedelta(days=10), tick=False):
        for _twice in range(2):
            call_command("remind_about_guidelines", verbosity=0)
    assert told(member) == ["exception-answered", "exception-ending"]


def test_it_can_be_ended_early_by_those_who_decide(client, team, member, owner, guideline):
    asked = ask(guideline, team, member)
    decide_exception(exception=asked, by=owner, grant=True)
    url = reverse("knowledge:exception_end", args=[asked.pk])
    client.force_login(member)
    assert client.post(url).status_code == 404
    client.force_login(owner)
    assert client.get(url).status_code == 405
    client.post(url)
    asked.refresh_from_db()
    assert asked.state == "ended"
    assert told(member) == ["exception-answered", "exception-answered"]
    with pytest.raises(KnowledgeError):
        end_exception(exception=asked, by=owner)


def test_a_request_about_a_guideline_that_the_reader_may_not_see_is_not_there(client, team, member, guideline):
    asked = ask(guideline, team, member)
    guideline.unpublish()
    client.force_login(member)
    assert client.get(asked.get_absolute_url()).status_code == 404
    assert client.get(reverse("knowledge:exception", args=[99999])).status_code == 404
