"""Another library's files come in without being rewritten."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from knowledge.exchange.mapping import Mapping
from knowledge.exchange.refusals import Refused
from knowledge.exchange.sources import Folder
from knowledge.management.commands.import_knowledge import OWN_MAPPINGS
from knowledge.models import PracticePage
from search.models import Topic
from tests.knowledge.exchange.conftest import empty_the_portal, take_in, write_out
from themes.references import references_in

REAL = Path(settings.BASE_DIR).parent / "shared" / "data" / "openpracticelibrary" / "practice"
OURS = (OWN_MAPPINGS / "open-practice-library.yaml").read_text(encoding="utf-8")

MAPPING = """
name: their-library
kind: {key: type, values: {page: practice}, otherwise: guide}
keys:
  headline: title
  teaser: {field: summary, cut: 400}
  why: {section: problem}
  what: {body: What it is}
  links: {body: See also, item: "[{text}]({to})", otherwise: "<{to}>"}
  level: {field: effort, values: {easy: Easy}}
  minutes: {field: effort, text: "{} minutes"}
  labels: topics
join: {effort: ", "}
topics: create
drop: [type]
headings: {"When?": use_when}
links: {prefixes: ["https://their.org/p/", /p/], old_paths: formerly}
defaults: {audience: members}
"""
ONE = """---
type: page
headline: One
teaser: First.
why: |
  Because. See [two](/p/two/) and https://their.org/p/two#s-part, not [three](/p/three).
what: A thing.
links:
  - {text: Two, to: "https://their.org/p/two/?x=1"}
  - {to: "https://elsewhere.org/"}
level: easy
minutes: 30
labels: [team-work]
author: them
---
## When?

On Mondays.

## Else

[Old](/p/second/)
"""
TWO = "---\ntype: page\nheadline: Two\nteaser: Second.\nformerly: [/p/second/]\n---\n"


@pytest.mark.django_db
def test_keys_headings_tags_and_links_become_ours():
    rows = take_in({"a/one.md": ONE, "a/two.md": TWO}, mapping=MAPPING)
    assert {row.state for row in rows.values()} == {"created"}
    page, two = PracticePage.objects.get(slug="one"), PracticePage.objects.get(slug="two")
    assert (page.title, page.summary, page.effort) == ("One", "First.", "Easy, 30 minutes")
    assert page.problem == (
        f"Because. See [two](page:{two.pk}) and [https://their.org/p/two#s-part](page:{two.pk}#s-part),"
        " not [three](/p/three)."
    )
    assert page.use_when == "On Mondays."
    body = "\n\n".join(block.value for block in page.body)
    assert body == (
        f"## What it is\n\nA thing.\n\n## See also\n\n- [Two](page:{two.pk})\n- <https://elsewhere.org/>\n\n"
        f"## Else\n\n[Old](page:{two.pk})"
    )
    assert page.front_matter == {"author": "them"}
    assert Topic.objects.get().name == "Team work"
    assert rows["a/one.md"].links == 4
    assert {row.state for row in take_in({"a/one.md": ONE, "a/two.md": TWO}, mapping=MAPPING).values()} == {"unchanged"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: [", "This is not YAML"),
        ("- a", "A mapping is a list of keys"),
        ("name: x\nkey: y", "A mapping has no “key”"),
        ("kind: practice", "needs a “name”"),
        ("name: x\nkeys: {a: {to: b}}", "needs one of: body, field, section"),
        ("name: x\nkeys: {a: {field: b, values: [c]}}", "“values” of “a” in the mapping is of the wrong kind"),
        ("name: x\ntopics: some", "“topics” is one of: create, known"),
    ],
)
def test_a_mapping_that_is_none_says_why(text, words):
    with pytest.raises(Refused) as refused:
        Mapping.of(text)
    assert words in refused.value.words


@pytest.mark.django_db
def test_the_command_takes_our_mapping_by_its_name_and_refuses_others(tmp_path):
    (tmp_path / "a.md").write_text("---\ntitle: A\nsubtitle: B\nwhyDo: C\n---\n")
    call_command("import_knowledge", str(tmp_path), "--mapping", "open-practice-library", verbosity=0)
    assert PracticePage.objects.get().problem == "C"
    with pytest.raises(CommandError, match="There is no mapping"):
        call_command("import_knowledge", str(tmp_path), "--mapping", "nowhere")
    with pytest.raises(CommandError, match="There is no folder"):
        call_command("import_knowledge", str(tmp_path / "nowhere"))


@pytest.mark.skipif(not REAL.is_dir(), reason="the Open Practice Library's files are not here")
@pytest.mark.django_db
def test_all_real_files_come_in_once_and_go_out_the_same():
    source = Folder(REAL)
    first = take_in(source, mapping=OURS)
    assert len(first) == 241
    assert {row.state for row in first.values()} == {"created"}
    assert sum(row.links for row in first.values()) == _references()
    assert _unresolved(source) == []
    second = take_in(source, mapping=OURS)
    assert {row.state for row in second.values()} == {"unchanged"}
    assert PracticePage.objects.count() == 241
    written = write_out()
    empty_the_portal()
    take_in(written)
    assert write_out() == written


def _references():
    """How many links to pages stand in what was taken in."""
    texts = [text for page in PracticePage.objects.all() for text in page.markdowns]
    assert all(each.kind != "page" or each.pk for text in texts for each in references_in(text))
    return sum(text.count("](page:") + text.count('="page:') + text.count("]: page:") for text in texts)


THEIRS = re.compile(
    r"""(?:\]\(\s*<?|href=["']|<)(?:https?://(?:www\.)?openpracticelibrary\.com)?/practice/([\w-]+)""", re.MULTILINE
)


def _unresolved(source):
    """Links of the library in what was taken in that name a file that is there."""
    slugs = {Path(name).stem for name in source.sizes}
    texts = [(page.slug, text) for page in PracticePage.objects.all() for text in page.markdowns]
    return [(slug, name) for slug, text in texts for name in THEIRS.findall(text) if name in slugs]
