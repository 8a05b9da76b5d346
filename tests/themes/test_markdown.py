"""Markdown: what authors write comes out in our components, what attackers write does not come out at all."""

import pytest

from themes import markdown, toc


def test_code_is_coloured_by_classes():
    html = markdown.render("```python\ndef f():\n    return 1\n```")
    assert '<span class="k">def</span>' in html
    assert "style" not in html


def test_tables_scroll_and_name_their_columns():
    html = markdown.render("| a | b |\n|---|--:|\n| 1 | 2 |")
    assert 'class="table-scroll"' in html
    assert 'tabindex="0"' in html
    assert '<th scope="col">a</th>' in html
    assert '<td data-align="end">2</td>' in html


def test_task_lists_say_what_is_done():
    html = markdown.render("- [x] count\n- [ ] agree")
    assert html.count('type="checkbox"') == 2
    assert 'aria-label="Done"' in html
    assert 'aria-label="To do"' in html


@pytest.mark.parametrize(("source", "kind"), [("> [!warn] Care\n> body", "warn"), ('!!! bad "No"\n    body', "bad")])
def test_callouts_in_both_spellings(source, kind):
    html = markdown.render(source)
    assert f'<div class="callout" data-status="{kind}">' in html
    assert "body" in html


def test_footnotes_lead_there_and_back():
    html = markdown.render("Word[^1]\n\n[^1]: Note.")
    assert 'href="#fn:1"' in html
    assert 'id="fn:1"' in html


def test_headings_start_below_the_title_whatever_the_author_wrote():
    for marks in ("#", "##", "###"):
        html = markdown.render(f"{marks} How to try it\n\n{marks}# Then")
        assert '<h2 id="s-how-to-try-it">' in html
        assert '<h3 id="s-then">' in html


def test_headings_link_to_themselves():
    assert 'class="permalink" href="#s-when"' in markdown.render("## When")


def test_a_comment_has_low_headings_and_no_ids():
    html = markdown.render("# Loud\n\n[^1] <p id='main'>x</p>", profile="comment")
    assert "<h4>Loud</h4>" in html
    assert "id=" not in html


def test_an_unknown_profile_is_refused():
    with pytest.raises(KeyError):
        markdown.render("x", profile="other")


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[click](javascript:alert(1))",
        '<a href="javascript:alert(1)">x</a>',
        '<a href="data:text/html,<script>alert(1)</script>">x</a>',
        '<p style="position:fixed">x</p>',
        '<iframe src="https://example.org"></iframe>',
        '<form action="/x"><input name="password" type="password"></form>',
        '<div class="site-head">x</div>',
        '<svg onload="alert(1)"></svg>',
        '```x" onclick="alert(1)\ncode\n```',
    ],
)
@pytest.mark.parametrize("profile", ["page", "comment"])
def test_attacks_leave_nothing_behind(attack, profile):
    html = markdown.render(attack, profile=profile).lower()
    dangerous = [
        "<script",
        '<img src="x" onerror',
        'href="javascript',
        'href="data',
        "style=",
        "<iframe",
        "<form",
        "password",
        "site-head",
        "<svg",
    ]
    assert [sign for sign in dangerous if sign in html] == []


def test_links_to_other_hosts_do_not_hand_over_the_window(settings):
    settings.ALLOWED_HOSTS = ["portal.example"]
    html = markdown.clean(
        '<a href="https://other.example/">a</a><a href="https://portal.example/">b</a><a href="/x/">c</a>'
    )
    assert html.count('rel="noopener"') == 1
    assert '<a href="https://other.example/" rel="noopener">' in html


def test_plain_addresses_become_links():
    assert '<a href="https://example.org/a"' in markdown.render("See https://example.org/a.")


def test_outline_reads_headings_and_gives_missing_ids():
    html = "<h2>Why</h2><p>x</p><h3>Why</h3><h2 id='given'>How &amp; when</h2><h4>deep</h4>"
    found = toc.outline(html)
    assert [(entry.level, entry.id, entry.title) for entry in found.entries] == [
        (2, "s-why", "Why"),
        (3, "s-why-2", "Why"),
        (2, "given", "How & when"),
    ]
    assert '<h2 id="s-why">Why<a class="permalink" href="#s-why"' in found.html
    assert 'href="#given"' in found.html


def test_outline_of_markdown_leaves_permalinks_out_of_titles():
    found = toc.outline(markdown.render("## One\n\n## Two"))
    assert [entry.title for entry in found.entries] == ["One", "Two"]
    assert found.html.count('class="permalink"') == 2
    assert not found.is_long


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (230, 1), (231, 2), (1150, 5)])
def test_reading_time_in_whole_minutes(words, minutes):
    assert toc.reading_minutes("<p>" + "word " * words + "</p>") == minutes


@pytest.mark.parametrize("piece", ["[", "![", "[a](", "[^", "[a]["])
def test_only_the_first_brackets_of_a_paragraph_are_taken_for_links(piece):
    """Each costs as much as the paragraph is long. Nothing of the text is lost by it."""
    assert markdown._FewLinks.escaped(piece * 1000).count("[") == markdown.MOST_BRACKETS
    assert markdown.convert(piece * 1000 + " end").count("[") == (piece * 1000).count("[")


def test_brackets_that_are_no_links_stay_in_the_text():
    assert markdown.plain_text("[" * 1000 + "x") == "[" * 1000 + "x"
    many = " ".join(f"[{n}](https://example.org/{n})" for n in range(200))
    assert markdown.convert(many).count("<a ") == 200


@pytest.mark.parametrize(
    "address", ["/accounts/logout/", "accounts/logout/", "/media/../accounts/logout/", "//x.y/z.png"]
)
def test_a_picture_asks_for_nothing_but_files(address):
    """Otherwise whoever opens a page would ask for an address of somebody else's choice."""
    for profile in ("page", "comment"):
        assert "<img" not in markdown.convert(f'<img src="{address}" alt="words"> ![words]({address})', profile=profile)
    assert 'src="/media/board.png"' in markdown.convert("![A board](/media/board.png)")


def test_a_link_alone_to_a_video_is_the_video():
    html = markdown.convert("Before.\n\n[How we plan](https://youtu.be/dQw4w9WgXcQ)\n\nAfter.")
    assert 'data-player="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1"' in html
    assert "<b>How we plan</b>" in html
    assert "<iframe" not in html
    assert "data-player" not in markdown.convert("See [it](https://youtu.be/dQw4w9WgXcQ) there.")
    assert "data-player" not in markdown.convert("[it](https://youtu.be.evil.example/dQw4w9WgXcQ)")
    assert "data-player" not in markdown.convert('<p class="video" data-player="https://evil.example/">x</p>')


def test_raw_fields_of_forms_are_no_checkboxes():
    assert "<input" not in markdown.convert("<input autofocus> <input type=text value=x>")
