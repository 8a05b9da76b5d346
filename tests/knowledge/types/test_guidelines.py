"""Guidelines: who must read which version, who has, and who may see that."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from knowledge.exceptions import KnowledgeError
from knowledge.governance import by_team, readers_of, to_read
from knowledge.models import Acknowledgement, GuidelinePage
from knowledge.pages import restrict
from knowledge.services.guidelines import acknowledge, remind_readers, tell_readers
from people.audiences import Audience
from people.models import Notification
from tests.factories import make_section, make_team, make_user
from tests.knowledge.types.makers import make_editor, make_guideline

pytestmark = pytest.mark.django_db


def told(user, kind="guideline-to-read"):
    return Notification.objects.filter(user=user, kind=kind).count()


def publish_again(guideline, **changes):
    page = GuidelinePage.objects.get(pk=guideline.pk)
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return GuidelinePage.objects.get(pk=guideline.pk)


def test_a_member_of_the_team_is_asked_confirms_and_is_told_when(client, team, member, outsider):
    guideline = make_guideline(teams=[team], effective_on=date(2026, 11, 1))
    url = reverse("knowledge:guideline_read", args=[guideline.pk])
    assert client.post(url, {"version": 1}).url.startswith("/accounts/login/")
    client.force_login(outsider)
    assert "I have read this" not in client.get(guideline.url).content.decode()
    client.force_login(member)
    assert "I have read this" in client.get(guideline.url).content.decode()
    assert client.get(url).status_code == 405
    for _twice in range(2):
        assert client.post(url, {"version": "1"}).url == guideline.url
    said = Acknowledgement.objects.get()
    assert (said.user, said.version, said.revision, said.title) == (
        member,
        1,
        guideline.live_revision,
        guideline.title,
    )
    page = client.get(guideline.url).content.decode()
    assert "I have read this" not in page
    assert "You read version 1 on" in page


@pytest.mark.parametrize("version", ["", "2", "one", "-1", "9" * 40, "1\x00"])
def test_what_is_not_the_version_that_holds_is_not_confirmed(client, team, member, version):
    guideline = make_guideline(teams=[team])
    client.force_login(member)
    answer = client.post(reverse("knowledge:guideline_read", args=[guideline.pk]), {"version": version}, follow=True)
    assert "Read it again" in answer.content.decode()
    assert not Acknowledgement.objects.exists()


def test_a_guideline_that_the_reader_may_not_see_cannot_be_confirmed(client, team, member):
    guideline = make_guideline(teams=[team])
    guideline.unpublish()
    client.force_login(member)
    url = reverse("knowledge:guideline_read", args=[guideline.pk])
    assert client.post(url, {"version": 1}).status_code == 404
    assert client.post(reverse("knowledge:guideline_read", args=[99999]), {"version": 1}).status_code == 404


def test_a_raised_version_asks_again_and_a_correction_does_not(team, member, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        guideline = make_guideline(teams=[team])
    assert told(member) == 1
    acknowledge(guideline=guideline, user=member, version=1)
    assert Notification.objects.get(user=member).read_at
    with django_capture_on_commit_callbacks(execute=True):
        guideline = publish_again(guideline, title="Who may change any tariff")
    assert told(member) == 1
    assert not to_read(member)
    with django_capture_on_commit_callbacks(execute=True):
        guideline = publish_again(guideline, version=2, what_changed="Three people.")
    assert told(member) == 2
    assert [page.pk for page in to_read(member)] == [guideline.pk]
    with pytest.raises(KnowledgeError):
        acknowledge(guideline=guideline, user=member, version=1)
    acknowledge(guideline=guideline, user=member, version=2)
    assert Acknowledgement.objects.filter(user=member).count() == 2


def test_what_people_read_outlives_the_page(team, member):
    guideline = make_guideline("Keep the receipt", teams=[team])
    acknowledge(guideline=guideline, user=member, version=1)
    guideline.delete()
    said = Acknowledgement.objects.get()
    assert (said.title, said.version, said.guideline) == ("Keep the receipt", 1, None)


def test_only_those_who_must_read_it_and_may_see_it_are_told(team, member, outsider):
    guideline = make_guideline(teams=[team])
    away = make_user(team=team)
    away.is_active = False
    away.save()
    assert tell_readers(guideline=guideline) == 1
    assert (told(member), told(outsider), told(away)) == (1, 0, 0)
    everyone = make_guideline("For all", must_read_by_all=True)
    tell_readers(guideline=everyone)
    assert told(outsider) == 1


def test_telling_many_takes_as_many_queries_as_telling_one(team, member):
    def count(guideline):
        with CaptureQueriesContext(connection) as captured:
            tell_readers(guideline=guideline)
        return len(captured)

    count(make_guideline(teams=[team]))
    one = count(make_guideline(teams=[team]))
    for _each in range(5):
        make_user(team=team)
    assert count(make_guideline(teams=[team])) == one


def test_the_late_are_reminded_once_after_their_days(team, member):
    with time_machine.travel("2026-11-01T12:00:00Z", tick=False):
        guideline = make_guideline(teams=[team], effective_on=date(2026, 11, 5), days_to_read=14)
        tell_readers(guideline=guideline)
    with time_machine.travel("2026-11-19T12:00:00Z", tick=False):
        assert remind_readers(guideline=guideline) == 0
    with time_machine.travel("2026-11-20T12:00:00Z", tick=False):
        assert remind_readers(guideline=guideline) == 1
        assert remind_readers(guideline=guideline) == 0
    assert told(member, "guideline-overdue") == 1


def test_who_came_later_has_their_own_days(team, member):
    with time_machine.travel("2026-11-01T12:00:00Z", tick=False):
        guideline = make_guideline(teams=[team], effective_on=date(2026, 11, 1), days_to_read=7)
        acknowledge(guideline=guideline, user=member, version=1)
    with time_machine.travel("2026-11-20T12:00:00Z", tick=False):
        newcomer = make_user(team=team)
        call_command("remind_about_guidelines", verbosity=0)
        assert (told(newcomer), told(newcomer, "guideline-overdue")) == (1, 0)
    with time_machine.travel("2026-11-29T12:00:00Z", tick=False):
        for _twice in range(2):
            call_command("remind_about_guidelines", verbosity=0)
        assert told(newcomer, "guideline-overdue") == 1
    assert told(member) == told(member, "guideline-overdue") == 0


def test_the_owner_and_editors_see_who_has_read_it_and_nobody_else(client, team, member, outsider):
    owner, editor = make_user("Bjorn", "Halvorsen"), make_editor()
    guideline = make_guideline(teams=[team], owner=owner)
    lead = make_user("Nadia", "Rahman", team=team, role="lead")
    acknowledge(guideline=guideline, user=member, version=1)
    url = reverse("knowledge:guideline_readers", args=[guideline.pk])
    assert client.get(url).status_code == 302
    for stranger in (member, lead, outsider):
        client.force_login(stranger)
        assert client.get(url).status_code == 404
        assert client.get(f"{url}?format=csv").status_code == 404
        assert url not in client.get(guideline.url).content.decode()
    for keeper in (owner, editor):
        client.force_login(keeper)
        page = client.get(url)
        assert "1 have confirmed, 1 have not" in " ".join(page.content.decode().split())
        assert [each.person for each in page.context["missing"]] == [lead]
        assert url in client.get(guideline.url).content.decode()


def test_the_file_of_readers_cannot_hold_a_formula(client, team):
    owner = make_user()
    make_user("=cmd()", "Osei", team=team)
    guideline = make_guideline(teams=[team], owner=owner)
    client.force_login(owner)
    answer = client.get(reverse("knowledge:guideline_readers", args=[guideline.pk]) + "?format=csv")
    assert answer["Content-Type"].startswith("text/csv")
    assert answer.content.decode().splitlines() == ["Name,Teams,Read on", f"'=cmd() Osei,{team.name},"]


def test_readers_are_counted_by_team(team, member):
    heron = make_team("Heron")
    both = make_user(team=team)
    heron_member = make_user(team=heron)
    both.groups.add(heron.group)
    heron.memberships.create(user=both)
    guideline = make_guideline(must_read_by_all=True)
    alone = make_user()
    acknowledge(guideline=guideline, user=both, version=1)
    rows = [(row.name, row.read, row.total) for row in by_team(readers_of(guideline))]
    assert rows == [("Heron", 1, 2), ("Kestrel", 1, 2), ("", 0, 1)]
    assert {alone, heron_member, member} == {r.person for r in readers_of(guideline) if r.read_at is None}


def test_the_list_marks_what_is_to_be_read_and_filters_by_it(client, team, member):
    guideline = make_guideline("Tariffs", teams=[team])
    make_guideline("Another thing")
    url = make_section("guidelines").url
    assert "To read" not in client.get(url).content.decode()
    client.force_login(member)
    assert client.get(url).content.decode().count("You have not read this yet") == 1
    assert [page.pk for page in client.get(f"{url}?read=to-read").context["page_of"]] == [guideline.pk]
    assert client.get(f"{url}?read=%00").context["page_of"].paginator.count == 2
    assert "Guidelines to read" in client.get("/").content.decode()
    acknowledge(guideline=guideline, user=member, version=1)
    assert "You have not read this yet" not in client.get(url).content.decode()
    assert "Guidelines to read" not in client.get("/").content.decode()


def test_a_hidden_guideline_is_no_duty_and_leaves_no_trace(client, team, member):
    guideline = make_guideline("Secret", must_read_by_all=True)
    restriction = guideline.view_restrictions.create(restriction_type="groups")
    restriction.groups.add(make_team("Avocet").group)
    assert not to_read(member)
    assert tell_readers(guideline=guideline) == 0
    client.force_login(member)
    page = client.get(make_section("guidelines").url).content.decode()
    assert "Secret" not in page
    assert client.post(reverse("knowledge:guideline_read", args=[guideline.pk]), {"version": 1}).status_code == 404


def test_before_its_day_a_version_says_from_when_it_holds(client):
    tomorrow = timezone.localdate() + timedelta(days=1)
    guideline = make_guideline(effective_on=tomorrow, version=3, what_changed="Nobody alone.")
    page = client.get(guideline.url).content.decode()
    assert "This version holds from" in page
    assert "Nobody alone." in page
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        page = client.get(guideline.url).content.decode()
        assert "This version holds from" not in page
        assert "Has held since" in page


def test_lists_and_pages_take_the_same_queries_for_one_and_for_many(client, team, member):
    owner = make_user()
    guideline = make_guideline(teams=[team], owner=owner)
    restrict(page=guideline, audience=Audience.MEMBERS)
    readers = reverse("knowledge:guideline_readers", args=[guideline.pk])

    def counts():
        found = []
        for user, url in ((member, make_section("guidelines").url), (member, guideline.url), (owner, readers)):
            client.force_login(user)
            client.get(url)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(url).status_code == 200
            found.append(len(captured))
        return found

    one = counts()
    for n in range(4):
        make_guideline(f"Guideline {n}", teams=[team, make_team(f"Team{n}")], owner=make_user())
        reader = make_user(team=team)
        acknowledge(guideline=guideline, user=reader, version=1)
    assert counts() == one
    assert max(one) <= 30
