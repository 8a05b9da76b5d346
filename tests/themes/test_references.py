"""References in Markdown lead to where a thing is now, in few queries, and never carry anything into the page."""

import pytest
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import ReferenceIndex

from knowledge.pages import publish_lesson_learned
from tests.factories import make_practice, make_section
from themes import markdown, references

pytestmark = pytest.mark.django_db


def test_a_link_to_a_page_follows_it_when_it_moves():
    page = make_practice("Limit work in progress")
    source = f"See [the limit](page:{page.pk}#s-why)."
    assert f'href="{page.url}#s-why"' in markdown.render(source)
    page.slug = "limits"
    page.save_revision().publish()
    assert 'href="/knowledge/practices/limits/#s-why"' in markdown.render(source)


def test_pictures_and_files_lead_to_their_addresses():
    image = get_image_model().objects.create(title="Board", file=get_test_image_file())
    file = get_document_model().objects.create(title="Sheet", file=ContentFile(b"a,b", name="sheet.csv"))
    html = markdown.render(f"![A board](image:{image.pk}) and [the sheet](file:{file.pk})")
    assert 'alt="A board"' in html
    assert f'src="{image.get_rendition(references.IMAGE_SPEC).url}"' in html
    assert f'href="{file.url}"' in html


def test_many_references_cost_one_query_for_each_kind(django_assert_num_queries):
    pages = [make_practice(f"Practice {n}") for n in range(4)]
    text = " ".join(f"[p](page:{page.pk})" for page in pages)
    markdown.render(text)
    with django_assert_num_queries(1):
        assert markdown.render(text).count("/knowledge/practices/") == 4
    with django_assert_num_queries(0):
        markdown.render("Nothing is named here.")


def test_what_is_gone_leads_nowhere_and_is_reported():
    page = make_practice("Pull, do not push")
    page.unpublish()
    text = f"[a](page:{page.pk}) [b](page:999999) ![c](image:999999)"
    assert references.missing([text]) == references.references_in(text)
    html = markdown.render(text)
    assert "page:" not in html
    assert html.count(references.GONE) == 3


@pytest.mark.parametrize(
    "text",
    [
        "[x](page:javascript:alert(1))",
        '[x](page:1"onclick=alert(1))',
        "[x](page:99999999999999999999)",
        "[x](page:-1)",
        "[x](image:1' or 1=1)",
    ],
)
def test_what_only_looks_like_a_reference_is_none(text):
    assert references.references_in(text) == []
    assert "onclick=" not in markdown.render(text).replace("&quot;onclick=", "")


def test_wagtail_knows_what_a_text_refers_to():
    practice = make_practice("Limit work in progress")
    lesson = publish_lesson_learned(
        section=make_section("lessons"),
        slug="old-bills",
        title="Old bills",
        summary="A lesson.",
        body=f"We used [limits](page:{practice.pk}).",
        situation=f"Before [limits](page:{practice.pk}).",
    )
    paths = [found.model_path for found in ReferenceIndex.get_references_to(practice)]
    assert {path.split(".")[0] for path in paths} >= {"body", "situation"}
    assert {int(found.object_id) for found in ReferenceIndex.get_references_to(practice)} == {lesson.pk}
