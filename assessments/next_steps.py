"""From a gap to what a team may do about it: a practice, its evidence, a lesson and an event, for one reader."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from assessments.results import Gap
from assessments.sentences import chosen
from knowledge.backlinks import in_use
from knowledge.evidence import EvidenceStrip, evidence_for_many
from knowledge.models import PracticePage
from knowledge.permissions import can_read_lap, can_write_for
from people.audiences import visible_pages
from search.models import Document
from search.services import about

CARDS = 3
KINDS = ["lesson", "event"]


@dataclass(frozen=True)
class NextStep:
    """One gap as a card. Without a practice that the reader may see the gap stands alone."""

    gap: Gap
    words: str
    question: str
    practice: PracticePage | None = None
    others: tuple = ()
    evidence: EvidenceStrip | None = None
    lesson: Document | None = None
    event: Document | None = None
    is_chosen: bool = False
    lap_url: str = ""
    choose_url: str = ""


def next_steps(result, user, *, may_choose):
    """Cards for the first gaps of a result, each with a practice of its own as far as there are enough.

    `may_choose` says whether this round is the one to choose from; who may begin a lap is checked here.
    """
    gaps = result.gaps[:CARDS]
    lap = _readable_lap(result.assessment, user)
    practices = _choose_practices(gaps, user, lap.practice_id if lap else None)
    evidence = evidence_for_many([found[0] for found in practices if found], user)
    may_choose = may_choose and can_write_for(user, result.assessment.team)
    return [
        _step(gap, found, result, user, evidence.get(found[0].pk) if found else None, lap, may_choose)
        for gap, found in zip(gaps, practices, strict=True)
    ]


def _readable_lap(assessment, user):
    return assessment.lap if assessment.lap and can_read_lap(user, assessment.lap) else None


def _choose_practices(gaps, user, tried):
    """For each gap the practices that the reader may see: in front one that no earlier card has, at best the tried."""
    named = {practice.pk for gap in gaps for practice in gap.practices}
    if not named:
        return [[] for _gap in gaps]
    visible = set(in_use(visible_pages(PracticePage.objects.filter(pk__in=named), user)).values_list("pk", flat=True))
    taken, chosen_for = set(), []
    for gap in gaps:
        seen = [practice for practice in gap.practices if practice.pk in visible]
        seen.sort(key=lambda practice: (practice.pk in taken, practice.pk != tried))
        taken.update(practice.pk for practice in seen[:1])
        chosen_for.append(seen)
    return chosen_for


def _step(gap, practices, result, user, evidence, lap, may_choose):
    if not practices:
        return NextStep(gap, chosen(gap.item, result.version), gap.item.item.title)
    practice, *others = practices
    question = gap.question_for(practice)
    documents = about(practice, user, kinds=KINDS, limit_per_kind=1)
    is_tried = lap is not None and lap.practice_id == practice.pk
    return NextStep(
        gap=gap,
        words=chosen(question, result.version),
        question=question.item.title,
        practice=practice,
        others=tuple(others),
        evidence=evidence,
        lesson=next(iter(documents.get("lesson", [])), None),
        event=next((event for event in documents.get("event", []) if _is_to_come(event)), None),
        is_chosen=is_tried,
        lap_url=lap.get_absolute_url() if is_tried else "",
        choose_url=_choose_url(result.assessment.team, practice, gap) if may_choose else "",
    )


def _is_to_come(event):
    return event.date is not None and event.date >= timezone.now()


def _choose_url(team, practice, gap):
    words = urlencode({"team": team.slug, "practice": practice.slug, "gap": f"{gap.title}, {gap.score:.1f}"})
    return f"{reverse('knowledge:lap_new')}?{words}"
