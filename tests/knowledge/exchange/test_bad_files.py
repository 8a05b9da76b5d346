"""A file that cannot be taken in says why and where, leaves nothing behind, and stops no other."""

import pytest
from wagtail.images import get_image_model
from wagtail.models import Page, Revision

from knowledge.exchange import files
from knowledge.models import PracticePage
from people.audiences import page_audience
from tests.factories import make_practice
from tests.knowledge.exchange.conftest import ID, picture, practice, take_in

pytestmark = pytest.mark.django_db

GOOD = practice("Good one", "Fine.", slug="good-one")

BAD = {
    "no front matter": ("Just text.", "line 1: The file does not begin with front matter"),
    "no end": ("---\nkind: practice\n", "line 1: The front matter does not end"),
    "not YAML": ("---\nkind: practice\ntitle: [x\n---\n", "line 4: This is not YAML"),
    "not a mapping": ("---\n- a\n- b\n---\n", "line 2: The front matter is not a list of keys and values"),
    "an alias": ("---\nkind: practice\na: &a [x, x]\nb: [*a, *a]\n---\n", "line 4: Aliases (*name) are not read"),
    "a tag": ("---\nkind: practice\nt: !!python/object/apply:os.system [ls]\n---\n", "line 3: Tags like"),
    "a key twice": ("---\nkind: practice\ntitle: a\ntitle: b\n---\n", "line 4: “title” stands here twice"),
    "too deep": (f"---\na: {'[' * 40}{']' * 40}\n---\n", "line 2: This is nested too deeply"),
    "unknown kind": (practice(kind="poem"), "“poem” is not a kind"),
    "no title": (practice(title=""), "line 3: The page has no title"),
    "long title": (practice(title="x" * 300), "line 3: title: This has more than 255 characters"),
    "no summary": (practice(summary=""), "line 4: summary: This field cannot be blank"),
    "no date": (practice(published="2026-02-31"), "line 4: “2026-02-31” is not a date or a moment"),
    "no id": (practice(id="7"), "line 4: “7” is not a UUID"),
    "no slug": (practice(slug="../up"), "line 4: “../up” cannot be a part of an address"),
    "no number": (practice(number="many"), "line 4: A whole number is expected here"),
    "no audience": (practice(audience="friends"), "line 4: The audience is one of: public, members, group"),
    "no group": (practice(audience="group", groups="[Nobody]"), "There is no group “Nobody” here"),
    "no upkeep": (practice(upkeep="{often: 1}"), "line 4: upkeep has these keys"),
    "itself": (practice(slug="same", supports="[same]"), "line 5: A practice cannot stand in a relation to itself"),
    "needs itself": (practice(slug="same", needs="[same]"), "in a circle: “Limit the work” → “Limit the work”"),
    "no such section": (practice(section="poems"), "There is no section “poems”"),
    "open directive": (
        practice(body="```guildhall:quote\ntext: x"),
        "line 7: The directive that begins here does not end",
    ),
    "no such block": (practice(body="```guildhall:poem\na: b\n```"), "line 7: There is no block “poem”"),
    "incomplete block": (practice(body="```guildhall:quote\nwho: Me\n```"), "line 7: text: This field is required."),
    "strange block": (
        practice(body="```guildhall:quote\nverse: x\n```"),
        "line 7: There is no “verse” in such a block",
    ),
    "block of another kind": (practice(body="```guildhall:steps\n- a\n```"), "line 7: The block does not hold"),
    "section too long": (
        practice(body=f"## When to use it\n\n{'word ' * 11_000}"),
        "line 7: This has more than 50000 characters",
    ),
    "NUL": (practice(body="a\0b").encode(), "line 7: There is a NUL character here"),
    "not UTF-8": (practice(body="caf\xe9").encode("latin-1"), "line 7: This is not UTF-8 text"),
    "a long line": (practice(body="x" * 200_000), "line 7: This line is longer than 100000 characters"),
    "too large": (practice(body="word word\n" * 150_000), "The file is larger than 1024 KB"),
    "control character": ("---\nkind: practice\ntitle: a\x07b\n---\n", "line 3: The character U+0007 is not allowed"),
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("dry", [True, False])
def test_a_bad_file_says_where_and_stops_no_other(name, dry):
    content, words = BAD[name]
    rows = take_in({"practices/bad.md": content, "practices/good.md": GOOD}, dry=dry)
    bad = rows["practices/bad.md"]
    assert bad.state == "refused"
    assert any(words in message for message in bad.messages), bad.messages
    assert rows["practices/good.md"].state == "created"
    assert list(PracticePage.objects.values_list("slug", flat=True)) == ([] if dry else ["good-one"])


def test_everything_that_is_wrong_with_a_file_is_said_at_once():
    rows = take_in({"practices/bad.md": practice(number="x", published="never", audience="x")})
    assert len(rows["practices/bad.md"].messages) == 3


def test_two_files_with_one_id_or_one_address_are_both_refused_and_name_each_other():
    rows = take_in(
        {
            "practices/a.md": practice("A", id=ID.format(1), slug="a"),
            "practices/b.md": practice("B", id=ID.format(1), slug="b"),
            "practices/c.md": practice("C", slug="same"),
            "practices/d.md": practice("D", slug="same"),
            "practices/good.md": GOOD,
        }
    )
    assert rows["practices/a.md"].messages == ["line 4: “practices/b.md” has the same id."]
    assert rows["practices/d.md"].messages[0].endswith("“practices/c.md” has the same id.")
    assert rows["practices/good.md"].state == "created"
    assert PracticePage.objects.count() == 1


def test_a_circle_of_needs_is_named_and_refused_with_all_who_are_in_it():
    rows = take_in(
        {
            "practices/a.md": practice("A", needs="[b]"),
            "practices/b.md": practice("B", needs="[c]"),
            "practices/c.md": practice("C", needs="[a]"),
            "practices/d.md": practice("D", needs="[a]"),
        }
    )
    assert rows["practices/a.md"].messages == [
        "line 4: These practices would need each other in a circle: “A” → “B” → “C” → “A”."
    ]
    assert [rows[f"practices/{name}.md"].state for name in "abcd"] == ["refused", "refused", "refused", "created"]
    assert PracticePage.objects.get().front_matter == {"needs": ["a"]}


def test_a_circle_may_go_through_the_portal():
    there, other = make_practice("There"), make_practice("Other")
    there.needs = [other]
    there.save_revision().publish()
    back = practice("Other", id=other.translation_key, slug=other.slug, needs=f"[{there.slug}]")
    row = take_in({"practices/other.md": back})["practices/other.md"]
    assert "“Other” → “There” → “Other”" in row.messages[0]


def test_a_page_of_another_id_keeps_its_address():
    page = make_practice("Ours")
    row = take_in({"practices/theirs.md": practice("Theirs", slug=page.slug)})["practices/theirs.md"]
    assert row.messages[0].endswith(f"“{page.slug}” is the address of the page “Ours”, which has another id.")
    page.refresh_from_db()
    assert page.title == "Ours"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "can carry scripts"),
        ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "can carry scripts"),
        ("a.png", b"<html><script>alert(1)</script></html>", "is not a picture, whatever its name says"),
        ("a.png", picture("JPEG"), "is a JPEG in truth"),
        ("a.jpg", picture()[:40], "is not a picture"),
        ("a.png", picture(size=(12_000, 12_000)), "has too many pixels"),
        ("a.bmp", picture("BMP"), "is not of a kind that is shown"),
        ("a.exe", b"MZ", "is not of a kind that can be attached"),
        ("a.pdf", b"<html>", "is not what its ending says"),
    ],
)
def test_pictures_and_attachments_that_lie_keep_the_file_out(name, content, words):
    rows = take_in({"practices/bad.md": practice(body=f"![x]({name})"), f"practices/{name}": content})
    row = rows["practices/bad.md"]
    assert row.state == "refused"
    assert words in row.messages[0]
    assert row.messages[0].startswith("line 7: ")
    assert not PracticePage.objects.exists()
    assert not get_image_model().objects.exists()


def test_html_and_scripts_come_in_as_text_and_are_stripped_when_shown(client):
    body = "<script>alert(1)</script>\n\n[x](javascript:alert(1)) <img src=x alt=y onerror=alert(1)>"
    take_in({"practices/a.md": practice("A <b>bold</b> one", body, audience="public")})
    page = PracticePage.objects.get()
    assert "<script>alert(1)</script>" in page.body[0].value
    shown = client.get(page.url).content.decode()
    assert "alert(1)</script>" not in shown
    assert "onerror" not in shown
    assert "javascript:" not in shown
    assert "A &lt;b&gt;bold&lt;/b&gt; one" in shown


def test_a_number_of_another_portal_leads_nowhere():
    other = make_practice("Secret")
    rows = take_in({"practices/a.md": practice("A", f"[x](page:{other.pk})")})
    assert "names something by a number of another portal" in rows["practices/a.md"].messages[0]
    assert PracticePage.objects.get(slug="a").body[0].value == "[x](#gone)"


def test_what_fails_while_it_is_written_is_taken_back_and_links_to_it_are_undone(monkeypatch):
    from knowledge.exchange import writing

    publish = writing._publish

    def fails(page, *args, **kwargs):
        if page.slug == "b":
            raise ValueError("The disk is full.")
        return publish(page, *args, **kwargs)

    monkeypatch.setattr("knowledge.exchange.writing._publish", fails)
    rows = take_in(
        {
            "practices/a.md": practice("A", "[b](b.md)", needs="[b]"),
            "practices/b.md": practice("B", "![x](b.png)"),
            "practices/b.png": picture(),
        }
    )
    assert rows["practices/b.md"].state == "refused"
    assert "The disk is full." in rows["practices/b.md"].messages[0]
    assert PracticePage.objects.get().body[0].value == "[b](b.md)"
    assert PracticePage.objects.get().front_matter == {"needs": ["b"]}
    assert not get_image_model().objects.exists()
    assert not Page.objects.filter(slug="b").exists()


def test_an_import_that_was_broken_off_is_completed_by_the_next(monkeypatch):
    files_ = {"practices/a.md": practice("A", "[b](b.md)"), "practices/b.md": practice("B")}
    monkeypatch.setattr("knowledge.exchange.taking_in.Import.take_in", lambda self, path: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        take_in(files_)
    monkeypatch.undo()
    assert not PracticePage.objects.live().exists()
    assert {row.state for row in take_in(files_).values()} == {"created"}
    assert PracticePage.objects.live().count() == 2
    assert Revision.objects.for_instance(PracticePage.objects.get(slug="a")).count() == 1


def test_a_large_file_is_refused_before_it_is_read(tmp_path, monkeypatch):
    from knowledge.exchange.sources import Folder

    large = tmp_path / "practices" / "large.md"
    large.parent.mkdir()
    large.write_bytes(b"---\n" + b"x" * (50 * files.LARGEST))
    monkeypatch.setattr("pathlib.Path.read_bytes", lambda self: pytest.fail("read"))
    row = take_in(Folder(tmp_path))["practices/large.md"]
    assert row.messages == ["The file is larger than 1024 KB."]


def test_a_page_that_does_not_say_who_reads_it_is_for_members():
    take_in({"practices/a.md": practice("Quiet"), "practices/b.md": practice("Loud", audience="public")})
    quiet, loud = PracticePage.objects.get(slug="a"), PracticePage.objects.get(slug="b")
    assert page_audience(quiet).audience == "members"
    assert page_audience(loud).audience == "public"


def test_a_nul_in_quotes_and_a_list_for_a_title_are_refused_with_their_lines():
    rows = take_in(
        {
            "practices/nul.md": '---\nkind: practice\ntitle: "N\\0ul"\nsummary: It.\n---\n',
            "practices/list.md": "---\nkind: practice\ntitle: [a, b]\nsummary: It.\n---\n",
        }
    )
    assert "line 3: There is a NUL character here." in rows["practices/nul.md"].messages
    assert "line 3: A text is expected here." in rows["practices/list.md"].messages
