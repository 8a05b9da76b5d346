"""What is written out can be taken into another portal, and comes out of it the same."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import ReferenceIndex, Revision
from wagtail.search.models import IndexEntry

from knowledge.models import GuidelinePage, GuidePage, LessonLearnedPage, PracticePage, Term, ToolPage, Upkeep
from search.models import Document
from search.services import catch_up, search
from tests.factories import make_project, make_team, make_user
from tests.knowledge.exchange.conftest import LIBRARY, empty_the_portal, practice, take_in, write_out

pytestmark = pytest.mark.django_db


def test_every_kind_comes_in_whole(library):
    assert {row.state for row in library.values()} == {"created"}, library
    page = PracticePage.objects.get(slug="limit-the-work")
    assert str(page.translation_key) == "11111111-2222-4333-8444-555555555551"
    assert (page.number, page.effort, page.other_names) == (4, "half a day", "WIP limit\nKanban limit")
    assert [each.slug for each in page.needs.all()] == ["one-list"]
    assert [each.slug for each in page.conflicts_with.all()] == ["push"]
    assert [topic.name for topic in page.topics.all()] == ["Flow of work"]
    assert page.first_published_at.isoformat() == "2024-05-01T00:00:00+00:00"
    assert page.live
    assert [block.block_type for block in page.body] == ["markdown", "callout", "image"]
    other = PracticePage.objects.get(slug="one-list")
    image, file = get_image_model().objects.get(), get_document_model().objects.get()
    assert f"[one list](page:{other.pk}#s-why) and ![A board](image:{image.pk})" in page.problem
    assert 'echo "[not a link](one-list.md)"' in page.how_to
    assert f"[Slides](file:{file.pk})" in page.body[0].value
    assert 'linktype="page"' in page.body[1].value["text"].source
    assert image.title == "Our board"
    assert Upkeep.objects.get(page=page).every_days == 180
    retired = Upkeep.objects.get(page=PracticePage.objects.get(slug="push"))
    assert (retired.retired_because, retired.successor_id) == ("Nobody liked it", page.pk)
    guideline = GuidelinePage.objects.get()
    assert (guideline.version, guideline.must_read_by_all, guideline.days_to_read) == (3, True, 10)
    tool = ToolPage.objects.get()
    assert (tool.status, tool.scores.get().score) == ("adopt", 4)
    assert LessonLearnedPage.objects.get().situation == "We waited."
    assert GuidePage.objects.get().body[0].value == "First block."
    assert Term.objects.get().practice_id == page.pk


def test_links_count_and_the_indexes_know_the_pages(library):
    assert library["practices/limit-the-work.md"].links == 2
    page, other = PracticePage.objects.get(slug="limit-the-work"), PracticePage.objects.get(slug="one-list")
    referring = ReferenceIndex.objects.filter(to_object_id=str(other.pk)).values_list("object_id", flat=True)
    assert str(page.pk) in set(referring)
    catch_up()
    assert Document.objects.filter(title="Limit the work").exists()
    assert page.url in [hit.document.url for hit in search("Kanban limit", user=make_user()).hits]


def test_what_is_not_found_is_kept_and_said(library):
    messages = " ".join(library["practices/limit-the-work.md"].messages)
    assert "line 13: Nobody here is “nobody-here”" in messages
    page = PracticePage.objects.get(slug="limit-the-work")
    assert page.front_matter["steward"] == "nobody-here"
    assert page.front_matter["upkeep"] == {"owner": "nobody-here"}
    assert page.front_matter["nested"] == {"a": None, "b": [1, 2.5, "007"]}
    assert LessonLearnedPage.objects.get().front_matter == {"project": "no-such-project", "team": "no-such-team"}


def test_export_import_export_is_the_same_bytes(library):
    first = write_out()
    assert len([name for name in first if name.endswith(".md")]) == 7
    empty_the_portal()
    assert {row.state for row in take_in(first).values()} == {"created"}
    second = write_out()
    assert second == first


def test_an_export_into_the_same_portal_changes_nothing(library):
    revisions = Revision.objects.count()
    assert {row.state for row in take_in(write_out()).values()} == {"unchanged"}
    assert Revision.objects.count() == revisions
    assert get_image_model().objects.count() == get_document_model().objects.count() == 1


def test_the_same_files_again_write_nothing(library):
    revisions = Revision.objects.count()
    assert {row.state for row in take_in(LIBRARY).values()} == {"unchanged"}
    assert Revision.objects.count() == revisions


def test_a_changed_file_makes_one_revision(library):
    page = PracticePage.objects.get(slug="one-list")
    before = page.revisions.count()
    files = {**LIBRARY, "practices/one-list.md": LIBRARY["practices/one-list.md"].replace("Always.", "Often.")}
    rows = take_in(files)
    assert [row.file for row in rows.values() if row.state == "changed"] == ["practices/one-list.md"]
    page.refresh_from_db()
    assert page.use_when.startswith("Often.")
    assert page.revisions.count() == before + 1
    assert page.live_revision.content["use_when"] == page.use_when


def test_a_dry_run_says_the_same_and_writes_nothing():
    rows = take_in(LIBRARY, dry=True)
    assert {row.state for row in rows.values()} == {"created"}
    kept = "Kept as they are: licence, nested, steward, upkeep."
    assert kept in rows["practices/limit-the-work.md"].messages
    assert not PracticePage.objects.exists()
    assert not get_image_model().objects.exists()
    assert not Term.objects.exists()


def test_people_and_teams_that_are_here_are_found_by_either_name():
    steward, author = make_user("Jonas", "Lindqvist"), make_user("Amara", "Osei")
    team, project = make_team(), make_project()
    lesson = LIBRARY["lessons-learned/half-our-work.md"]
    lesson = lesson.replace("no-such-project", project.slug).replace("no-such-team", team.slug)
    lesson = lesson.replace("outcome:", f"author: {author.email.upper()}\noutcome:")
    files = {
        **LIBRARY,
        "practices/limit-the-work.md": LIBRARY["practices/limit-the-work.md"].replace(
            "nobody-here", steward.profile.slug
        ),
        "lessons-learned/half-our-work.md": lesson,
    }
    take_in(files)
    page = PracticePage.objects.get(slug="limit-the-work")
    assert page.steward == steward
    assert page.upkeep.owner == steward
    learned = LessonLearnedPage.objects.get()
    assert (learned.author, learned.team, learned.project) == (author, team, project)
    assert f"author: {author.profile.slug}\n".encode() in write_out()["lessons-learned/half-our-work.md"]


def test_members_pages_stay_for_members(library, client):
    guide = GuidePage.objects.get()
    assert client.get(guide.url).status_code == 302
    client.force_login(make_user())
    assert client.get(guide.url).status_code == 200


def test_an_edit_of_the_words_in_the_portal_is_reported_as_changed_by_the_file(library):
    page = PracticePage.objects.get(slug="one-list")
    page.summary = "Another sentence."
    page.save_revision().publish()
    page.summary = "A third, not published."
    page.save_revision()
    row = take_in(LIBRARY)["practices/one-list.md"]
    assert row.state == "changed"
    assert "it stands in the page's history" in row.messages[0]
    page.refresh_from_db()
    assert page.summary == "All work in one order."


def cms_knows(page):
    """Does the CMS's own search have this page?"""
    return IndexEntry.objects.filter(object_id=str(page.pk), content_type=page.content_type).exists()


def test_the_search_of_the_cms_follows_imports_edits_and_deletions(library):
    page = PracticePage.objects.get(slug="one-list")
    assert cms_knows(page)
    IndexEntry.objects.all().delete()
    page.save_revision().publish()
    assert cms_knows(page)
    pk = page.pk
    page.delete()
    assert not IndexEntry.objects.filter(object_id=str(pk)).exists()


def test_the_work_for_each_page_does_not_grow_with_the_number_of_pages():
    def queries(count, first):
        files = {f"practices/p{n}.md": practice(f"P {n}", f"[one](p{first}.md)") for n in range(first, first + count)}
        with CaptureQueriesContext(connection) as caught:
            take_in(files)
        return len(caught)

    take_in({"practices/p.md": practice("P")})
    few, many = queries(3, 10), queries(13, 20)
    more = (many - few) / 10
    again = queries(3, 100)
    assert abs(again - few) <= 6, (few, again)
    assert more <= 70, more
