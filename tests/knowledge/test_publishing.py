"""Pages from plain values: published, dated back, repeatable, and whole when two are made at once."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError
from wagtail.models import Page, PageViewRestriction

from knowledge.exceptions import KnowledgeError
from knowledge.models import GuidePage, PracticePage
from knowledge.pages import add_page, publish_guide, publish_practice, top_headings
from people.audiences import Audience, page_audience
from tests.factories import make_section, make_topic, make_user

pytestmark = pytest.mark.django_db


def publish(**fields):
    values = {"title": "Finish together", "summary": "Two people on old cards.", "body": "## How to try it\n\nSit."}
    return publish_practice(section=make_section("practices"), slug="finish-together", **values | fields)


def test_publishing_again_changes_the_same_page():
    first = publish(number=9, aliases=["swarming", "mobbing"], topics=[make_topic()], steward=make_user())
    again = publish(title="Finish it together", number=9, needs=[], supports=[])
    assert again.pk == first.pk
    assert PracticePage.objects.get().title == "Finish it together"
    assert first.other_names == "swarming\nmobbing"
    assert [topic.name for topic in again.topics.all()] == ["Flow of work"]
    assert again.live
    assert again.get_latest_revision().as_object().title == "Finish it together"
    assert "<h2" in str(again.body)


def test_what_is_not_said_the_second_time_stays(practice):
    publish(needs=[practice])
    assert list(publish().needs.all()) == [practice]


def test_it_can_be_dated_back_and_kept_for_members():
    when = datetime(2025, 5, 1, 9, tzinfo=UTC)
    page = publish_guide(
        section=make_section("guides"),
        slug="a-guide",
        title="A guide",
        summary="S",
        body="Text",
        published_at=when,
        audience=Audience.MEMBERS,
    )
    assert (page.first_published_at, page.last_published_at) == (when, when)
    assert page_audience(page).audience == Audience.MEMBERS
    publish_guide(
        section=make_section("guides"), slug="a-guide", title="A", summary="S", body="", audience=Audience.PUBLIC
    )
    assert not PageViewRestriction.objects.exists()
    assert GuidePage.objects.get().first_published_at == when


def test_an_address_that_another_page_has_is_refused():
    section = make_section("practices")
    publish()
    with pytest.raises(KnowledgeError) as refused:
        add_page(parent=section, page=PracticePage(title="Other", slug="finish-together", summary="S"))
    assert "slug" in refused.value.errors
    assert PracticePage.objects.count() == 1


def test_a_place_in_the_tree_that_was_taken_meanwhile_is_tried_again(monkeypatch):
    section, add_child, calls = make_section("practices"), Page.add_child, []

    def taken_once(self, **kwargs):
        calls.append(kwargs)
        if len(calls) == 1:
            raise IntegrityError("UNIQUE constraint failed: wagtailcore_page.path")
        return add_child(self, **kwargs)

    monkeypatch.setattr(Page, "add_child", taken_once)
    page = add_page(parent=section, page=PracticePage(title="One", slug="one", summary="S"))
    assert (len(calls), page.get_parent().pk) == (2, section.pk)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("## A\n\n### B", "# A\n\n## B"),
        ("# A\n\n## B", "# A\n\n## B"),
        ("No heading", "No heading"),
        ("## A\n\n```\n# code\n```", "# A\n\n```\n# code\n```"),
        ("", ""),
    ],
)
def test_the_highest_headings_become_sections(text, expected):
    assert top_headings(text) == expected
