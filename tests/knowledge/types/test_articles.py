"""A page of written knowledge as one text."""

import re

import pytest
from django.core.exceptions import ValidationError

from knowledge.article import compose
from knowledge.exceptions import KnowledgeError
from knowledge.models import LessonLearnedPage, PracticePage
from knowledge.pages import publish_page
from tests.factories import make_practice, make_section

pytestmark = pytest.mark.django_db
FOOTNOTE = "Counted[^1].\n\n[^1]: By hand."


def make_lesson_in_sections(**fields):
    fields = {"situation": "It was late.", "did": "We counted.", **fields}
    values = {"title": "Counting", "summary": "What we counted."}
    return publish_page(LessonLearnedPage, parent=make_section("lessons"), slug="counting", values=values, **fields)


def ids_in(html):
    return re.findall(r'\sid="([^"]+)"', html)


def test_sections_stand_under_their_headings_before_the_body():
    article = compose(make_lesson_in_sections(body="# Afterwards\n\nWe rested.", again="## Twice\n\nYes."))
    assert [(entry.level, entry.title) for entry in article.entries] == [
        (2, "Situation"),
        (2, "What we did"),
        (2, "What we would do again"),
        (3, "Twice"),
        (2, "Afterwards"),
    ]
    assert "What happened" not in article.html
    assert article.html.count('class="permalink"') == 5
    assert '<h2 id="s-situation">Situation' in article.html


def test_an_article_without_sections_is_its_body():
    article = compose(make_lesson_in_sections(situation="", did="", body="# Situation\n\nIt was late."))
    assert [entry.title for entry in article.entries] == ["Situation"]
    assert article.minutes == 1


def test_an_empty_article_is_empty():
    assert compose(make_lesson_in_sections(situation="", did="")).html == ""


def test_ids_of_several_texts_do_not_collide_and_links_in_them_lead_to_their_own():
    page = make_lesson_in_sections(
        situation=f"## Why\n\n{FOOTNOTE}", did=f"## Why\n\n{FOOTNOTE}", body=f"# Situation\n\n{FOOTNOTE}"
    )
    html = compose(page).html
    ids = ids_in(html)
    assert len(ids) == len(set(ids))
    assert {"fn:1", "fn:1-2", "fn:1-3", "s-why", "s-why-2", "s-situation", "s-situation-2"} <= set(ids)
    for target in re.findall(r'href="#([^"]+)"', html):
        assert target in ids


def test_references_of_all_texts_are_resolved_in_one_query(django_assert_num_queries):
    practice = make_practice("Limit work in progress")
    link = f"[it](page:{practice.pk})"
    page = make_lesson_in_sections(situation=link, did=link, body=f"{link}\n\n- {link}")
    compose(page)
    with django_assert_num_queries(1):
        html = compose(page).html
    assert html.count(f'href="{practice.url}"') == 4
    assert "page:" not in html


def test_script_in_a_section_is_stripped():
    html = compose(
        make_lesson_in_sections(situation="<script>alert(1)</script><img src=x alt=x onerror=alert(1)>Late")
    ).html
    assert "<script" not in html
    assert "onerror" not in html
    assert "Late" in html


def test_when_it_hurts_leads_to_the_section_about_it(client):
    practice = make_practice("Pull", avoid_when="At the end of a shift.", works_best="With a short list.")
    assert 'href="#s-when-not-to-use-it"' in client.get(practice.url).content.decode()


def test_a_picture_without_words_is_not_published():
    with pytest.raises((ValidationError, KnowledgeError)) as refused:
        publish_page(
            PracticePage,
            parent=make_section("practices"),
            slug="pictures",
            values={"title": "Pictures", "summary": "With one."},
            how_to="See ![](/media/board.png)",
        )
    assert "does not say what it shows" in str(refused.value)
    assert not PracticePage.objects.filter(slug="pictures", live=True).exists()


def test_a_picture_in_code_is_no_picture():
    page = make_lesson_in_sections(situation="Write `![](board.png)` and give it words.")
    assert page.live


def test_footnotes_at_the_end_of_a_file_stand_with_the_section_that_refers_to_them():
    html = compose(
        make_lesson_in_sections(
            situation="Late[^a].", did="Counted[^1].", again="Twice.\n\n[^1]: By hand.\n\n[^a]: Two days."
        )
    ).html
    assert "[^" not in html
    late, counted, twice = html.index("Late"), html.index("Counted"), html.index("Twice")
    assert late < html.index("Two days.") < counted < html.index("By hand.") < twice
