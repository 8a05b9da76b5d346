"""Makers of guidelines and tools."""

import itertools
from datetime import date

from django.contrib.auth.models import Group

from knowledge.models import GuidelinePage, ToolCriterion, ToolDecision, ToolPage, ToolScore, Upkeep
from knowledge.pages import publish_page
from tests.factories import make_section, make_user

_numbers = itertools.count(1)


def make_guideline(title="Who may change a tariff", *, owner=None, slug=None, teams=(), **fields):
    """A published guideline; `teams` must read it."""
    fields.setdefault("rule", "Two people.")
    guideline = publish_page(
        GuidelinePage,
        parent=make_section("guidelines"),
        slug=slug or f"guideline-{next(_numbers)}",
        values={"title": title, "summary": "Two named people."},
        must_read_by=[team.group for team in teams],
        **fields,
    )
    if owner:
        Upkeep.objects.update_or_create(page=guideline, defaults={"owner": owner})
    return GuidelinePage.objects.get(pk=guideline.pk)


def make_tool(title="Slateboard", *, decisions=(("adopt", date(2026, 3, 1), "It helped."),), scores=(), **fields):
    """A published tool; `decisions` are (status, day, reason), `scores` (name of the criterion, weight, score)."""
    return publish_page(
        ToolPage,
        parent=make_section("tools"),
        slug=f"tool-{next(_numbers)}",
        values={"title": title, "summary": "A board."},
        decisions=[
            ToolDecision(status=status, decided_on=day, reason=reason, sort_order=n)
            for n, (status, day, reason) in enumerate(decisions)
        ],
        scores=[
            ToolScore(criterion=make_criterion(name, weight), score=score, note="Seen", sort_order=n)
            for n, (name, weight, score) in enumerate(scores)
        ],
        **fields,
    )


def make_criterion(name="Works outdoors", weight=1):
    return ToolCriterion.objects.get_or_create(
        slug=name.lower().replace(" ", "-"), defaults={"name": name, "weight": weight}
    )[0]


def make_editor():
    """Somebody with the role of an editor."""
    editor = make_user("Oskar", "Brandt")
    editor.groups.add(Group.objects.get(name="Editors"))
    return editor
