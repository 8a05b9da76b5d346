"""Lists, a practice, the editors' report and an owner's list at 20 and at 2,000 practices: queries and CPU.

    .venv/bin/python -m tests.bench.knowledge_pages

Makes its own empty database in a temporary folder. CPU milliseconds are the median of 15 requests after 3 to warm up,
by `time.process_time`. The target is 30 queries at most and 1.5 times the CPU of 20 pages.
"""

import logging
import os
import statistics
import sys
import tempfile
import time
from datetime import timedelta

os.environ["DATA_DIR"] = tempfile.mkdtemp()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
os.environ.setdefault("DEBUG", "0")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth.models import Group  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402
from wagtail.models import Page, PageViewRestriction  # noqa: E402

from knowledge.models import GuidePage, LessonLearnedPage, PageViews, PracticePage, Upkeep  # noqa: E402
from people.roles import EDITORS  # noqa: E402
from search.models import Topic  # noqa: E402
from search.services import deferred  # noqa: E402
from tests.factories import make_section, make_user  # noqa: E402

SIZES = (20, 2_000)
WARM_UP, RUNS = 3, 15
TEXT = "A team of seven has seventeen things open and finishes two of them. " * 12


def fill(count, users, topics):
    """Practices with sections, and a tenth as many guides and lessons, 20 at least. Practices link to the first one,
    some pages are overdue."""
    few = max(count // 10, 20)
    kinds = [
        (PracticePage, "practices", count),
        (GuidePage, "guides", few),
        (LessonLearnedPage, "lessons", few),
    ]
    first = PracticePage.objects.order_by("pk").first()
    link = f"\n\nSee [the first](page:{first.pk})." if first else ""
    with transaction.atomic(), deferred():
        for model, shows, wanted in kinds:
            section = make_section(shows)
            for number in range(model.objects.count(), wanted):
                own = {"problem": TEXT, "how_to": TEXT + link} if model is PracticePage else {}
                page = model(title=f"Page {number:04}", slug=f"page-{number}", summary=TEXT[:200], **own)
                page.topics = [topics[number % len(topics)]]
                _stand_below(section, page, number)
                Upkeep.objects.create(
                    page=page,
                    owner=users[number % len(users)],
                    verified_until=timezone.localdate() + timedelta(days=number % 400 - 50),
                )
                PageViews.objects.create(page=page, day=timezone.localdate(), count=number % 9 + 1)


def _stand_below(section, page, number):
    """Put a page in its place without asking what is there: numbers do not repeat."""
    page.depth, page.path = section.depth + 1, section.path + format(number + 1, "04")
    page.set_url_path(section)
    page.draft_title, page.locale_id = page.title, section.locale_id
    page.first_published_at = page.last_published_at = timezone.now()
    page.save(clean=False)
    Page.objects.filter(pk=section.pk).update(numchild=number + 1)


def measure(client, path):
    """(queries, median CPU ms) of a GET."""
    for _ in range(WARM_UP):
        response = client.get(path)
        assert response.status_code == 200, (path, response.status_code)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
        queries = len(captured)
    times = []
    for _ in range(RUNS):
        started = time.process_time()
        client.get(path)
        times.append((time.process_time() - started) * 1000)
    return queries, statistics.median(times)


def main():
    logging.disable(logging.INFO)
    call_command("migrate", verbosity=0)
    settings.ALLOWED_HOSTS = ["*"]
    users = [make_user(f"Person {number}") for number in range(2)]
    users[0].groups.add(Group.objects.get_or_create(name=EDITORS)[0])
    topics = [Topic.objects.create(slug=f"topic-{number}", name=f"Topic {number}") for number in range(8)]
    restricted = Client()
    restricted.force_login(users[0], backend="django.contrib.auth.backends.ModelBackend")
    found = {}
    for size in SIZES:
        fill(size, users, topics)
        PageViewRestriction.objects.get_or_create(page=make_section("lessons"), restriction_type="login")
        for path in addresses():
            found.setdefault(path, []).append(measure(restricted, path))
        print(f"measured {size}", file=sys.stderr)
    print(f"| page | queries at {SIZES[0]} and {SIZES[1]:,} | CPU ms at {SIZES[0]} and {SIZES[1]:,} | times |")
    print("|---|---|---|---|")
    for path, ((few, fast), (many, slow)) in found.items():
        print(f"| {path} | {few}, {many} | {fast:.0f}, {slow:.0f} | {slow / fast:.2f} |")


def addresses():
    """What is asked for; the addresses do not change with the size."""
    sections = {shows: make_section(shows).url for shows in ("practices", "guides", "lessons")}
    page = PracticePage.objects.order_by("pk")[3]
    yield from ("/knowledge/", *sections.values())
    yield from (f"{sections['practices']}?topic=topic-3", f"{sections['practices']}?sort=new")
    yield from (page.url, "/upkeep/", "/upkeep/report/", "/upkeep/report/?state=overdue", f"/upkeep/{page.pk}/")


if __name__ == "__main__":
    main()
