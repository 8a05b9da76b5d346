"""Blocks of a page, rendered without a database."""

import re

import pytest
from django.core.files.base import ContentFile
from django.db import models
from wagtail.documents import get_document_model
from wagtail.fields import StreamField

from themes import blocks
from themes.fields import SlimStreamField


def rendered(kind, value):
    block = blocks.BodyBlock()
    return block.child_blocks[kind].render(block.child_blocks[kind].to_python(value))


def test_heading_has_the_level_that_was_chosen():
    assert "<h3>When it hurts</h3>" in rendered("heading", {"text": "When it hurts", "level": "h3"})


def test_markdown_is_cleaned():
    html = rendered("markdown", "**Count** <script>alert(1)</script>")
    assert "<strong>Count</strong>" in html
    assert "<script" not in html


def test_text_of_others_is_escaped():
    assert "&lt;b&gt;" in rendered("quote", {"text": "<b>loud</b>", "who": ""})
    assert "<b>x" not in rendered("callout", {"status": "warn", "title": "<b>x</b>", "text": "<p>y</p>"})


def test_callout_says_its_kind():
    assert 'data-status="bad"' in rendered("callout", {"status": "bad", "title": "No", "text": "<p>y</p>"})


def test_code_is_escaped_and_coloured():
    html = rendered("code", {"language": "html", "text": "<script>alert(1)</script>", "caption": "Do not"})
    assert "<script>" not in html
    assert "Do not" in html
    assert '<span class="' in html


@pytest.mark.parametrize(
    ("url", "provider"),
    [
        ("https://www.youtube.com/watch?v=x", "YouTube"),
        ("https://player.vimeo.com/1", "Vimeo"),
        ("https://video.northmoor.example/1", "video.northmoor.example"),
        ("https://notyoutube.com/x", "notyoutube.com"),
    ],
)
def test_a_video_loads_nothing_and_names_where_the_link_leads(url, provider):
    html = rendered("video", {"url": url, "title": "A limit", "length": "7 min", "poster": None})
    assert "<iframe" not in html
    assert "<script" not in html
    assert f"Video at {provider}, opens in a new tab" in html
    assert 'rel="noopener noreferrer"' in html


def test_steps_are_an_ordered_list():
    html = rendered(
        "steps", {"title": "Try it", "steps": [{"title": "Count", "text": ""}, {"title": "Agree", "text": ""}]}
    )
    assert html.count("<li>") == 2
    assert "<ol>" in html


def test_table_names_rows_and_columns():
    value = {
        "columns": [{"type": "text", "heading": "Measure"}, {"type": "number", "heading": "After"}],
        "rows": [{"values": ["Open cards", 11]}],
        "caption": "Before and after",
    }
    html = rendered("table", value)
    assert '<th scope="row">' in html
    assert re.search(r'<th scope="col"\s+class="num">After</th>', html)
    assert "<caption>Before and after</caption>" in html


def test_an_image_without_words_is_refused():
    image = blocks.ImageBlock()
    assert image.child_blocks["alt"].required


def test_body_wraps_its_blocks_in_prose():
    body = blocks.BodyBlock()
    html = body.render(body.to_python([{"type": "heading", "value": {"text": "Why", "level": "h2"}, "id": "1"}]))
    assert html.strip().startswith('<div class="prose">')


def test_a_slim_field_leaves_its_blocks_out_of_migrations():
    slim = SlimStreamField(blocks.BodyBlock(), blank=True)
    _name, path, args, kwargs = slim.deconstruct()
    assert (path, args, kwargs) == ("themes.fields.SlimStreamField", [], {"blank": True})
    again = SlimStreamField(*args, **kwargs)
    assert isinstance(again, StreamField)
    assert again.get_internal_type() == models.JSONField().get_internal_type()
    assert list(slim.stream_block.child_blocks) == list(blocks.BodyBlock().child_blocks)


@pytest.mark.parametrize(
    ("url", "player"),
    [
        ("https://www.youtube.com/watch?t=9&v=dQw4w9WgXcQ", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?"),
        ("https://youtu.be/dQw4w9WgXcQ?t=3", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?"),
        ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?"),
        ("https://player.vimeo.com/video/76979871", "https://player.vimeo.com/video/76979871?"),
    ],
)
def test_a_video_of_a_known_provider_names_its_player_and_loads_nothing(url, player, settings):
    html = rendered("video", {"url": url, "title": 'A "limit"', "length": "", "poster": None})
    assert f'data-player="{player}' in html
    assert "<iframe" not in html
    assert f'href="{url.replace("&", "&amp;")}"' in html
    assert any(player.startswith(f"{host}/") for host in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["frame-src"])


@pytest.mark.parametrize(
    "url",
    [
        "https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ",
        "https://evil.example/youtube.com/watch?v=dQw4w9WgXcQ",
        "https://www.youtube.com/watch?v=short",
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ_and_more",
        "https://vimeo.com/user/albums",
        "https://northmoor.sharepoint.com/video/76979871",
    ],
)
def test_a_video_elsewhere_stays_a_link(url):
    html = rendered("video", {"url": url, "title": "x", "length": "", "poster": None})
    assert "data-player" not in html
    assert "<iframe" not in html


@pytest.mark.django_db
def test_an_attachment_says_what_it_is_and_how_large():
    file = get_document_model().objects.create(
        title="Twenty bills", file=ContentFile(b"a" * 2048, name="bills-<b>.csv")
    )
    block = blocks.BodyBlock().child_blocks["attachment"]
    html = block.render(block.to_python({"file": file.pk, "title": ""}))
    assert "Twenty bills" in html
    assert "CSV, 2.0" in html
    assert "<b>.csv" not in html
    file.delete()
    assert "attachment" not in block.render(block.to_python({"file": file.pk, "title": "x"}))


def test_references_wait_where_several_texts_are_put_together():
    block = blocks.BodyBlock().child_blocks["markdown"]
    assert 'href="page:12"' in block.render("[x](page:12)", {blocks.REFERENCES_STAY: True})
