"""CPU time and queries of each page type, in process, on the demo content.

    DATA_DIR=$(mktemp -d) DEMO=1 DEBUG=0 .venv/bin/python -m tests.bench.pages

Loads the demo into an empty database first. CPU milliseconds are the median of 15 requests after 3 to warm up, by
`time.process_time`, which other processes on the machine do not disturb much. Beside them stand figures measured for
plain Wagtail (its demo bakery on the same versions, SQLite, in process).
"""

import logging
import os
import statistics
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
os.environ.setdefault("DEBUG", "0")
os.environ.setdefault("DEMO", "1")
django.setup()

from django.conf import settings  # noqa: E402  (needs the set-up above)
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from people.models import User  # noqa: E402

WARM_UP, RUNS = 3, 15

# Page type: address, and what plain Wagtail needs for the like of it as (queries, CPU ms).
PAGES = {
    "home": ("/", (43, 80)),
    "knowledge": ("/knowledge/", None),
    "list of practices": ("/knowledge/practices/", (40, 47)),
    "practice": ("/knowledge/practices/limit-work-in-progress/", (22, 31)),
    "guide": ("/knowledge/guides/read-a-board-in-five-minutes/", (22, 31)),
    "lesson learned": ("/knowledge/lessons-learned/eleven-actions-then-one/", (22, 31)),
    "guidelines": ("/knowledge/guidelines/", None),
    "guideline": ("/knowledge/guidelines/who-may-change-a-tariff/", (22, 31)),
    "radar of tools": ("/knowledge/tools/", None),
    "tool": ("/knowledge/tools/slateboard/", (22, 31)),
    "retrospectives": ("/retrospectives/", None),
    "retrospective": ("/retrospectives/{retrospective}/", (22, 31)),
    "learn": ("/learn/", None),
    "path": ("/learn/flow-for-delivery-teams/", None),
    "lesson": ("/learn/courses/limit-the-work/{lesson}/", (22, 31)),
    "events": ("/events/", None),
    "event": ("/events/running-a-board/", None),
    "communities": ("/communities/", None),
    "community": ("/communities/flow-guild/", None),
    "projects": ("/projects/", None),
    "project": ("/projects/billing-portal/", None),
    "search": ("/search/?q=unfinished+work", (39, 70)),
    "search suggestions": ("/search/suggest/?q=lim", None),
    "assess": ("/assess/", None),
    "assessment result": ("/assess/kestrel/3/", None),
    "lap": ("/laps/kestrel/3/", None),
    "teams": ("/teams/", None),
    "team": ("/teams/kestrel/", None),
    "notifications": ("/notifications/", None),
}


def measure(client, path):
    """(status, queries, median CPU ms) of a GET."""
    for _ in range(WARM_UP):
        response = client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
        queries = len(captured)
    times = []
    for _ in range(RUNS):
        started = time.process_time()
        client.get(path)
        times.append((time.process_time() - started) * 1000)
    return response.status_code, queries, statistics.median(times)


def addresses():
    """Fill in what the demo names by itself."""
    from courses.models import LessonPage
    from knowledge.models import Retrospective

    retrospective = Retrospective.objects.filter(audience="public").order_by("pk").first()
    lesson = LessonPage.objects.filter(url_path__contains="/limit-the-work/").order_by("path").first()
    for name, (path, plain) in PAGES.items():
        yield name, path.format(retrospective=retrospective.slug, lesson=lesson.slug), plain


def main():
    call_command("migrate", verbosity=0)
    call_command("load_demo", stdout=open(os.devnull, "w"))  # noqa: SIM115  (lives as long as the process)
    settings.ALLOWED_HOSTS = ["*"]
    logging.disable(logging.WARNING)
    member = Client()
    member.force_login(
        User.objects.get(email=f"nadia.rahman@{settings.DEMO_DOMAIN}"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    print("| page | stranger: queries | stranger: CPU ms | member: queries | member: CPU ms | plain Wagtail |")
    print("|---|---|---|---|---|---|")
    for name, path, plain in addresses():
        row = [name]
        for client in (Client(), member):
            status, queries, cpu = measure(client, path)
            row += [str(queries), f"{cpu:.0f}"] if status == 200 else [str(status), ""]
        row.append(f"{plain[0]} queries, {plain[1]} ms" if plain else "")
        print("| " + " | ".join(row) + " |")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
