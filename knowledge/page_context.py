"""What the templates of written knowledge get, for one reader. The page models call it from `get_context`."""

from dataclasses import dataclass

from django.db.models import F

from knowledge.article import compose, heading_about_harm
from knowledge.backlinks import in_use
from knowledge.evidence import EvidenceStrip, evidence_for, evidence_for_many, most_evidence
from knowledge.governance import acknowledgement_of, exceptions_of, is_asked, names_of_groups
from knowledge.loop import Loop, loop_for
from knowledge.models import KnowledgeSectionPage, Lap, PracticePage, Retrospective
from knowledge.models.tools import HIGHEST_SCORE
from knowledge.permissions import can_edit_page, can_see_readers
from knowledge.relations import relations_of
from knowledge.tool_reading import STATUS_KINDS, decisions_of, weighed
from knowledge.upkeep_rows import care_for
from people.audiences import visible_pages
from people.models import Team
from people.permissions import belongs_to
from search.models import Document

SHOWN = 4
WROTE = 5


@dataclass(frozen=True)
class TryIt:
    """The reader's team and a practice: `state` is "stranger", "no-team", "free", "choosing", "trying" or "busy"."""

    state: str
    team: Team | None = None
    lap: Lap | None = None
    loop: Loop | None = None


@dataclass(frozen=True)
class Related:
    """A practice that goes with a page, with its evidence."""

    practice: PracticePage
    strip: EvidenceStrip


def index_context(page, user):
    """The knowledge base's front page: most evidence first, what is new, and the ways in."""
    strips = most_evidence(user, SHOWN + 2)
    seen = in_use(visible_pages(PracticePage.objects.order_by("title"), user)).select_related("upkeep")
    seen = seen.defer("body", "front_matter", *PracticePage.SECTIONS)
    found = {each.pk: each for each in (seen.filter(pk__in=strips) if strips else seen[: SHOWN + 2])}
    practices = [found[pk] for pk in (strips or found) if pk in found]
    written = Document.objects.visible_to(user).filter(kind__in=["guide", "lesson-learned"])
    return {
        "practices": [Related(practice, strips.get(practice.pk, EvidenceStrip())) for practice in practices],
        "sections": list(KnowledgeSectionPage.objects.child_of(page).live()),
        "written": written.order_by(F("date").desc(nulls_last=True), "-pk")[: SHOWN + 2],
        "retrospectives": Retrospective.objects.visible_to(user).for_list()[:SHOWN],
        "writes": bool(user.is_authenticated and user.team_memberships),
        "section": "knowledge",
    }


def with_strips(practices, user):
    """Practices with their evidence, in one query for all."""
    strips = evidence_for_many(practices, user)
    return [Related(practice, strips[practice.pk]) for practice in practices]


def practice_context(page, user, *, is_draft=False):
    """A practice: what it did, what teams wrote, and the reader's next step with it."""
    strip = evidence_for(page, user)
    body, frame = compose(page), _frame(page, user)
    return {
        **frame,
        "strip": strip,
        "wrote": [mark for mark in strip.newest if mark.note][:WROTE],
        "body": body,
        "hurts": heading_about_harm(page, body.entries),
        "try_it": try_it(page, user),
        "follows": frame["care"].follows,
        "relations": relations_of(page, user, is_draft=is_draft),
        "also_called": [name.strip() for name in page.other_names.splitlines() if name.strip()],
        "steward": page.steward,
    }


def try_it(practice, user):
    """Where the reader's team stands with a practice. Their own team comes before one they coach."""
    if not user.is_authenticated:
        return TryIt("stranger")
    memberships = sorted(user.team_memberships, key=lambda membership: membership.role == "coach")
    if not memberships:
        return TryIt("no-team")
    team = memberships[0].team
    laps = list(Lap.objects.open().filter(team=team).for_detail().order_by("-number"))
    trying = next((lap for lap in laps if lap.practice_id == practice.pk), None)
    choosing = next((lap for lap in laps if not lap.practice_title), None)
    lap = trying or choosing or (laps[0] if laps else None)
    state = "trying" if trying else "choosing" if choosing else "busy" if laps else "free"
    return TryIt(state, team, lap, loop_for(lap, user) if lap else None)


def guide_context(page, user):
    """A guide: its contents, who wrote it, and the practices it is about with their evidence."""
    practices = visible_pages(page.practices.all(), user)
    return {
        **_frame(page, user),
        "body": compose(page),
        "practices": with_strips(practices, user),
        "author": page.author,
    }


def lesson_context(page, user):
    """A lesson learned: where it comes from, what came of it, and the practices it is about with their evidence."""
    project = page.project
    return {
        **_frame(page, user),
        "body": compose(page),
        "practices": with_strips(visible_pages(page.practices.all(), user), user),
        "author": page.author,
        "project": project if project and project.is_visible_to(user) else None,
        "team": page.team,
    }


def guideline_context(page, user):
    """A guideline: its version, whether this reader must read it and has, and who differs from it for a while."""
    granted, asked = exceptions_of(page) if user.is_authenticated else ([], [])
    groups, keeps = list(page.must_read_by.all()), can_see_readers(user, page)
    return {
        **_frame(page, user),
        "body": compose(page),
        "practices": with_strips(visible_pages(page.practices.all(), user), user),
        "must_read": is_asked(page, groups, user),
        "read": acknowledgement_of(page, user) if user.is_authenticated else None,
        "granted": granted,
        "asked": [each for each in asked if keeps or belongs_to(user, each.team)],
        "can_ask": user.is_authenticated and bool(user.team_memberships),
        "keeps": keeps,
        "upkeep": getattr(page, "upkeep", None),
        "readers_named": names_of_groups(groups),
    }


def tool_context(page, user):
    """A tool: where it stands and why, how it was weighed, and the practices it serves with their evidence."""
    decisions = decisions_of(page)
    return {
        **_frame(page, user),
        "body": compose(page),
        "practices": with_strips(visible_pages(page.practices.all(), user), user),
        "decisions": decisions,
        "decision": decisions[0] if decisions else None,
        "status_kind": STATUS_KINDS.get(page.status, ""),
        "weighed": weighed(page),
        "highest": HIGHEST_SCORE,
        "upkeep": getattr(page, "upkeep", None),
    }


def _frame(page, user):
    """What all articles share: the way back, topics, and the editor's link for those who may edit."""
    topics = list(page.topics.all())
    parents = page.parents
    crumbs = [(parent.title, parent.url) for parent in parents]
    if parents and topics:
        crumbs.append((topics[0].name, f"{parents[-1].url}?topic={topics[0].slug}"))
    return {
        "crumbs": crumbs,
        "topics": topics,
        "section_url": parents[-1].url if parents else "",
        "can_edit": can_edit_page(user, page),
        "care": care_for(page, user),
        "section": "knowledge",
        "page_title": page.title,
    }
