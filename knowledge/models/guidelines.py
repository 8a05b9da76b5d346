"""Guidelines: what the organisation has agreed to, by version; who has read it, and who may differ for a while."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Revision
from wagtail.search import index

from knowledge.models.pages import KnowledgePage, section_field
from knowledge.models.practices import PracticePage
from people.models import Team


class GuidelinePage(KnowledgePage):
    """A rule with a version, the day from which it holds, and those who must have read it.

    Whoever must read it acknowledges one version; a new version asks them again. Its owner and review date are those of
    every page (`Upkeep`).
    """

    SECTIONS = ("rule", "why", "how")

    rule = section_field(_("What we agreed"))
    why = section_field(_("Why"))
    how = section_field(_("How to follow it"))
    version = models.PositiveSmallIntegerField(
        default=1, help_text=_("Raise it when people must read it again; leave it for a correction of the spelling.")
    )
    what_changed = models.CharField(max_length=300, blank=True, help_text=_("In this version, in one sentence."))
    effective_on = models.DateField(null=True, blank=True, help_text=_("The day from which this version holds."))
    must_read_by_all = models.BooleanField(default=False, help_text=_("Everyone who is signed in must read it."))
    must_read_by = ParentalManyToManyField(
        Group, blank=True, related_name="+", help_text=_("Teams, communities and roles whose people must read it.")
    )
    days_to_read = models.PositiveSmallIntegerField(default=14, help_text=_("Days from its start to have read it."))
    practices = ParentalManyToManyField(PracticePage, blank=True, related_name="guidelines")

    search_fields = [*KnowledgePage.search_fields, *(index.SearchField(name) for name in SECTIONS)]
    template = "knowledge/guideline.html"
    reads_with = ["upkeep__owner__profile"]

    @property
    def holds_already(self):
        """Whether its day has come; one without a day holds from its publication."""
        return self.effective_on is None or self.effective_on <= timezone.localdate()

    @property
    def read_by(self):
        """The day by which it is to be read, where it says from when it holds; else `None`."""
        return self.effective_on + timedelta(days=self.days_to_read) if self.effective_on else None

    @property
    def is_late(self):
        """Whether the day by which it is to be read has passed."""
        return bool(self.read_by and self.read_by < timezone.localdate())

    def get_context(self, request, *args, **kwargs):
        from knowledge.page_context import guideline_context  # it reads the models

        return {**super().get_context(request, *args, **kwargs), **guideline_context(self, request.user)}


GuidelinePage.content_panels = GuidelinePage.panels_with(
    MultiFieldPanel(
        [FieldPanel("version"), FieldPanel("what_changed"), FieldPanel("effective_on")], heading=_("This version")
    ),
    MultiFieldPanel(
        [FieldPanel("must_read_by_all"), FieldPanel("must_read_by"), FieldPanel("days_to_read")],
        heading=_("Who must read it"),
    ),
    FieldPanel("practices"),
)


class Acknowledgement(models.Model):
    """A person has read one version of a guideline. It outlives the page: `title` remembers what they read."""

    guideline = models.ForeignKey(GuidelinePage, null=True, on_delete=models.SET_NULL, related_name="acknowledgements")
    title = models.CharField(max_length=255)
    version = models.PositiveSmallIntegerField()
    revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="acknowledgements")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["guideline", "version", "user"],
                condition=Q(guideline__isnull=False),
                name="knowledge_acknowledged_once",
            )
        ]

    def __str__(self):
        return f"{self.user} · {self.title} ({self.version})"


class GuidelineException(models.Model):
    """A team may do otherwise than a guideline says, for a stated reason and until a stated day."""

    class State(models.TextChoices):
        ASKED = "asked", _("Asked for")
        GRANTED = "granted", _("Granted")
        REFUSED = "refused", _("Refused")
        ENDED = "ended", _("Ended early")

    guideline = models.ForeignKey(GuidelinePage, on_delete=models.CASCADE, related_name="exceptions")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="guideline_exceptions")
    reason = models.TextField(max_length=1000)
    instead = models.TextField(_("what you do instead"), max_length=1000, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(help_text=_("The last day. A year at most."))
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(max_length=1000, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="knowledge_exception_days"),
            models.UniqueConstraint(
                fields=["guideline", "team"], condition=Q(state="asked"), name="knowledge_exception_asked_once"
            ),
        ]

    def __str__(self):
        return f"{self.team} · {self.guideline}"

    def get_absolute_url(self):
        return reverse("knowledge:exception", args=[self.pk])

    @property
    def is_running(self):
        """Granted, begun and not yet over."""
        return self.state == self.State.GRANTED and self.starts_on <= timezone.localdate() <= self.ends_on
