"""Puts every attempt wherever people can write, into the portal that the environment names.

    python -m tests.browser.xss.planting places.json

Writes the addresses to open, by the name of whoever opens them, into that file.
"""

import contextlib
import io
import json
import sys
from datetime import timedelta
from pathlib import Path

import django
import yaml

CHUNK = 20
OWNER = "jonas.lindqvist"
DIRECTORY_PAGE = 24
LIST_PAGE = 20
NOTICES_PAGE = 30
THREAD_PAGE = 50
ADMIN_PAGE = 50
IMPORTED_OPENED = 25


def chunks(payloads):
    return [payloads[start : start + CHUNK] for start in range(0, len(payloads), CHUNK)]


def pages_of(count, size):
    return range(1, -(-count // size) + 1)


def plant_articles(section, owner):
    """Practices whose text is the attempts, each in a block or a section of its own, with an earlier version.

    Written into the rows: publishing would refuse pictures without words and links into nowhere, which many of these
    are, and what stands there from before a check existed has to be harmless too.
    """
    planted = []
    for chunk in chunks(PAYLOADS):
        number = chunk[0].number
        page = section.add_child(
            instance=PracticePage(title=f"Planted {number}", slug=f"planted-{number}", summary="x")
        )
        first = page.save_revision(user=owner, clean=False)
        fill(page, chunk, owner)
        second = page.save_revision(user=owner, clean=False)
        rows = {field.attname: getattr(page, field.attname) for field in PracticePage._meta.local_fields}
        rows.pop("page_ptr_id")
        PracticePage.objects.filter(pk=page.pk).update(**rows, title=page.title, live=True, live_revision=second)
        first.created_at -= timedelta(days=1)
        first.save()
        planted.append(page)
        Upkeep.objects.update_or_create(page=page, defaults={"owner": owner})
    refresh(*planted)
    return list(PracticePage.objects.filter(pk__in=[page.pk for page in planted]).order_by("pk"))


def fill(page, chunk, owner):
    """Attempts in every field of a practice."""
    page.title, page.summary = chunk[0].text[:255], chunk[1].text[:400]
    page.other_names = "\n".join(each.text for each in chunk)[:600]
    page.effort, page.works_best = chunk[2].text[:120], chunk[3].text[:200]
    page.front_matter = {each.text: each.text for each in chunk}
    page.steward = owner
    for name, each in zip(PracticePage.SECTIONS, chunk, strict=False):
        setattr(page, name, each.text)
    page.body = [("markdown", f"Attempt {each.number}.\n\n{each.text}") for each in chunk]


def plant_titles(section):
    """Guides that are listed and found by attempts in their titles and summaries."""
    for each in PAYLOADS:
        title = f"{each.text} {each.number}"
        section.add_child(instance=GuidePage(title=title[:255], slug=f"titled-{each.number}", summary=each.text[:400]))


def plant_files(folder):
    """Files with attempts in their front matter, under our keys and under unknown ones, and in their text."""
    for each in PAYLOADS:
        front = {
            "kind": "lesson-learned",
            "slug": f"imported-{each.number}",
            "title": f"{each.text} {each.number}"[:255],
            "summary": each.text[:400],
            each.text: each.text,
            "another": {"of these": [each.text]},
        }
        text = f"---\n{yaml.safe_dump(front, allow_unicode=True)}---\n\n## Situation\n\n{each.text}\n"
        (folder / f"{each.number}.md").write_text(text, encoding="utf-8")
    for number, each in enumerate(PAYLOADS[::8]):
        front = {"kind": "guide", "slug": each.text, "title": f"Slug {number}", "summary": "A slug that is none."}
        (folder / f"slug-{number}.md").write_text(f"---\n{yaml.safe_dump(front)}---\n\nText.\n", encoding="utf-8")
    with contextlib.suppress(CommandError, SystemExit):  # files that are refused are reported by their name
        call_command("import_knowledge", str(folder), stdout=io.StringIO(), stderr=io.StringIO())


def plant_people():
    """People whose names and own words are attempts."""
    return [
        create_person(
            email=f"planted{each.number}@example.com",
            first_name=each.text[:150],
            last_name=str(each.number),
            headline=each.text[:140],
            about=each.text,
            location=each.text[:80],
        )
        for each in PAYLOADS
    ]


def plant_words(pages, guideline, people):
    """Comments, answers to the owner's questions, terms, notifications and reasons."""
    subject, earlier = Subject(pages[0]), timezone.now() - timedelta(days=2)
    owner = people[OWNER]
    question = post(subject=subject, author=owner, text="What do you try?", at=earlier)
    for person, each in zip(people["planted"], PAYLOADS, strict=True):
        text = "\n".join(line for line in each.text.splitlines() if line.strip()) or each.text
        post(subject=subject, author=person, text=text, at=earlier, reply_to=question if each.number % 5 else None)
        Term.objects.create(slug=f"t{each.number}", name=f"{each.text[:70]} {each.number}", definition=each.text[:600])
        Helpfulness.objects.create(page=pages[1], user=person, helped=False, reason=each.text[:500])
        ProblemReport.objects.create(page=pages[1], text=each.text[:1000], reported_by=person)
        notify(user=owner, kind="comment", text=each.text, url=f"/?{each.number}", dedupe=str(each.number))
        SearchArrival.objects.create(page=pages[1], words=each.text[:120], count=3, last_on=timezone.localdate())
    plant_exceptions(guideline, people["planted"])


def plant_exceptions(guideline, people):
    team, today = Team.objects.get(slug="kestrel"), timezone.localdate()
    for person, each in zip(people, PAYLOADS, strict=True):
        GuidelineException.objects.create(
            guideline=guideline,
            team=team,
            reason=each.text,
            instead=each.text,
            answer=each.text,
            starts_on=today,
            ends_on=today + timedelta(days=30),
            state=GuidelineException.State.GRANTED,
            asked_by=person,
            decided_by=person,
        )


def places(pages, guideline, guides, lessons):
    """What to open, by who opens it."""
    count = len(PAYLOADS)
    thread = Subject(pages[0]).thread_url
    compared = []
    for page in pages:
        old, new = page.revisions.order_by("pk").values_list("pk", flat=True)
        compared.append(f"/write/pages/{page.pk}/history/compare/?from={old}&to={new}")
    searched = [" ".join(str(each.number) for each in chunk) for chunk in chunks(PAYLOADS)]
    return {
        OWNER: [
            *(page.url for page in pages),
            *(f"/knowledge/guides/?page={n}" for n in pages_of(guides.numchild, LIST_PAGE)),
            *(f"/knowledge/lessons-learned/?page={n}" for n in pages_of(lessons.numchild, LIST_PAGE)),
            *(page.url for page in lessons.get_children().filter(slug__startswith="imported-")[::IMPORTED_OPENED]),
            *(f"/search/?q={words}" for words in searched),
            *(f"{thread}?page={n}" for n in pages_of(count, THREAD_PAGE)),
            *(f"/people/?page={n}" for n in pages_of(User.objects.count(), DIRECTORY_PAGE)),
            *(f"/notifications/?page={n}" for n in pages_of(count, NOTICES_PAGE)),
            *compared,
            "/glossary/",
            f"/upkeep/{pages[1].pk}/",
            guideline.url,
        ],
        "admin": [f"/cms/pages/{guides.pk}/?p={n}" for n in pages_of(guides.numchild, ADMIN_PAGE)],
    }


def main(target):
    """Plant everything, then say where it stands."""
    people = {OWNER: User.objects.get(email=f"{OWNER}@{settings.DEMO_DOMAIN}")}
    sections = {section.shows: section for section in KnowledgeSectionPage.objects.all()}
    guideline = GuidelinePage.objects.live().order_by("pk").first()
    with transaction.atomic(), deferred():
        pages = plant_articles(sections["practices"], people[OWNER])
        plant_titles(sections["guides"])
        people["planted"] = plant_people()
        plant_words(pages, guideline, people)
    folder = target.parent / "files"
    folder.mkdir()
    plant_files(folder)
    guides, lessons = (KnowledgeSectionPage.objects.get(shows=shows) for shows in ("guides", "lessons"))
    found = {"places": places(pages, guideline, guides, lessons)}
    target.write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    django.setup()
    # Models can be imported only from here on.
    from django.conf import settings
    from django.core.management import CommandError, call_command
    from django.db import transaction
    from django.utils import timezone

    from communities.services import post
    from communities.subjects import Subject
    from knowledge.models import (
        GuidelineException,
        GuidelinePage,
        GuidePage,
        Helpfulness,
        KnowledgeSectionPage,
        PracticePage,
        ProblemReport,
        SearchArrival,
        Term,
        Upkeep,
    )
    from people.models import Team, User
    from people.services import create_person, notify
    from search.services import deferred, refresh
    from tests.browser.xss import PAYLOADS

    main(Path(sys.argv[1]))
