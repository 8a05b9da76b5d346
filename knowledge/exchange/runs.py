"""An import through the CMS, in steps of a few seconds each, so that no request and no task lasts as long as the whole.

A step is made by the task `advance_import`, which puts itself on the queue again. Where tasks run at once, inside the
request (TASKS=immediate), the page that shows the progress makes one step each time it is looked at. Either way a step
that breaks off loses nothing: what was taken in is there, and the next step goes on behind it.
"""

import logging
import time
from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task_backends
from django_tasks.backends.immediate import ImmediateBackend

from knowledge.exceptions import KnowledgeError
from knowledge.exchange.library import Card
from knowledge.exchange.mapping import Mapping
from knowledge.exchange.refusals import Refused
from knowledge.exchange.sources import Zip
from knowledge.exchange.taking_in import Import
from knowledge.models import ImportRun

logger = logging.getLogger(__name__)

SECONDS = 2
LEASE = timedelta(minutes=3)
READ, FORESEE, ROOM, TAKE = "read", "foresee", "room", "take"


def works_in_requests():
    """Do tasks run at once, so that pages have to make the steps?"""
    return isinstance(task_backends["default"], ImmediateBackend)


@transaction.atomic
def begin(*, file, name, mapping="", user):
    """Keep a zip to be read. Raises `KnowledgeError` for one that cannot be opened, or a mapping that is none."""
    errors = {}
    try:
        Mapping.of(mapping)
    except Refused as wrong:
        errors["mapping"] = wrong.words
    try:
        source = Zip(file)
        if not source.pages():
            errors["file"] = _("There is no Markdown file in this zip.")
    except Refused as wrong:
        errors["file"] = wrong.words
    if errors:
        raise KnowledgeError(errors)
    file.seek(0)
    run = ImportRun(name=name[:200], mapping=mapping, started_by=user, total=2 * len(source.pages()))
    run.plan = {"phase": READ, "at": 0, "cards": []}
    run.file.save("import.zip", file, save=False)
    run.save()
    return run


@transaction.atomic
def confirm(*, run):
    """Begin to take in what was read. Raises `KnowledgeError` where it is not waiting for that."""
    count = len(run.plan.get("cards", []))
    plan = {**run.plan, "phase": ROOM, "at": 0}
    waiting = ImportRun.objects.filter(pk=run.pk, state=ImportRun.State.READ)
    if not waiting.update(state=ImportRun.State.IMPORTING, plan=plan, done=0, total=2 * count):
        raise KnowledgeError({"": _("This import is not waiting to be confirmed.")})
    run.refresh_from_db()
    return run


def discard(*, run):
    """Forget an import and its zip. Pages that were taken in stay."""
    run.file.delete(save=False)
    run.delete()


def advance(run_id, seconds=SECONDS):
    """Go on for some seconds. The run, or `None` where it is gone, at rest, or another step is going on."""
    moment = timezone.now()
    free = ImportRun.objects.filter(Q(busy_until=None) | Q(busy_until__lt=moment), pk=run_id)
    moving = free.filter(state__in=[ImportRun.State.READING, ImportRun.State.IMPORTING])
    if not moving.update(busy_until=moment + LEASE):
        return None
    run = ImportRun.objects.get(pk=run_id)
    try:
        with _opened(run) as import_:
            _Step(run, import_, time.monotonic() + seconds).go()
    except Refused as wrong:
        _fail(run, wrong.words)
    except Exception:
        logger.exception("Import %s stopped", run_id)
        _fail(run, _("Something went wrong on our side. What was taken in so far is there; start the import again."))
    run.busy_until = None
    run.save()
    if not run.is_moving and run.state != ImportRun.State.READ:
        run.file.delete(save=True)
    return run


def _fail(run, problem):
    run.state, run.problem, run.finished_at = ImportRun.State.FAILED, problem, timezone.now()


@contextmanager
def _opened(run):
    with run.file.open("rb") as file:
        source = Zip(file)
        cards = [Card(**card) for card in run.plan.get("cards", [])]
        yield Import(source, Mapping.of(run.mapping), user=run.started_by, cards=cards)


class _Step:
    """What is done between two looks at the progress. Goes from phase to phase until the time is up."""

    def __init__(self, run, import_, until):
        self.run, self.import_, self.until = run, import_, until
        self.rows = {row["file"]: row for row in run.report}

    def go(self):
        phases = {READ: self.read, FORESEE: self.foresee, ROOM: self.make_room, TAKE: self.take_in}
        if self.run.state == ImportRun.State.READING:
            while self.run.state == ImportRun.State.READING and phases[self.run.plan["phase"]]():
                pass
        else:
            with self.import_.at_work():
                self.import_.begin() if self.run.plan["phase"] == ROOM else self.import_.look_up()
                while self.run.state == ImportRun.State.IMPORTING and phases[self.run.plan["phase"]]():
                    pass
        self.keep()

    def keep(self):
        """Tell the next step."""
        self.run.report = list(self.rows.values())
        self.run.plan["cards"] = [card.as_json() for card in self.import_.library.cards.values()]

    def each(self, paths, work):
        """Do `work` on the paths from where the last step ended; `True` when all are done and there is time left."""
        for path in paths[self.run.plan["at"] :]:
            for row in work(path) or ():
                self.rows[row.file] = row.as_json()
            self.run.plan["at"] += 1
            self.run.done = min(self.run.total, self.run.done + 1)
            if time.monotonic() > self.until:
                break
        return self.run.plan["at"] >= len(paths)

    def turn_to(self, phase):
        """Begin the next phase; `False` when it has to wait for the next step."""
        self.run.plan |= {"phase": phase, "at": 0}
        return time.monotonic() < self.until

    def read(self):
        if not self.each(self.import_.paths, lambda path: [self.import_.read(path)]):
            return False
        self.rows |= {row.file: row.as_json() for row in self.import_.compare()}
        self.run.plan["order"] = list(self.import_.library.cards)
        return self.turn_to(FORESEE)

    def foresee(self):
        if self.run.plan["at"] or not self.import_.existing:
            self.import_.look_up()
        self.import_.beside.foresee(self.import_.names)
        if not self.each(self.run.plan["order"], lambda path: [self.import_.foresee(path)]):
            return False
        self.rows |= {row.file: row.as_json() for row in self.import_.foresee_glossary()}
        self.run.state, self.run.done = ImportRun.State.READ, self.run.total
        return False

    def make_room(self):
        if not self.each(self.run.plan["order"], self._make_room):
            return False
        return self.turn_to(TAKE)

    def _make_room(self, path):
        refused = self.import_.make_room(path) if self._known(path) else None
        return [refused] if refused else []

    def _known(self, path):
        return path in self.import_.library.cards

    def take_in(self):
        self.import_.together.to_come.update(card.pk for card in self.import_.library.cards.values() if card.pk)
        if not self.each(self.run.plan["order"], self._take):
            return False
        self.rows |= {row.file: row.as_json() for row in self.import_.finish()}
        self.run.state, self.run.finished_at = ImportRun.State.DONE, timezone.now()
        self.run.done = self.run.total
        return False

    def _take(self, path):
        if not self._known(path):
            return
        row = self.import_.take_in(path)
        yield row
        for again in row.again:
            if self._known(again):
                yield self.import_.take_in(again)
