"""What retrospectives say about practices, as far as one reader may see it.

One project is one notch: the latest retrospective of that project which the reader may see decides. A retrospective
without a project is a notch of its own. What the reader may not see counts nowhere (knowledge/querysets.py:
`evidence_for`).
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from knowledge.models import Outcome, PracticeUse
from people.audiences import is_visible

NOTCHES = 24
ENOUGH = 3
MANY = 6
DEPARTMENTS = 3
AGREEMENT = 0.75

COLUMNS = [
    "practice_id",
    "outcome",
    "note",
    "retrospective__slug",
    "retrospective__title",
    "retrospective__held_on",
    "retrospective__team__name",
    "retrospective__team__department",
    "retrospective__project__name",
    "retrospective__project__audience",
    "retrospective__project__audience_group_id",
]


@dataclass(frozen=True)
class Mark:
    """One notch: what the practice did in one project, and where that is told."""

    outcome: str
    label: str
    when: date
    url: str
    title: str
    note: str
    team: str
    department: str


@dataclass(frozen=True)
class EvidenceStrip:
    """All notches of one practice, oldest first; what the strip's templates and sentences read."""

    notches: list[Mark] = field(default_factory=list)

    @cached_property
    def counts(self):
        """How many notches of each outcome."""
        return Counter(notch.outcome for notch in self.notches)

    @property
    def total(self):
        return len(self.notches)

    @property
    def helped(self):
        return self.counts[Outcome.HELPED]

    @property
    def mixed(self):
        return self.counts[Outcome.MIXED]

    @property
    def hurt(self):
        return self.counts[Outcome.HURT]

    @property
    def too_few(self):
        """Fewer than three projects judge nothing."""
        return self.total < ENOUGH

    @property
    def mostly_helped(self):
        """Helped more often than not."""
        return self.helped * 2 > self.total

    @property
    def marks(self):
        """The newest notches, as many as the stick holds, oldest first."""
        return self.notches[-NOTCHES:]

    @property
    def newest(self):
        """The same, newest first: what teams wrote."""
        return self.marks[::-1]

    @property
    def earlier_total(self):
        return self.total - len(self.marks)

    @property
    def earlier_helped(self):
        return sum(notch.outcome == Outcome.HELPED for notch in self.notches[: self.earlier_total])

    @property
    def years(self):
        """Pairs of year and number of notches, for the line below the stick."""
        return list(Counter(str(mark.when.year) for mark in self.marks).items())

    @property
    def sure_pips(self):
        """How sure the evidence makes us, 0 to 4: nothing below three projects; then one, and one more each for six
        projects or more, for three departments or more, and for three in four projects saying the same.
        """
        if self.too_few:
            return 0
        departments = {notch.department for notch in self.notches if notch.department}
        agreed = max(self.counts.values()) / self.total
        return 1 + (self.total >= MANY) + (len(departments) >= DEPARTMENTS) + (agreed >= AGREEMENT)

    @property
    def sure_words(self):
        """The pips in a word; nothing where nobody has tried."""
        words = [_("not yet"), _("a little"), _("somewhat"), _("fairly"), _("very")]
        return words[self.sure_pips] if self.total else ""

    @property
    def sentence(self):
        """“Tried in 9 projects: helped 6, mixed 2, hurt 1.”"""
        if not self.total:
            return _("No shared evidence yet.")
        tried = ngettext("Tried in %(n)s project", "Tried in %(n)s projects", self.total) % {"n": self.total}
        said = [(_("helped %(n)s"), self.helped), (_("mixed %(n)s"), self.mixed), (_("hurt %(n)s"), self.hurt)]
        return f"{tried}: {', '.join(words % {'n': n} for words, n in said if n)}."


@dataclass(frozen=True)
class EvidenceCount:
    """How many projects a practice was tried in, and in how many of them it helped."""

    total: int = 0
    helped: int = 0


def evidence_for(practice, user):
    """The evidence on one practice that this reader may see, in one query."""
    return evidence_for_many([practice], user)[practice.pk]


def evidence_for_many(practices, user):
    """The evidence on several practices (pages, or their pks) as {pk: EvidenceStrip}, in one query for all."""
    pks = [getattr(practice, "pk", practice) for practice in practices]
    notches = _notches(user, pks) if pks else {}
    return {pk: EvidenceStrip(notches.get(pk, [])) for pk in pks}


def most_evidence(user, limit):
    """{practice's pk: EvidenceStrip} of the practices tried in most projects, those first, in one query."""
    counted = PracticeUse.objects.evidence_for(user).values("practice_id").annotate(total=Count("pk"))
    best = counted.order_by("-total", "practice_id").values("practice_id")[:limit]
    notches = _notches(user, best)
    return {pk: EvidenceStrip(notches[pk]) for pk in sorted(notches, key=lambda pk: (-len(notches[pk]), pk))}


def _notches(user, pks):
    """{practice's pk: its notches, oldest first} of those practices that have any."""
    uses = PracticeUse.objects.evidence_for(user).filter(practice__in=pks)
    notches = {}
    for row in uses.order_by("retrospective__held_on", "retrospective_id").values_list(*COLUMNS):
        notches.setdefault(row[0], []).append(_mark(row, user))
    return notches


def evidence_counts(user):
    """{practice's pk: EvidenceCount} for every practice that this reader may see evidence on, in one query."""
    rows = (
        PracticeUse.objects.evidence_for(user)
        .values("practice_id")
        .annotate(total=Count("pk"), helped=Count("pk", filter=Q(outcome=Outcome.HELPED)))
        .order_by()
    )
    return {row["practice_id"]: EvidenceCount(row["total"], row["helped"]) for row in rows}


def _mark(row, user):
    """A notch named after its project, or after its retrospective where the reader may not see the project."""
    _pk, outcome, note, slug, title, held_on, team, department, project, audience, group_id = row
    shown = project and is_visible(audience, group_id, user)
    return Mark(
        outcome=outcome,
        label=project if shown else title,
        when=held_on,
        url=reverse("knowledge:retrospective", args=[slug]),
        title=title,
        note=note,
        team=team,
        department=department,
    )
