"""A small library of every kind of page, and ways to send it through the import and the export."""

import io
import zipfile

import pytest
from PIL import Image as Picture
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from knowledge.exchange.mapping import Mapping
from knowledge.exchange.sources import Folder, Zip
from knowledge.exchange.taking_in import Import
from knowledge.exchange.whole import run
from knowledge.exchange.writing_out import Export
from knowledge.models import KnowledgeIndexPage, Term, ToolCriterion
from search.models import Topic

ID = "11111111-2222-4333-8444-55555555555{}"


def picture(kind="PNG", size=(4, 3)):
    """The bytes of a small picture."""
    out = io.BytesIO()
    Picture.new("RGB", size, "navy").save(out, kind)
    return out.getvalue()


def practice(title="Limit the work", body="", **keys):
    """The text of a practice's file."""
    lines = [f"{key}: {value}" for key, value in {"kind": "practice", "title": title, **keys}.items()]
    summary = [] if "summary" in keys else ["summary: One sentence."]
    return "\n".join(["---", *lines, *summary, "---", "", body, ""])


def zipped(files):
    """A zip of {name: content} as an open file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    out.seek(0)
    out.name = "files.zip"
    return out


def take_in(files, *, mapping="", dry=False, user=None):
    """Import {name: content}; rows by file."""
    source = files if isinstance(files, (Folder, Zip)) else Zip(zipped(files))
    import_ = Import(source, Mapping.of(mapping), user=user)
    return {row.file: row for row in run(import_, dry=dry)}


def write_out():
    """The whole export, {name: content}."""
    return dict(Export().files())


def empty_the_portal():
    """Take away everything that an import makes."""
    for model in (KnowledgeIndexPage, Term, ToolCriterion, Topic, get_image_model(), get_document_model()):
        for row in model.objects.all():
            row.delete()


LIBRARY = {
    "practices/limit-the-work.md": f"""---
id: {ID.format(1)}
kind: practice
slug: limit-the-work
title: Limit the work
summary: Agree how much may be open at once.
topics: [flow]
number: 4
aliases:
- WIP limit
- Kanban limit
effort: half a day
steward: nobody-here
needs: [one-list]
conflicts_with: [{ID.format(3)}]
published: 2024-05-01
audience: public
upkeep: {{owner: nobody-here, verified_until: 2027-01-31, every_days: 180}}
licence: CC0
nested: {{b: [1, 2.5, "007"], a: null}}
---

## Problem it solves

Much is open. See [one list](one-list.md#s-why) and ![A board](../images/board.png).

## How to try it

1. Count.

   ```bash
   echo "[not a link](one-list.md)"
   ```

<!-- body -->

# More

[Slides](../files/slides.txt)

```guildhall:callout
status: warn
title: Careful
text: <p>Read <a href="one-list.md">one list</a> first.</p>
```

```guildhall:image
image: ../images/board.png
alt: A board with three columns
caption: Ours
```
""",
    "practices/one-list.md": f"""---
id: {ID.format(2)}
kind: practice
title: One list
summary: All work in one order.
slug: one-list
---

## When to use it

Always. [Back](limit-the-work.md).
""",
    "practices/push.md": f"""---
id: {ID.format(3)}
kind: practice
title: Push
summary: Hand out work.
slug: push
upkeep: {{retired_on: 2026-01-05, retired_because: Nobody liked it, successor: {ID.format(1)}}}
---
""",
    "guides/read-a-board.md": f"""---
id: {ID.format(4)}
kind: guide
title: "Read a board: in five minutes"
summary: From the right.
slug: read-a-board
practices: [limit-the-work]
audience: members
---
First block.

<!-- block -->

Second block with [a page of this portal](/guides-and-more/).

```guildhall:steps
title: In steps
steps:
- title: Stand
  text: <p>Before it.</p>
- title: Look
```

```guildhall:table
columns:
- {{type: text, heading: What}}
- {{type: number, heading: How many}}
rows:
- values: [Cards, 7.0]
```
""",
    "lessons-learned/half-our-work.md": f"""---
id: {ID.format(5)}
kind: lesson-learned
title: Half our work waited
summary: For one reader.
slug: half-our-work
outcome: helped
practices: [limit-the-work, one-list]
project: no-such-project
team: no-such-team
---

## Situation

We waited.

## What we did

Read together.
""",
    "guidelines/decisions.md": f"""---
id: {ID.format(6)}
kind: guideline
title: Decisions
summary: Written down.
slug: decisions
version: 3
what_changed: Shorter.
effective_on: 2026-02-01
must_read_by_all: true
must_read_by: [No such group]
days_to_read: 10
---

## What we agreed

Write it down.
""",
    "tools/magnet-wall.md": f"""---
id: {ID.format(7)}
kind: tool
title: Magnet wall
summary: A board of steel.
slug: magnet-wall
area: plan
website: https://example.org/wall
decisions:
- {{status: trial, on: 2025-01-10, reason: Two teams.}}
- {{status: adopt, on: 2025-06-10, reason: It stays.}}
scores:
- {{criterion: cost, score: 4, note: Cheap}}
---

## What it is for

Seeing.
""",
    "glossary.yaml": """- slug: wip
  name: WIP
  aliases: [work in progress]
  definition: What is open.
  practice: limit-the-work
  case_matters: true
""",
    "library.yaml": """sections:
- {shows: practices, slug: practices, title: Practices of ours, intro: All of them.}
topics:
- {slug: flow, name: Flow of work}
criteria:
- {slug: cost, name: Cost, question: "What does it cost?", weight: 2, position: 1}
images:
- {file: images/board.png, title: Our board}
""",
    "images/board.png": picture(),
    "files/slides.txt": "One, two, three.\n",
}


@pytest.fixture
def library():
    """A portal that the library was taken into; the rows of the report by file."""
    return take_in(LIBRARY)
