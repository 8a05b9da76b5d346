"""Makers of the knowledge room's rows."""

import itertools
from datetime import date

from knowledge.pages import publish_guide, publish_lesson_learned
from knowledge.services import create_retrospective
from tests.factories import make_section, make_user

_numbers = itertools.count(1)


def make_retrospective(team, practices=(), *, held_on=date(2026, 3, 2), created_by=None, **fields):
    """A retrospective of the team, for the team alone unless told; `practices` are (practice, outcome) pairs."""
    fields.setdefault("title", f"Retrospective {next(_numbers)}")
    return create_retrospective(
        team=team,
        held_on=held_on,
        created_by=created_by or make_user(team=team),
        practices=[(practice, outcome, f"It {outcome}.", 4) for practice, outcome in practices],
        **fields,
    )


def make_guide(title="When the limit breaks", **fields):
    """A published guide."""
    fields.setdefault("body", "## One\n\nText.\n\n## Two\n\nText.\n\n## Three\n\nText.")
    return publish_guide(
        section=make_section("guides"), slug=f"guide-{next(_numbers)}", title=title, summary="A guide.", **fields
    )


def make_lesson(title="Four hundred old bills", **fields):
    """A published lesson learned."""
    return publish_lesson_learned(
        section=make_section("lessons"),
        slug=f"lesson-{next(_numbers)}",
        title=title,
        summary="A lesson.",
        body="## Situation\n\nText.",
        **fields,
    )
