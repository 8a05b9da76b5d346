"""Tags for pages that put several rooms together: ``{% load portal_tags %}``."""

from django import template

from knowledge.evidence import evidence_for_many
from knowledge.loop import loop_for
from knowledge.models import Lap, PracticePage, Retrospective
from portfolio.models import Project

register = template.Library()

RETROSPECTIVES_SHOWN = 5
LAPS_SHOWN = 5


@register.simple_tag(takes_context=True)
def team_work(context, team):
    """What a team does, as far as the reader may see it: `lap` with its `loop`, earlier `laps`, `retrospectives` and
    `projects`. Four queries, once per request."""
    request = context["request"]
    if not hasattr(request, "team_work"):
        request.team_work = _read_work(team, request.user)
    return request.team_work


def _read_work(team, user):
    laps = list(
        Lap.objects.visible_to(user)
        .filter(team=team)
        .select_related("team", "practice")
        .prefetch_related("steps")
        .order_by("-number")[: LAPS_SHOWN + 1]
    )
    lap = laps[0] if laps and not laps[0].ended_on else None
    retrospectives = Retrospective.objects.visible_to(user).filter(team=team).for_list()
    return {
        "lap": lap,
        "loop": loop_for(lap, user) if lap else None,
        "laps": [each for each in laps if each is not lap][:LAPS_SHOWN],
        "retrospectives": retrospectives.order_by("-held_on")[:RETROSPECTIVES_SHOWN],
        "projects": Project.objects.visible_to(user).filter(teams=team).active_first(),
    }


@register.simple_tag(takes_context=True)
def add_evidence(context, hits):
    """Give each hit that is a practice its evidence, as far as the reader may see it, as `hit.strip`. One query."""
    ids = {hit.document.object_id: hit for hit in hits if hit.document.kind == "practice"}
    practices = [PracticePage(pk=pk) for pk in ids]
    for pk, strip in evidence_for_many(practices, context["request"].user).items():
        ids[pk].strip = strip
    return ""
