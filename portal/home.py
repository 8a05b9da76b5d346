"""What the two front pages show: the public home for strangers, "my week" for those who are signed in."""

from dataclasses import replace

from django.utils import timezone

from assessments.results import gaps_for
from courses.progress import continue_learning
from events.models import Event
from knowledge.backlinks import in_use
from knowledge.evidence import evidence_counts, evidence_for_many
from knowledge.governance import to_read
from knowledge.loop import loop_for
from knowledge.models import Lap, PracticePage, Retrospective
from knowledge.services import current_lap
from people.audiences import visible_pages
from portal.my_week import home_team, teams_near, week_for

PRACTICES_SHOWN = 4
EVENTS_SHOWN = 3
NEWS_SHOWN = 5
GAPS_SHOWN = 3
LEARNING_SHOWN = 3
GUIDELINES_SHOWN = 3


def public_home(user):
    """Practices with the most evidence, numbers that a stranger may know, and the next open events."""
    counts = evidence_counts(user)
    best = sorted(counts, key=lambda pk: (-counts[pk].total, pk))[:PRACTICES_SHOWN]
    pages = {page.pk: page for page in in_use(visible_pages(PracticePage.objects.filter(pk__in=best), user))}
    practices = [pages[pk] for pk in best if pk in pages]
    strips = evidence_for_many(practices, user)
    events = list(Event.objects.visible_to(user).upcoming().for_list()[:EVENTS_SHOWN])
    return {
        "practices": [(practice, strips[practice.pk]) for practice in practices],
        "numbers": {
            "practices": len(counts),
            "retrospectives": Retrospective.objects.visible_to(user).count(),
            "events": len(events),
        },
        "events": events,
        "loop": replace(loop_for(None, user), stage="all"),
    }


def signed_in_home(user):
    """The week, the team's lap or its gaps, what was left off in training, and what is new."""
    team = home_team(user)
    lap = current_lap(team) if team else None
    if lap is not None and not lap.is_visible_to(user):
        lap = None
    learning = continue_learning(user, limit=None)
    return {
        "week": week_for(user, learning=learning),
        "team": team,
        "lap": lap,
        "lap_day": _day_of(lap),
        "loop": loop_for(lap, user),
        "gaps": gaps_for(team, limit=GAPS_SHOWN) if team else [],
        "learning": learning[:LEARNING_SHOWN],
        "to_read": list(to_read(user)[:GUIDELINES_SHOWN]),
        "news": user.notifications.all()[:NEWS_SHOWN],
        "near": teams_near(team, lap, user) if team else Lap.objects.none(),
    }


def _day_of(lap):
    """(days since the lap began, days until it is decided on), the first at least 1, or `None` without a lap."""
    if lap is None:
        return None
    return max(1, (timezone.localdate() - lap.started_on).days), (lap.decide_by - lap.started_on).days
