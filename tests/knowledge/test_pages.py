"""Written knowledge as readers meet it: what stands there, for whom, and at what cost."""

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import PageViewRestriction

from knowledge.pages import restrict
from knowledge.services import open_lap
from people.audiences import Audience
from people.models import Follow
from tests.factories import make_practice, make_project, make_section, make_team, make_topic, make_user
from tests.knowledge.makers import make_guide, make_lesson, make_retrospective

pytestmark = pytest.mark.django_db
BODY = [("markdown", "# Problem it solves\n\nToo much is open.\n\n# When it hurts\n\nFrom above.")]


def make_administrator():
    administrator = make_user("Ines", "Moreau")
    administrator.is_superuser = True
    administrator.save()
    return administrator


def queries(client, url):
    """How many queries a page takes once caches are warm."""
    assert client.get(url).status_code == 200, url
    with CaptureQueriesContext(
        connection,
    ) as captured:
        client.get(url)
    return len(captured)


def fill(team, n, practice):
    """n more of everything that stands on or behind a practice's page."""
    for _each in range(n):
        other = make_practice(f"Practice {_each}", steward=make_user())
        other.topics.add(make_topic(f"Topic {_each}"))
        other.save()
        practice.needs.add(other)
        practice.supports.add(make_practice("Supported"))
        make_retrospective(
            team, [(practice, "helped"), (other, "hurt")], project=make_project(), audience=Audience.PUBLIC
        )
        make_guide(practices=[practice], author=make_user())
        make_lesson(practices=[practice, other], team=make_team(), project=make_project(), outcome="hurt")
    practice.save()


@pytest.fixture
def addresses(team, member, practice):
    practice.topics.add(make_topic())
    practice.steward = make_user()
    practice.body = BODY
    practice.save()
    guide = make_guide(practices=[practice], author=make_user(), topics=[make_topic()])
    lesson = make_lesson(practices=[practice], project=make_project(), team=team, author=make_user(), outcome="helped")
    told = make_retrospective(
        team,
        [(practice, "helped")],
        project=make_project(),
        audience=Audience.PUBLIC,
        notes=[("well", "A note")],
        actions=[("Ask", member, None, "open")],
    )
    sections = [make_section(shows).url for shows in ("practices", "guides", "lessons")]
    return ["/knowledge/", *sections, practice.url, guide.url, lesson.url, told.get_absolute_url(), "/retrospectives/"]


def test_pages_take_few_queries_however_much_there_is(client, team, member, practice, addresses):
    lap = open_lap(team=team, practice=practice, created_by=member)
    own = [lap.get_absolute_url(), reverse("knowledge:retrospective_new"), reverse("knowledge:lap_new")]

    def counts(user, urls):
        cache.clear()
        if user:
            client.force_login(user)
        else:
            client.logout()
        return {url: queries(client, url) for url in urls}

    fill(team, 1, practice)
    stranger, insider = counts(None, addresses), counts(member, [*addresses, *own])
    fill(team, 3, practice)
    assert counts(None, addresses) == stranger
    assert counts(member, [*addresses, *own]) == insider
    assert max(stranger.values()) <= 13, stranger
    assert max(insider.values()) <= 30, insider


def test_a_practice_shows_what_it_did_and_what_to_do_next(client, team, member, practice, addresses):
    page = client.get(practice.url).content.decode()
    for words in ("Practice 14", "Tried in <b>1 project</b>: helped 1.", "Too few to judge", "Problem it solves"):
        assert words in page
    assert 'href="#s-when-it-hurts"' in page
    assert "It helped." in page
    assert "Sign in" in page
    assert "Follow new evidence" not in page


def test_a_practice_without_evidence_says_so(client, practice):
    page = client.get(practice.url).content.decode()
    assert "No shared evidence yet" in page
    assert "No team has written about it yet" in page


def test_following_and_stopping(client, member, practice):
    url = reverse("knowledge:follow", args=[practice.pk])
    assert client.post(url).status_code == 302
    assert not Follow.objects.exists()
    client.force_login(member)
    assert "Send it now" in client.get(url).content.decode()
    for _twice in range(2):
        assert client.post(url, {"follow": "yes"}).url == practice.url
    assert client.get(url).status_code == 405
    assert Follow.objects.count() == 1
    assert "Stop following new evidence" in client.get(practice.url).content.decode()
    client.post(url, {"follow": "no"})
    assert not Follow.objects.exists()
    practice.unpublish()
    assert client.post(url, {"follow": "yes"}).status_code == 404


def test_practices_are_filtered_by_topic_and_evidence_and_sorted(client, team, practice):
    flow = make_topic("Flow of work")
    helped, hurt = make_practice("Helps"), make_practice("A hurting one")
    helped.topics.add(flow)
    helped.save()
    for n in range(3):
        used = [(helped, "helped" if n else "mixed"), (hurt, "hurt")][: 2 - n // 2]
        make_retrospective(team, used, audience=Audience.PUBLIC)
    make_retrospective(team, [(hurt, "hurt"), (practice, "helped")])
    url = make_section("practices").url

    def titles(query):
        return [row.practice.title for row in client.get(url + query).context["rows"]]

    assert titles("") == ["A hurting one", "Helps", "Limit work in progress"]
    assert titles("?topic=flow-of-work") == ["Helps"]
    assert titles("?evidence=helped") == ["Helps"]
    assert titles("?evidence=tried") == ["Helps"]
    assert titles("?sort=tried") == ["Helps", "A hurting one", "Limit work in progress"]
    assert titles("?topic=nothing") == []
    assert len(titles("?topic=%00&evidence=often&sort=x&page=zero")) == 3
    partial = client.get(f"{url}?topic=nothing", headers={"HX-Request": "true"}).content.decode()
    assert "Nothing matches all of these filters" in partial
    assert "<html" not in partial


def test_a_restricted_page_is_listed_only_for_those_who_may_read_it(client, team, member, outsider, practice):
    restrict(page=practice, audience=Audience.MEMBERS)
    guide = make_guide("Murnbeckle", practices=[practice])
    restriction = PageViewRestriction.objects.create(page=guide, restriction_type=PageViewRestriction.GROUPS)
    restriction.groups.add(Group.objects.get(pk=team.group_id))
    lesson = make_lesson("Old bills", practices=[practice])
    lists = [make_section(shows).url for shows in ("practices", "guides")] + ["/knowledge/", lesson.url]
    for url in lists:
        page = client.get(url).content.decode()
        assert "Limit work in progress" not in page, url
        assert "Murnbeckle" not in page, url
    client.force_login(outsider)
    assert "Limit work in progress" in client.get(lists[0]).content.decode()
    assert "Murnbeckle" not in client.get(lists[1]).content.decode()
    client.force_login(member)
    assert "Murnbeckle" in client.get(lists[1]).content.decode()


def test_a_guide_shows_its_contents_author_and_practices(client, practice):
    author = make_user("Jonas", "Lindqvist")
    page = client.get(make_guide(practices=[practice], author=author).url).content.decode()
    for words in ("On this page", 'href="#s-two"', "1 minute to read", "Jonas Lindqvist", "Limit work in progress"):
        assert words in page


def test_a_lesson_does_not_name_a_project_that_the_reader_may_not_see(client, team, member):
    project = make_project("Hushed project", audience=Audience.GROUP, audience_group=team.group)
    lesson = make_lesson(project=project, team=team)
    for url in (lesson.url, make_section("lessons").url):
        assert "Hushed project" not in client.get(url).content.decode()
    client.force_login(member)
    assert "Hushed project" in client.get(lesson.url).content.decode()


def test_only_those_who_may_edit_are_offered_the_editor(client, member, practice):
    client.force_login(member)
    assert "Edit this page" not in client.get(practice.url).content.decode()
    client.force_login(make_administrator())
    assert "Edit this page" in client.get(practice.url).content.decode()


def test_an_empty_knowledge_base_says_what_would_stand_there(client, db):
    for shows in ("practices", "guides", "lessons"):
        assert "Nothing here yet" in client.get(make_section(shows).url).content.decode()
    assert "No practices yet" in client.get("/knowledge/").content.decode()
    assert "No retrospective that you can read yet" in client.get("/retrospectives/").content.decode()
