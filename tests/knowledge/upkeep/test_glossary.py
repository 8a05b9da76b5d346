"""The glossary: found, kept by editors, and explained in articles without touching anything else."""

import re

import pytest
from django.core.cache import cache
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.article import compose
from knowledge.glossary import define_terms
from knowledge.models import Term

LINK = re.compile(r'<a class="term" href="/glossary/#[\w-]+" data-term="term-[\w-]+">(.*?)</a>', re.DOTALL)
NOTES = re.compile(r'<div class="term-note".*\Z', re.DOTALL)


def bare(html):
    """The HTML as it was before terms were explained in it."""
    return LINK.sub(r"\1", NOTES.sub("", html))


def explained(html):
    return LINK.findall(NOTES.sub("", html))


@pytest.fixture(autouse=True)
def terms(db):
    open_work = "What is <open> & begun."
    made = [
        Term.objects.create(slug="wip", name="WIP", other_names="work in progress", definition=open_work),
        Term.objects.create(slug="lap", name="Lap", definition="One turn."),
        Term.objects.create(slug="it", name="IT", definition="The department.", case_matters=True),
        Term.objects.create(slug="r-d", name="R&D", definition="Research."),
        Term.objects.create(slug="amp", name="amp", definition="A unit."),
    ]
    cache.clear()
    return made


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>Our wip is high. WIP again.</p>", ["wip"]),
        ("<p>Work in\n progress and laps.</p>", ["Work in\n progress", "laps"]),
        ("<p>it is for IT</p>", ["IT"]),
        ("<p>R&amp;D, and &amp; and &lt;</p>", ["R&amp;D"]),
        ("<p>overlap, wiped, lap-top, 3lap</p>", []),
        ("<h2>WIP</h2><p><a href='#'>WIP</a> <code>WIP</code></p><pre>WIP</pre>", []),
        ('<p title="WIP > lap">wip</p>', ["wip"]),
        ("<!-- WIP --><p>lap</p>", ["lap"]),
        ("<table><tr><th>WIP</th><td>WIP</td></tr></table>", ["WIP"]),
        ("<h2>WIP <em>lap</em></h2><p>lap</p>", ["lap"]),
        ("", []),
    ],
)
def test_the_first_place_of_each_term_is_explained_and_nothing_else(html, found):
    done = define_terms(html)
    assert explained(done) == found
    assert bare(done) == html


def test_definitions_are_escaped_and_stand_once_behind_the_article():
    done = define_terms("<p>wip and wip</p>")
    assert done.count('id="term-wip"') == 1
    assert "What is &lt;open&gt; &amp; begun." in done


def test_an_article_about_the_practice_itself_does_not_explain_it(page, terms):
    terms[0].practice = page
    terms[0].save()
    cache.clear()
    page.how_to = "Count your WIP on each lap."
    assert explained(compose(page).html) == ["lap"]


def test_a_change_is_seen_on_the_next_page(committed, terms):
    define_terms("<p>lap</p>")
    with committed():
        terms[1].name = "Round"
        terms[1].save()
    assert explained(define_terms("<p>lap and round</p>")) == ["round"]


def test_no_terms_no_change(committed):
    with committed():
        for term in Term.objects.all():
            term.delete()
    assert define_terms("<p>wip</p>") == "<p>wip</p>"


TAGS = [
    "<p>",
    "</p>",
    "<h2>",
    "</h2>",
    '<a href="x>y">',
    "</a>",
    "<code>",
    "</code>",
    "<br>",
    "<!--",
    "-->",
    "<img alt='",
]
WORDS = [
    "WIP",
    "work in progress",
    "lap",
    "IT",
    "R&amp;D",
    "amp",
    "&amp;",
    "&",
    "<",
    ">",
    '"',
    "'",
    ";",
    " ",
    "\n",
    "x",
]
PIECES = st.sampled_from([*TAGS, *WORDS, "<img alt='", "x"])


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(PIECES | st.text(max_size=4), max_size=25).map("".join))
def test_no_html_is_ever_lost_or_changed(html):
    if "term-note" not in html and 'class="term"' not in html:
        assert bare(define_terms(html)) == html


class TestThePage:
    def test_strangers_find_terms_from_a_to_z(self, client):
        content = client.get("/glossary/").content.decode()
        assert content.index('id="amp"') < content.index('id="lap"') < content.index('id="wip"')
        assert "What is &lt;open&gt; &amp; begun." in content
        assert "Edit the terms" not in content

    def test_search_within(self, client):
        content = client.get("/glossary/?q=progress").content.decode()
        assert 'id="wip"' in content
        assert 'id="lap"' not in content
        assert "No term with" in client.get("/glossary/?q=zzz").content.decode()
        assert client.get("/glossary/?q=%00" + "x" * 3000).status_code == 200

    def test_a_practice_is_named_only_to_those_who_may_read_it(self, client, terms, page):
        terms[0].practice = page
        terms[0].save()
        assert page.title in client.get("/glossary/").content.decode()
        page.unpublish()
        assert page.title not in client.get("/glossary/").content.decode()

    def test_an_empty_glossary_says_so(self, client):
        Term.objects.all().delete()
        assert "No terms yet" in client.get("/glossary/").content.decode()

    def test_editors_keep_it_in_the_cms(self, client, editor, reader, terms):
        client.force_login(reader)
        assert client.get("/glossary/").content.decode().count("Edit the terms") == 0
        client.force_login(editor)
        assert "Edit the terms" in client.get("/glossary/").content.decode()
        assert editor.has_perm("knowledge.add_term")
        assert not reader.has_perm("knowledge.add_term")
