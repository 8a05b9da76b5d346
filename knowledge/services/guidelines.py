"""What people do with guidelines: having read a version, and differing from it for a while."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from knowledge.exceptions import KnowledgeError
from knowledge.governance import deciders_on, must_read
from knowledge.models import Acknowledgement, GuidelineException
from knowledge.services.checks import wrong_fields
from people.models import Notification, Team, TeamMembership, User
from people.services import notify_many

LONGEST_DAYS = 366
REMIND_DAYS = 14
TO_READ, OVERDUE = "guideline-to-read", "guideline-overdue"


@transaction.atomic
def acknowledge(*, guideline, user, version, at=None):
    """This person has read this version. Saying it twice is saying it once.

    Raises `KnowledgeError` where another version holds by now: what was read is not what would be confirmed.
    """
    if version != guideline.version:
        text = _("Version %(version)s was published while you read. Read it again, then confirm that one.")
        raise KnowledgeError({"version": text % {"version": guideline.version}})
    said, created = Acknowledgement.objects.get_or_create(
        guideline=guideline,
        version=version,
        user=user,
        defaults={"title": guideline.title, "revision": guideline.live_revision},
    )
    if created and at:
        Acknowledgement.objects.filter(pk=said.pk).update(at=at)
    told = Notification.objects.filter(user=user, kind__in=[TO_READ, OVERDUE], dedupe=_told(guideline))
    told.unread().update(read_at=timezone.now())
    return said


def _told(guideline):
    """What makes telling people of one version a thing done once."""
    return f"guideline-{guideline.pk}-v{guideline.version}"


def tell_readers(*, guideline, at=None):
    """Tell everyone who must read it of the version that is published, once each, in a constant number of queries.

    A correction that leaves the version alone tells only those who have come since. Returns how many were asked.
    """
    readers = must_read(guideline).exclude(acknowledgements__in=_read(guideline))
    if guideline.version > 1:
        text = _("Please read version %(version)s of “%(title)s”") % {
            "version": guideline.version,
            "title": guideline.title,
        }
    else:
        text = _("Please read the guideline “%(title)s”") % {"title": guideline.title}
    return notify_many(users=readers, kind=TO_READ, text=text, url=guideline.url or "", dedupe=_told(guideline), at=at)


def remind_readers(*, guideline):
    """Tell those again, once, whose days to read it are over: counted from its start, and from when they were told."""
    last = timezone.localdate() - timedelta(days=guideline.days_to_read)
    if guideline.effective_on and guideline.effective_on >= last:
        return 0
    told = Notification.objects.filter(kind=TO_READ, dedupe=_told(guideline), created_at__date__lt=last)
    late = must_read(guideline).filter(pk__in=told.values("user")).exclude(acknowledgements__in=_read(guideline))
    text = _("You have not confirmed yet that you read “%(title)s”") % {"title": guideline.title}
    return notify_many(users=late, kind=OVERDUE, text=text, url=guideline.url or "", dedupe=_told(guideline))


def _read(guideline):
    return Acknowledgement.objects.filter(guideline=guideline, version=guideline.version)


@transaction.atomic
def ask_exception(*, guideline, team, asked_by, reason, starts_on, ends_on, instead="", asked_at=None):
    """Ask that a team may do otherwise from one day to another, the last day included. Tells those who decide.

    Raises `KnowledgeError` for days that have passed or are more than a year apart, and where the team has asked
    already or has an exception on one of those days.
    """
    asked = GuidelineException(
        guideline=guideline,
        team=team,
        asked_by=asked_by,
        reason=reason.strip(),
        instead=instead.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
    )
    _check_exception(asked, today=timezone.localdate(asked_at) if asked_at else timezone.localdate())
    asked.save()
    if asked_at:
        GuidelineException.objects.filter(pk=asked.pk).update(asked_at=asked_at)
        asked.asked_at = asked_at
    text = _("Team %(team)s asks for an exception from “%(title)s”") % {"team": team.name, "title": guideline.title}
    notify_many(
        users=deciders_on(guideline).exclude(pk=asked_by.pk),
        kind="exception-asked",
        text=text,
        url=asked.get_absolute_url(),
        dedupe=f"exception-{asked.pk}",
        at=asked_at,
    )
    return asked


def _check_exception(asked, today):
    errors = wrong_fields(asked, exclude=["guideline", "team", "asked_by"])
    if not asked.reason:
        errors["reason"] = _("Say why: whoever decides was not there.")
    if "starts_on" not in errors and "ends_on" not in errors:
        if asked.ends_on < asked.starts_on:
            errors["ends_on"] = _("The last day is before the first one.")
        elif asked.ends_on < today:
            errors["ends_on"] = _("%(day)s has passed. Choose a day to come.") % {"day": date_format(asked.ends_on)}
        elif (asked.ends_on - asked.starts_on).days > LONGEST_DAYS:
            errors["ends_on"] = _("A year at most. What lasts longer is a change of the guideline.")
    if errors:
        raise KnowledgeError(errors)
    Team.objects.select_for_update().get(pk=asked.team_id)
    others = GuidelineException.objects.filter(guideline=asked.guideline, team=asked.team)
    if others.filter(state=GuidelineException.State.ASKED).exists():
        raise KnowledgeError({"team": _("Your team has asked already and waits for the answer.")})
    granted = others.filter(state=GuidelineException.State.GRANTED)
    if granted.filter(starts_on__lte=asked.ends_on, ends_on__gte=asked.starts_on).exists():
        raise KnowledgeError({"starts_on": _("Your team has an exception on some of these days.")})


@transaction.atomic
def decide_exception(*, exception, by, grant, answer="", decided_at=None):
    """Grant or refuse what a team asked for, once. Tells who asked and the team's leads.

    Raises `KnowledgeError` where it was decided already, by the person who asked, or refused without a word.
    """
    State = GuidelineException.State
    answer = answer.strip()
    if by.pk == exception.asked_by_id:
        raise KnowledgeError({"by": _("You asked for this yourself. Somebody else decides.")})
    if not grant and not answer:
        raise KnowledgeError({"answer": _("Say why not, so that the team knows what to do.")})
    decided = GuidelineException.objects.filter(pk=exception.pk, state=State.ASKED).update(
        state=State.GRANTED if grant else State.REFUSED,
        decided_by=by,
        decided_at=decided_at or timezone.now(),
        answer=answer,
    )
    if not decided:
        raise KnowledgeError({"state": _("Somebody has decided on it already.")})
    exception.refresh_from_db()
    values = {
        "team": exception.team.name,
        "title": exception.guideline.title,
        "day": date_format(exception.ends_on),
    }
    if grant:
        text = _("Team %(team)s may differ from “%(title)s” until %(day)s") % values
    else:
        text = _("Team %(team)s gets no exception from “%(title)s”") % values
    _tell_team(exception, "exception-answered", text, but=by, at=decided_at)
    return exception


@transaction.atomic
def end_exception(*, exception, by):
    """End a granted exception before its last day. Raises `KnowledgeError` where none is running."""
    State = GuidelineException.State
    running = GuidelineException.objects.filter(pk=exception.pk, state=State.GRANTED, ends_on__gte=timezone.localdate())
    if not running.update(state=State.ENDED):
        raise KnowledgeError({"state": _("This exception has ended already.")})
    exception.refresh_from_db()
    values = {"team": exception.team.name, "title": exception.guideline.title}
    text = _("The exception of team %(team)s from “%(title)s” has ended") % values
    _tell_team(exception, "exception-answered", text, but=by)
    return exception


def remind_of_ends(*, days=REMIND_DAYS):
    """Tell the teams whose exception ends within `days` days, once each. Returns how many people were told."""
    today = timezone.localdate()
    ending = GuidelineException.objects.filter(
        state=GuidelineException.State.GRANTED,
        starts_on__lte=today,
        ends_on__range=(today, today + timedelta(days=days)),
        guideline__live=True,
    )
    told = 0
    for exception in ending.select_related("team", "guideline"):
        text = _("Your exception from “%(title)s” ends on %(day)s") % {
            "title": exception.guideline.title,
            "day": date_format(exception.ends_on),
        }
        told += _tell_team(exception, "exception-ending", text)
    return told


def _tell_team(exception, kind, text, but=None, at=None):
    """Tell who asked and the team's leads."""
    leads = TeamMembership.objects.filter(team=exception.team, role=TeamMembership.Role.LEAD).values("user")
    people = User.objects.active().filter(pk__in=leads) | User.objects.active().filter(pk=exception.asked_by_id)
    if but is not None:
        people = people.exclude(pk=but.pk)
    url, dedupe = exception.guideline.url or "", f"exception-{exception.pk}-{exception.state}"
    return notify_many(users=people, kind=kind, text=text, url=url, dedupe=dedupe, at=at)
