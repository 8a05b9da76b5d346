"""Markdown as plain words, for the index."""

import pytest

from themes.blocks import BodyBlock
from themes.markdown import plain_text


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (
            "# How to try it\n\n1. Count **everything**.\n2. Write it down.",
            "How to try it Count everything. Write it down.",
        ),
        ("| Slips | 96 |\n| --- | --- |\n| Left | 41 |", "Slips 96 Left 41"),
        ("A <script>alert(1)</script>word & another", "A word & another"),
        ("", ""),
    ],
)
def test_signs_are_gone_and_words_stay_apart(source, words):
    assert plain_text(source) == words


def test_a_markdown_block_is_indexed_as_words():
    body = BodyBlock().to_python([{"type": "markdown", "value": "## When it hurts\n\n*Never* alone."}])
    assert body.stream_block.get_searchable_content(body) == ["When it hurts Never alone."]
