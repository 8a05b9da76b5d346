"""Events, the dates they take place on, and the seats that people and teams hold."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from events.querysets import EventQuerySet, FeedQuerySet, OccurrenceQuerySet, RegistrationQuerySet
from knowledge.models import PracticePage
from people.audiences import AudienceMixin
from people.models import Team, validate_timezone
from search.models import Topic


class Event(AudienceMixin, models.Model):
    """A meeting that people can come to: once, on several dates as one booking, or in a series.

    `seats_taken` is written by conditional updates only (events/services/seats.py), so that no race can sell a seat
    twice; a test proves that it agrees with the registrations. Never `save()` an event without `update_fields`.
    """

    class Kind(models.TextChoices):
        WORKSHOP = "workshop", _("Workshop")
        FORUM = "forum", _("Forum")
        OFFICE_HOURS = "office_hours", _("Coach hour")
        MEETING = "meeting", _("Community meeting")
        WEBINAR = "webinar", _("Webinar")

    class Format(models.TextChoices):
        IN_PERSON = "in_person", _("In person")
        ONLINE = "online", _("Online")
        HYBRID = "hybrid", _("In person and online")

    slug = models.SlugField(max_length=120, unique=True)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text=_("Names it in calendar feeds."))
    title = models.CharField(max_length=160)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.WORKSHOP)
    summary = models.CharField(max_length=400, blank=True)
    description = models.TextField(max_length=20000, blank=True, help_text=_("Markdown"))
    outcomes = models.JSONField(
        default=list, blank=True, help_text=_("What people will be able to do: a list of text.")
    )
    format = models.CharField(max_length=12, choices=Format, default=Format.IN_PERSON)
    place = models.CharField(max_length=160, blank=True)
    access = models.CharField(max_length=200, blank=True, help_text=_("Step-free, hearing loop …"))
    join_url = models.URLField(
        max_length=500, blank=True, help_text=_("Shown to those registered only, and in no public feed.")
    )
    timezone = models.CharField(max_length=64, default=settings.TIME_ZONE, validators=[validate_timezone])
    rrule = models.CharField(
        max_length=200, blank=True, help_text=_("RFC 5545 recurrence rule of a series, without DTSTART.")
    )
    capacity = models.PositiveIntegerField(null=True, blank=True, help_text=_("Empty: no limit."))
    seats_taken = models.PositiveIntegerField(default=0, editable=False)
    closes_days_before = models.PositiveSmallIntegerField(
        default=0, help_text=_("Registration closes at the end of the day so many days before. 0: when it begins.")
    )
    registration_closes_at = models.DateTimeField(null=True, blank=True, editable=False)
    takes_registrations = models.BooleanField(default=True, help_text=_("Off: people just come."))
    facilitators = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="facilitated_events")
    practices = models.ManyToManyField(PracticePage, blank=True, related_name="events")
    topics = models.ManyToManyField(Topic, blank=True, related_name="events")
    materials = models.JSONField(default=list, blank=True, help_text=_('[{"title": …, "url": …, "text": …}]'))
    afterwards = models.TextField(max_length=20000, blank=True, help_text=_("Markdown: what came of it."))
    sequence = models.PositiveIntegerField(default=0, help_text=_("Rises with each change that calendars must see."))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=now)
    updated_at = models.DateTimeField(default=now, help_text=_("Last change of what calendars show."))

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["title"])]
        constraints = [
            *AudienceMixin.Meta.constraints,
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(seats_taken__lte=F("capacity")), name="events_never_oversold"
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("events:event", args=[self.slug])

    @property
    def seats_left(self):
        """Free seats, or `None` where there is no limit."""
        return None if self.capacity is None else self.capacity - self.seats_taken

    @property
    def is_full(self):
        """Has a limit, and no seat is free."""
        return self.capacity is not None and self.seats_taken >= self.capacity

    @property
    def is_series(self):
        """Recurs by a rule; several dates of one booking are no series."""
        return bool(self.rrule)


class Occurrence(models.Model):
    """One date of an event. Stored in UTC, planned in the event's zone: no clock change moves the time on the clock."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="occurrences")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "starts_at"], name="events_one_start_per_event"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="events_ends_after_start"),
        ]
        indexes = [models.Index(fields=["starts_at"])]

    def __str__(self):
        return f"{self.event}, {self.starts_at:%Y-%m-%d %H:%M}"


class Registration(models.Model):
    """One seat, or one place on the waiting list. Those that are kept together share a `party`: they get their seats
    at once or wait together. A team's open seat has no `user` yet. The order of the waiting list is the order of `pk`.
    """

    class Status(models.TextChoices):
        CONFIRMED = "confirmed", _("Registered")
        WAITING = "waiting", _("On the waiting list")
        CANCELLED = "cancelled", _("Cancelled")

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="registrations")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="registrations"
    )
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.SET_NULL, related_name="registrations")
    party = models.UUIDField(default=uuid.uuid4)
    status = models.CharField(max_length=10, choices=Status)
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    registered_at = models.DateTimeField(default=now)
    changed_at = models.DateTimeField(default=now)
    mailed_status = models.CharField(
        max_length=10, blank=True, editable=False, help_text=_("The status that the person was last written about.")
    )

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "user"],
                condition=~Q(status="cancelled") & Q(user__isnull=False),
                name="events_one_seat_per_person",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["confirmed", "waiting", "cancelled"]), name="events_registration_status"
            ),
        ]
        indexes = [models.Index(fields=["event", "status"])]

    def __str__(self):
        return f"{self.user or self.team}: {self.event} ({self.get_status_display()})"


class CalendarFeed(models.Model):
    """An address of a person's private feed. Only a hash of its token is kept: a lost address is replaced by another,
    not looked up. A revoked one is remembered, so that a calendar that still asks is told to stop."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feeds")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=now)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_on = models.DateField(null=True, blank=True)

    objects = FeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(revoked_at__isnull=True), name="events_one_open_feed_per_person"
            )
        ]

    def __str__(self):
        return f"Calendar of {self.user}"
