"""Reads of events, their dates and registrations."""

from django.db import models
from django.db.models import Count, F, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from people.audiences import visible_filter
from people.querysets import VisibleQuerySet


class EventQuerySet(VisibleQuerySet):
    def _dates(self):
        occurrences = self.model._meta.get_field("occurrences").related_model.objects
        return occurrences.filter(event=OuterRef("pk"))

    def with_next(self):
        """Annotate `next_start` and `next_end`: the next date that has not ended, `None` for past events."""
        coming = self._dates().filter(ends_at__gte=timezone.now()).order_by("starts_at", "pk")
        return self.annotate(
            next_start=Subquery(coming.values("starts_at")[:1]), next_end=Subquery(coming.values("ends_at")[:1])
        )

    def with_last(self):
        """Annotate `last_start` and `last_end`: the last date of all, past or to come."""
        latest = self._dates().order_by("-starts_at", "-pk")
        return self.annotate(
            last_start=Subquery(latest.values("starts_at")[:1]), last_end=Subquery(latest.values("ends_at")[:1])
        )

    def upcoming(self):
        """Events with a date that has not ended, soonest first. A series stands at its next date."""
        return self.with_next().filter(next_start__isnull=False).order_by("next_start", "pk")

    def upcoming_for(self, user):
        """What this reader may see of what is to come, soonest first."""
        return self.visible_to(user).upcoming()

    def past(self):
        """Events all of whose dates have ended, latest first."""
        return (
            self.with_next()
            .with_last()
            .filter(next_start__isnull=True, last_start__isnull=False)
            .order_by("-last_start", "-pk")
        )

    def about_practice(self, practice):
        """Events that work on this practice."""
        return self.filter(practices=practice)

    def with_places_left(self):
        """Open to registration now, with a free seat; events that take no registration have room for everyone."""
        first = Subquery(self._dates().order_by("starts_at").values("starts_at")[:1])
        at = timezone.now()
        return self.annotate(first_start=first).filter(
            Q(takes_registrations=False)
            | (
                (Q(capacity__isnull=True) | Q(seats_taken__lt=F("capacity")))
                & (Q(registration_closes_at__isnull=True) | Q(registration_closes_at__gte=at))
                & (~Q(rrule="") | Q(first_start__gt=at))
            )
        )

    def online(self):
        """Can be joined from anywhere."""
        return self.filter(format__in=["online", "hybrid"])

    def for_list(self):
        """With everything that a ticket shows: facilitators, and `dates`, how many dates it has."""
        counted = self._dates().order_by().values("event").annotate(n=Count("pk")).values("n")
        return self.annotate(dates=Coalesce(Subquery(counted), 0)).prefetch_related("facilitators")

    def for_feed(self, since):
        """Events with a date that ended after `since`, with all their dates."""
        recent = self._dates().filter(ends_at__gte=since)
        return self.filter(models.Exists(recent)).prefetch_related("occurrences").order_by("pk")

    def of_the_same_name(self, event):
        """Other events of the same title and kind: the same workshop on another date."""
        return self.filter(title=event.title, kind=event.kind).exclude(pk=event.pk)


class OccurrenceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Dates of events that this reader may see."""
        return self.filter(visible_filter(user, "event__"))

    def between(self, start, end):
        """Dates that overlap the half-open time from `start` to `end`."""
        return self.filter(starts_at__lt=end, ends_at__gt=start)

    def to_come(self):
        """Dates that have not ended."""
        return self.filter(ends_at__gte=timezone.now())


class RegistrationQuerySet(models.QuerySet):
    def active(self):
        """Seats and places on waiting lists that were not cancelled."""
        return self.exclude(status="cancelled")

    def confirmed(self):
        """Seats that are held."""
        return self.filter(status="confirmed")

    def waiting(self):
        """The waiting list in its order."""
        return self.filter(status="waiting").order_by("pk")

    def of(self, user):
        """What this person holds, for events that they may see, with the events. Nothing for strangers."""
        if not user.is_authenticated:
            return self.none()
        return self.active().filter(visible_filter(user, "event__"), user=user).select_related("event")

    def with_people(self):
        """With the person and team of each, for lists of who comes."""
        return self.select_related("user__profile", "team")

    def waiting_parties(self):
        """The waiting list by party, in order: tuples of party and how many people it holds."""
        parties = self.filter(status="waiting").order_by().values("party").annotate(first=Min("pk"), n=Count("pk"))
        return [(row["party"], row["n"]) for row in parties.order_by("first")]


class FeedQuerySet(models.QuerySet):
    def open(self):
        """Addresses that work."""
        return self.filter(revoked_at__isnull=True)
