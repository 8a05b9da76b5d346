"""What the room's own pages show to one reader. Reads only; each function says what a template gets."""

import re

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from knowledge.evidence import evidence_for_many
from knowledge.facets import Option, chips, facet, options
from knowledge.loop import loop_for
from knowledge.models import Lap, Outcome, PracticePage, Retrospective, RetrospectiveNote, Stage
from knowledge.permissions import can_edit_retrospective, can_run_lap
from people.audiences import Audience, visible_pages
from people.permissions import belongs_to
from portfolio.models import Project

PER_PAGE = 20
NUMBER = re.compile(r"\d{1,9}")
SLUG = re.compile(r"[-\w]{1,255}")
RETROSPECTIVE_LOOKUPS = {
    "team": "team__slug",
    "project": "project__slug",
    "practice": "practice_uses__practice__slug",
    "outcome": "practice_uses__outcome",
}


def retrospective_list(user, chosen, page_number):
    """The readable retrospectives that match what was chosen, and the filters with their counts."""
    readable = Retrospective.objects.visible_to(user)
    matching = readable.filter(**{RETROSPECTIVE_LOOKUPS[name]: value for name, value in chosen.items()})
    page = Paginator(matching.for_list().distinct(), PER_PAGE).get_page(page_number)
    facets = _retrospective_facets(readable, user, chosen)
    return {
        "page": page,
        "facets": facets,
        "chips": chips(facets, chosen),
        "writes": bool(user.is_authenticated and user.team_memberships),
        "section": "knowledge",
    }


def _retrospective_facets(readable, user, chosen):
    """A project that the reader may not see, and a practice that is not published, is no option."""
    projects = readable.filter(project__in=Project.objects.visible_to(user))
    used = readable.filter(practice_uses__practice__live=True)
    practices = options(used, "practice_uses__practice__slug", "practice_uses__practice__title")
    return [
        facet("outcome", _("What a practice did"), [Option(*choice) for choice in Outcome.choices], chosen),
        facet("practice", _("Practice"), practices, chosen),
        facet("project", _("Project"), options(projects, "project__slug", "project__name"), chosen),
        facet("team", _("Team"), options(readable, "team__slug", "team__name"), chosen),
    ]


def retrospective_page(retrospective, user):
    """One retrospective: what was used and what it did, the notes by column, its setting, and what came later."""
    uses = list(retrospective.practice_uses.all())
    practices = [use.practice for use in uses if use.practice is not None]
    strips = evidence_for_many(practices, user)
    project = retrospective.project
    return {
        "retrospective": retrospective,
        "uses": uses,
        "columns": _notes_by_column(retrospective),
        "strips": [(practice, strips[practice.pk]) for practice in practices if practice.live],
        "project": project if project and project.is_visible_to(user) else None,
        "laps": [lap for lap in retrospective.laps.all() if lap.is_visible_to(user)],
        "later": _later(retrospective, practices, user),
        "readers": readers_in_words(retrospective),
        "can_edit": can_edit_retrospective(user, retrospective),
        "section": "knowledge",
    }


def _notes_by_column(retrospective):
    """Pairs of a column's name and its notes, without empty columns, in the board's order."""
    notes = list(retrospective.notes.all())
    columns = [
        (label, [note for note in notes if note.column == value]) for value, label in RetrospectiveNote.Column.choices
    ]
    return [(label, found) for label, found in columns if found]


def _later(retrospective, practices, user):
    """The next readable retrospective of the same team with one of the same practices, or `None`."""
    if not practices:
        return None
    later = Retrospective.objects.visible_to(user).filter(
        team=retrospective.team, held_on__gt=retrospective.held_on, practice_uses__practice__in=practices
    )
    return later.order_by("held_on", "pk").first()


def readers_in_words(thing):
    """Who may read a thing with an audience, as a sentence says it."""
    return {
        Audience.PUBLIC: _("Everyone, also without signing in"),
        Audience.MEMBERS: _("Everyone who is signed in"),
        Audience.GROUP: _("Team %(team)s and its coach") % {"team": thing.team.name},
    }[thing.audience]


def lap_page(lap, user):
    """One lap: the loop, what the team expects and how it will notice, what happened, and the next step."""
    retrospective, project = lap.retrospective, lap.project
    loop = loop_for(lap, user)
    return {
        "lap": lap,
        "loop": loop,
        "steps": sorted(lap.steps.all(), key=_when_and_where) if belongs_to(user, lap.team) else [],
        "retrospective": retrospective if retrospective and retrospective.is_visible_to(user) else None,
        "project": project if project and project.is_visible_to(user) else None,
        "readers": readers_in_words(lap),
        "can_run": can_run_lap(user, lap) and not lap.ended_on,
        "section": "knowledge",
    }


def _when_and_where(step):
    """Steps in the order of their days, and on one day in the order of the stations."""
    return (step.happened_on, Stage.values.index(step.stage), step.pk)


def preset_lap(user, query):
    """What the address says about a lap to begin: initial values of the form. What is unknown there is left out."""
    team = _team_in(user, query)
    practice = _practice_in(user, query)
    return {
        "team": team.pk if team else None,
        "practice": practice.pk if practice else None,
        "gap": query.get("gap", "").replace("\x00", "")[:200],
    }


def preset_retrospective(user, query):
    """What the address says about a retrospective to write: the form's initial values, and those of its rows."""
    team, practice = _team_in(user, query), _practice_in(user, query)
    lap = _lap_in(team, query)
    initial = {"team": team.pk if team else None, "audience": Audience.GROUP}
    if lap:
        initial.update(lap=lap.pk, project=lap.project_id)
        practice = practice or lap.practice
    return initial, {"practices": [{"practice": practice.pk}] if practice else []}


def end_of(lap):
    """What is known when a lap ends: what its retrospective says the practice did."""
    uses = lap.retrospective.practice_uses.filter(practice=lap.practice) if lap.retrospective else []
    return {"learned": lap.learned, "outcome": next((use.outcome for use in uses), None)}


def _team_in(user, query):
    """The reader's own team that the address names, else the first one they work in."""
    teams = [membership.team for membership in sorted(user.team_memberships, key=lambda each: each.role == "coach")]
    return next((team for team in teams if team.slug == query.get("team")), teams[0] if teams else None)


def _practice_in(user, query):
    """The practice that the address names by slug or number of its page, or `None`."""
    named = query.get("practice", "")
    if NUMBER.fullmatch(named):
        return visible_pages(PracticePage.objects.filter(pk=named), user).first()
    if SLUG.fullmatch(named):
        return visible_pages(PracticePage.objects.filter(slug=named), user).first()
    return None


def _lap_in(team, query):
    """The team's open lap with the number in the address, or the only one it is on; else `None`."""
    laps = list(Lap.objects.open().filter(team=team).select_related("practice")) if team else []
    number = query.get("lap", "")
    if number:
        return next((lap for lap in laps if str(lap.number) == number), None)
    return laps[0] if len(laps) == 1 else None
