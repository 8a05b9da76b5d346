"""Front matter, blocks and links: whatever is written is read back the same."""

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.exchange import blocks, files, links, yaml_text
from knowledge.models import GuidePage, PracticePage

AWKWARD = [
    "1.10",
    "007",
    "true",
    "~",
    "",
    "12:30",
    "2026-02-31",
    "a: b",
    "- x",
    "---\nx",
    "a\n",
    "\na",
    " a\nb",
    "a \nb",
]
AWKWARD += ["!x", "&a", "*a", "@", "`", "\x85", "\u2028", "\ufeff", "a\n\tb", "<<", "=", "? x", "what?", "{", "[", "#"]
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"], include_characters="\n\t"), max_size=30)
TEXTS = WORDS | st.sampled_from(AWKWARD)
VALUES = st.recursive(
    TEXTS | st.integers() | st.floats() | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(TEXTS, VALUES, max_size=5))
def test_front_matter_is_read_back_as_it_was_written(value):
    expected = yaml_text.plain(value)
    written = files.write(value, "Text.")
    found = files.read("a.md", written)
    assert found.front == expected
    assert files.write(found.front, "Text.") == written


PIECES = ["# One", "## Problem it solves", "## When to use it ##", "### Three", "```", "~~~", "````python", "text", ""]
PIECES += [
    "  indented",
    "    code",
    "<!-- body -->",
    "<!-- block -->",
    "```guildhall:quote",
    "text: x",
    "> q",
    "a ` b",
    "\\",
]
MARKDOWN = st.lists(st.sampled_from(PIECES), max_size=9).map("\n".join) | WORDS
MARKDOWN = MARKDOWN.map(blocks.tidy)


@settings(max_examples=500, deadline=None)
@given(
    st.dictionaries(st.sampled_from(PracticePage.SECTIONS), MARKDOWN.filter(bool), max_size=3),
    st.lists(MARKDOWN.filter(bool) | st.dictionaries(st.just("text"), TEXTS, min_size=1), max_size=4),
)
def test_sections_and_blocks_are_read_back_as_they_were_written(sections, body):
    parts = [blocks.Part(blocks.MARKDOWN if isinstance(each, str) else "quote", each) for each in body]
    for model, texts in ((PracticePage, sections), (GuidePage, {})):
        text = blocks.Text(dict(texts), parts)
        written = blocks.write(model, text)
        found = blocks.read(model, written)
        assert found.same_as(text), written
        assert blocks.write(model, found) == written


@settings(max_examples=300, deadline=None)
@given(MARKDOWN)
def test_links_that_are_left_alone_leave_the_text_alone(text):
    assert links.rewrite(text, lambda to, embed: None) == text


def test_a_file_by_hand_needs_no_marks():
    text = "Before.\n\n# How to try it\n\n1. Do.\n\n## Not a section\n\n# Ours alone\n\nWords.\n"
    found = blocks.read(PracticePage, text)
    assert found.sections == {"how_to": "1. Do.\n\n## Not a section"}
    assert [part.value for part in found.blocks] == ["Before.", "# Ours alone\n\nWords."]


def test_every_way_to_write_a_link_is_seen_and_code_is_not():
    text = "\n".join(
        [
            "[a](a.md) ![b](<b.png> 'B') [![b](b.png)](a.md#s-x) <https://t.org/a/> (https://t.org/a/).",
            "[https://t.org/a/](https://t.org/a/) `[a](a.md)` <a href='a.md'>a</a>",
            "[ref]: a.md",
            "```",
            "[a](a.md)",
            "```",
        ]
    )
    to = {"a.md": "page:1", "a.md#s-x": "page:1#s-x", "b.png": "image:2", "https://t.org/a/": "page:1"}
    assert links.rewrite(text, lambda at, embed: to.get(at)).split("\n") == [
        "[a](page:1) ![b](image:2 'B') [![b](image:2)](page:1#s-x) [https://t.org/a/](page:1) ([https://t.org/a/](page:1)).",
        "[https://t.org/a/](page:1) `[a](a.md)` <a href='page:1'>a</a>",
        "[ref]: page:1",
        "```",
        "[a](a.md)",
        "```",
    ]


def test_pictures_without_words_get_those_of_their_file():
    text = "![](a/big-board.png) ![x](b.png) `![](c.png)` <img src='d_e.png'> <img alt='f' src='f.png'>"
    named, sources = links.name_pictures(text)
    assert named == (
        "![big board](a/big-board.png) ![x](b.png) `![](c.png)` "
        "<img alt=\"d e\" src='d_e.png'> <img alt='f' src='f.png'>"
    )
    assert sources == ["a/big-board.png", "d_e.png"]
