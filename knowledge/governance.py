"""Who must read a guideline and who has, who decides on exceptions, and what a person has still to read."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone

from knowledge.models import Acknowledgement, GuidelineException, GuidelinePage, Upkeep
from people.audiences import Audience, page_audience, visible_pages
from people.models import Team, TeamMembership, User
from people.roles import EDITORS


@dataclass(frozen=True)
class Reader:
    """Somebody who must read a guideline; `read_at` is `None` where they have not confirmed the version that holds."""

    person: User
    teams: list[str]
    read_at: date | None


@dataclass
class TeamReading:
    """How far a team is with a guideline."""

    name: str
    total: int = 0
    read: int = 0
    missing: list[User] = field(default_factory=list)


def must_read(guideline):
    """The active people who must read a guideline, of those who may see it."""
    audience = page_audience(guideline)
    if audience is None:
        return User.objects.none()
    people = User.objects.active()
    if not guideline.must_read_by_all:
        people = people.filter(groups__in=guideline.must_read_by.all())
    if audience.audience == Audience.GROUP:
        people = people.filter(pk__in=User.objects.filter(groups=audience.group_id))
    return people.distinct()


def asked_of(user, prefix=""):
    """A `Q` for the guidelines that this person must read."""
    asked = Q(**{f"{prefix}must_read_by_all": True})
    if user.group_ids:
        asked |= Q(**{f"{prefix}must_read_by__in": user.group_ids})
    return asked


def is_asked(guideline, groups, user):
    """Whether this reader is among those who must read a guideline; `groups` are those that it names."""
    if not (user.is_authenticated and user.is_active):
        return False
    return guideline.must_read_by_all or any(group.pk in user.group_ids for group in groups)


def names_of_groups(groups):
    """What readers call some audiences: teams by their name, communities and roles by that of their group."""
    teams = dict(Team.objects.filter(group__in=groups).values_list("group", "name")) if groups else {}
    return [teams.get(group.pk) or _spoken(group.name) for group in groups]


def _spoken(name):
    words = (name.partition(": ")[2] or name).replace("-", " ")
    return words[:1].upper() + words[1:]


def not_read_by(user):
    """The ids of guidelines that a person must read and has not: published, not retired and open to them."""
    if not (user.is_authenticated and user.is_active):
        return GuidelinePage.objects.none()
    read = Acknowledgement.objects.filter(guideline=OuterRef("pk"), version=OuterRef("version"), user=user)
    retired = Upkeep.objects.filter(page=OuterRef("pk"), retired_on__isnull=False)
    asked = GuidelinePage.objects.filter(asked_of(user)).filter(~Exists(read), ~Exists(retired))
    return visible_pages(asked, user).distinct()


def to_read(user):
    """What stands on a person's week: the guidelines that they must read, the most urgent first."""
    return not_read_by(user).order_by("effective_on", "title", "pk")


def acknowledgement_of(guideline, user):
    """When this person confirmed the version that holds, or `None`."""
    return Acknowledgement.objects.filter(guideline=guideline, version=guideline.version, user=user).first()


def deciders_on(guideline):
    """Who is told of requests for an exception: the owner, or, where there is none, the editors."""
    owner = Upkeep.objects.filter(page=guideline.pk, owner__is_active=True).values("owner")
    owned = User.objects.active().filter(pk__in=owner)
    return owned if owned.exists() else User.objects.active().filter(groups__name=EDITORS)


def readers_of(guideline):
    """Every `Reader`, by name, in a constant number of queries."""
    read_at = dict(
        Acknowledgement.objects.filter(guideline=guideline, version=guideline.version).values_list("user_id", "at")
    )
    working = TeamMembership.objects.exclude(role=TeamMembership.Role.COACH).filter(team__dissolved_on__isnull=True)
    people = must_read(guideline).select_related("profile").order_by("first_name", "last_name", "pk")
    people = people.prefetch_related(Prefetch("memberships", working.select_related("team"), to_attr="working"))
    return [
        Reader(person, sorted(each.team.name for each in person.working), read_at.get(person.pk)) for person in people
    ]


def by_team(readers):
    """`TeamReading`s of the readers by name; people in several teams count in each, those in none at the end."""
    teams, without = {}, TeamReading("")
    for reader in readers:
        rows = [teams.setdefault(name, TeamReading(name)) for name in reader.teams] or [without]
        for row in rows:
            row.total += 1
            row.read += reader.read_at is not None
            if reader.read_at is None:
                row.missing.append(reader.person)
    found = [teams[name] for name in sorted(teams)]
    return [*found, without] if without.total else found


def exceptions_of(guideline):
    """(those that run or are to begin, by their end; those that wait for an answer)."""
    State = GuidelineException.State
    rows = GuidelineException.objects.filter(guideline=guideline, state__in=[State.ASKED, State.GRANTED])
    rows = list(rows.filter(ends_on__gte=timezone.localdate()).select_related("team", "asked_by").order_by("ends_on"))
    granted = [each for each in rows if each.state == State.GRANTED]
    return granted, [each for each in rows if each.state == State.ASKED]


def teams_that_may_ask(user):
    """The teams for which a person can ask for an exception: those that they belong to."""
    return Team.objects.current().filter(pk__in=[each.team_id for each in user.team_memberships])
