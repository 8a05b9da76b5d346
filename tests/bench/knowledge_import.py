"""How fast written knowledge comes in and goes out: pages a second, for two sizes.

DATA_DIR=$(mktemp -d) .venv/bin/python -m tests.bench.knowledge_import [PAGES …]
"""

import io
import logging
import os
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

import django

SIZES = (200, 2000)
LINKS, NEEDS = 3, 2
WORDS = [
    "team",
    "board",
    "week",
    "limit",
    "work",
    "review",
    "plan",
    "small",
    "release",
    "risk",
    "list",
    "order",
    "customer",
    "release",
    "note",
    "measure",
    "gap",
    "change",
    "meeting",
    "decision",
    "owner",
    "step",
    "result",
    "cost",
    "time",
    "value",
    "queue",
    "start",
    "finish",
    "wait",
    "hand",
    "over",
    "begin",
    "end",
    "ask",
    "show",
]


def write_corpus(folder, count, seed=7):
    """`count` practices of about 350 words with a table, three links to others and two that each builds on."""
    chance = random.Random(seed)
    (folder / "practices").mkdir(parents=True)

    def sentence(length=14):
        return " ".join(chance.choices(WORDS, k=length)).capitalize() + "."

    def paragraph():
        return " ".join(sentence() for _ in range(4))

    for number in range(count):
        others = [chance.randrange(count) for _ in range(LINKS)]
        needs = sorted({chance.randrange(number) for _ in range(NEEDS)} if number else ())
        links = " ".join(f"See [practice {other}](practice-{other}.md)." for other in others if other != number)
        text = f"""---
kind: practice
title: Practice {number} {sentence(3)[:-1]}
summary: {sentence()}
topics: [flow-{number % 12}]
aliases: [alias {number}]
needs: [{", ".join(f"practice-{each}" for each in needs)}]
published: 2025-{1 + number % 12:02}-01
audience: members
---

## Problem it solves

{paragraph()}

## How to try it

1. {sentence()}
2. {sentence()}

{paragraph()} {links}

| before | after |
|---|---|
| {sentence(3)} | {sentence(3)} |

## When not to use it

{paragraph()}
"""
        (folder / "practices" / f"practice-{number}.md").write_text(text, encoding="utf-8")


def measure(what, count, work):
    """Print pages a second by the clock and by CPU."""
    clock, cpu = time.perf_counter(), time.process_time()
    work()
    clock, cpu = time.perf_counter() - clock, time.process_time() - cpu
    print(
        f"{what:<34}{count:>6} pages{clock:>8.1f} s{count / clock:>8.1f} pages/s{1000 * cpu / count:>8.1f} CPU ms/page"
    )


def _ten_million_additions():
    cpu, total = time.process_time(), 0
    for number in range(10_000_000):
        total += number
    print(f"ten million additions: {time.process_time() - cpu:.2f} CPU s")


def _empty_portal():
    """A migrated database, copied anew from one that was migrated once. SQLite only."""
    from django.core.management import call_command
    from django.db import connection

    used = Path(connection.settings_dict["NAME"])
    kept = used.with_suffix(".migrated")
    connection.close()
    if not kept.exists():
        call_command("migrate", verbosity=0)
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        shutil.copyfile(used, kept)
    for leftover in (used.with_name(f"{used.name}-wal"), used.with_name(f"{used.name}-shm")):
        leftover.unlink(missing_ok=True)
    shutil.copyfile(kept, used)


def main(sizes):
    """Each size into a portal of its own, then once more without a change, then out again."""
    from django.core.management import call_command

    def silently(command, path):
        return lambda: call_command(command, str(path), stdout=io.StringIO(), verbosity=0)

    _ten_million_additions()
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            source, target = Path(folder) / f"in-{size}", Path(folder) / f"out-{size}"
            write_corpus(source, size)
            _empty_portal()
            measure("taken in", size, silently("import_knowledge", source))
            measure("taken in again, unchanged", size, silently("import_knowledge", source))
            measure("written out", size, silently("export_knowledge", target))
    _ten_million_additions()


if __name__ == "__main__":
    # Always a place of its own: the portal is emptied for each size.
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="guildhall-bench-")
    os.environ.pop("DATABASE_URL", None)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    os.environ.setdefault("DEBUG", "0")
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    django.setup()
    logging.disable(logging.INFO)
    try:
        main([int(each) for each in sys.argv[1:]] or SIZES)
    finally:
        shutil.rmtree(os.environ["DATA_DIR"], ignore_errors=True)
