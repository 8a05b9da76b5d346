"""Guidelines, tools and the sections of articles are found, and know what they are about."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from courses.models import CourseIndexPage, LearnIndexPage
from courses.services import publish_course
from knowledge.models import ToolPage, Upkeep
from search.registry import documents
from search.services import about, search
from tests.factories import make_home, make_practice
from tests.knowledge.types.makers import make_guideline, make_tool

pytestmark = pytest.mark.django_db
STRANGER = AnonymousUser()


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """What waits for a commit happens at the end of the block."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def make_course(tool):
    home = make_home()
    learn = home.add_child(instance=LearnIndexPage(title="Learn", slug="learn"))
    learn.add_child(instance=CourseIndexPage(title="Courses", slug="courses"))
    course = publish_course(slug="boards", title="Boards that tell", summary="For a team.")
    course.tools.add(tool)
    course.save_revision().publish()
    return course


def test_sections_are_searched_as_words_without_signs():
    practice = make_practice("Pull", avoid_when="Not with **hydrants** on [Fell Road](https://fell.example/).")
    body = documents.describe(practice).body
    assert "Not with hydrants on Fell Road." in body
    assert "**" not in body


def test_a_guideline_and_a_tool_are_found_by_what_their_sections_say(committed, settings, tmp_path):
    backends = settings.WAGTAILSEARCH_BACKENDS
    settings.WAGTAILSEARCH_BACKENDS = {**backends, "portal": {**backends["portal"], "PATH": tmp_path}}
    with committed():
        guideline = make_guideline(rule="Nobody goes below ground.")
        tool = make_tool(purpose="It wakes the dispatcher.", decisions=[])
    for words, page in (("below ground", guideline), ("dispatcher", tool)):
        assert [hit.document.title for hit in search(words, STRANGER).hits] == [page.title]


def test_what_was_decided_about_a_tool_is_searched():
    assert "Adopt: It helped." in documents.describe(make_tool()).body


def test_a_retired_tool_is_found_nowhere():
    tool = make_tool()
    assert documents.describe(tool)
    Upkeep.objects.update_or_create(page=tool, defaults={"retired_on": date(2026, 1, 1)})
    assert documents.describe(ToolPage.objects.get(pk=tool.pk)) is None


def test_a_practice_knows_its_guidelines_and_tools(committed):
    with committed():
        practice = make_practice("Limit work in progress")
    with committed():
        guideline, tool = make_guideline(practices=[practice]), make_tool(practices=[practice])
    found = about(practice, STRANGER, kinds=["guideline", "tool"])
    titles = {kind: [document.title for document in shown] for kind, shown in found.items()}
    assert titles == {"guideline": [guideline.title], "tool": [tool.title]}


def test_a_tool_shows_the_courses_that_teach_it(client, committed):
    with committed():
        tool = make_tool()
    with committed():
        make_course(tool)
    assert "Boards that tell" in client.get(tool.url).content.decode()
