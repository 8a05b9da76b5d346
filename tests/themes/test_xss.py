"""The corpus of tests/browser/xss through Markdown, judged by another parser than the one that cleans."""

import re

import html5lib
import pytest

from tests.browser.xss import MARK, PAYLOADS
from tests.browser.xss.judging import objections
from themes import markdown

PROFILES = ["page", "comment"]
CONTEXTS = {
    "alone": "{}",
    "in a paragraph": "before {} after",
    "in a list": "- one\n- {}",
    "in a callout": "> [!note] Title\n> {}",
    "in a heading": "## {}",
    "in a table": "| a | b |\n|---|---|\n| {} | x |",
    "between paragraphs": "First.\n\n{}\n\nLast.",
}


def test_the_corpus_is_large_and_every_attempt_is_its_own():
    assert len(PAYLOADS) >= 200
    assert len({payload.text for payload in PAYLOADS}) == len(PAYLOADS)
    assert all(str(payload.number) in payload.text and MARK not in payload.text for payload in PAYLOADS)


def test_the_judge_objects_to_what_is_dangerous():
    for html in [
        "<p onclick=x>a</p>",
        "<script>x</script>",
        '<a href="javascript:x">a</a>',
        '<a href="java&#10;script:x">a</a>',
        '<div hx-get="/x">a</div>',
        '<p style="x">a</p>',
        '<h2 id="main">a</h2>',
        '<img src="//evil.example/x.png" alt="">',
        "<svg></svg>",
        '<p class="btn">a</p>',
    ]:
        assert objections(html), html
    assert objections('<p><a href="/knowledge/">a</a> <em>b</em></p>') == []


@pytest.mark.django_db
@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("place", CONTEXTS)
def test_nothing_but_the_allow_list_comes_out(profile, place):
    found = {}
    for payload in PAYLOADS:
        html = str(markdown.render(CONTEXTS[place].format(payload.text), profile=profile))
        if wrong := objections(html, ids=profile == "page"):
            found[payload.text] = wrong
    assert found == {}


@pytest.mark.django_db
@pytest.mark.parametrize("profile", PROFILES)
def test_cleaned_html_means_the_same_when_it_is_read_and_written_again(profile):
    """Markup that changes when a browser reads and writes it back is how cleaned HTML becomes script again."""
    found = {}
    for payload in PAYLOADS:
        once = _again(str(markdown.render(payload.text, profile=profile)))
        if _again(once) != once:
            found[payload.text] = once
    assert found == {}


def _again(html):
    tree = html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False)
    return html5lib.serialize(tree, tree="etree", omit_optional_tags=False, quote_attr_values="always")


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda payload: str(payload.number))
def test_plain_text_has_no_elements_left_when_it_is_escaped(payload):
    text = markdown.plain_text(payload.text)
    assert not re.search(r"[\x00\x02\x03]", text)
