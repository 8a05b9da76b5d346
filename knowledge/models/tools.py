"""Tools: what each is for, how it was weighed, and whether to take it up."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable
from wagtail.search import index

from knowledge.models.pages import KnowledgePage, section_field
from knowledge.models.practices import PracticePage

HIGHEST_SCORE = 5


class ToolPage(KnowledgePage):
    """A tool and where it stands on the radar. `status` follows from the latest of its decisions."""

    class Status(models.TextChoices):
        ADOPT = "adopt", _("Adopt")
        TRIAL = "trial", _("Trial")
        ASSESS = "assess", _("Assess")
        HOLD = "hold", _("Hold")

    class Area(models.TextChoices):
        PLAN = "plan", _("Plan and track")
        BUILD = "build", _("Build and deliver")
        RUN = "run", _("Run and measure")
        WORK_TOGETHER = "together", _("Work together")

    SECTIONS = ("purpose", "good_at", "bad_at")

    purpose = section_field(_("What it is for"))
    good_at = section_field(_("What it is good at"))
    bad_at = section_field(_("Where it hurts"))
    area = models.CharField(max_length=10, choices=Area, default=Area.PLAN)
    website = models.URLField(blank=True)
    status = models.CharField(max_length=10, choices=Status, blank=True, editable=False)
    practices = ParentalManyToManyField(PracticePage, blank=True, related_name="tools")

    search_fields = [*KnowledgePage.search_fields, *(index.SearchField(name) for name in SECTIONS)]
    template = "knowledge/tool.html"
    reads_with = ["upkeep__owner__profile"]

    @property
    def decided(self):
        """The decision that holds: the latest one, or `None`."""
        return max(self.decisions.all(), key=lambda each: (each.decided_on, each.sort_order or 0), default=None)

    def full_clean(self, *args, **kwargs):
        self.status = self.decided.status if self.decided else ""
        super().full_clean(*args, **kwargs)

    def get_context(self, request, *args, **kwargs):
        from knowledge.page_context import tool_context  # it reads the models

        return {**super().get_context(request, *args, **kwargs), **tool_context(self, request.user)}


class ToolDecision(Orderable):
    """On a day, for a reason, a tool was put on hold, or up for trial, and so on."""

    tool = ParentalKey(ToolPage, on_delete=models.CASCADE, related_name="decisions")
    status = models.CharField(max_length=10, choices=ToolPage.Status)
    decided_on = models.DateField(default=timezone.localdate)
    reason = models.TextField(max_length=600)

    panels = [FieldPanel("status"), FieldPanel("decided_on"), FieldPanel("reason")]

    class Meta(Orderable.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["adopt", "trial", "assess", "hold"]), name="knowledge_tool_status"
            )
        ]

    def __str__(self):
        return f"{self.tool}: {self.get_status_display()}"


class ToolCriterion(models.Model):
    """One of the things that tools are weighed by, and how much it weighs."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    question = models.CharField(max_length=200, blank=True, help_text=_("What a score answers."))
    weight = models.PositiveSmallIntegerField(default=1, help_text=_("2 counts twice as much as 1."))
    position = models.PositiveSmallIntegerField(default=0)

    panels = [FieldPanel(name) for name in ("name", "slug", "question", "weight", "position")]

    class Meta:
        ordering = ["position", "pk"]
        verbose_name_plural = _("tool criteria")

    def __str__(self):
        return self.name


class ToolScore(Orderable):
    """How a tool does by one criterion, from 0 (not at all) to 5 (as well as one could wish)."""

    tool = ParentalKey(ToolPage, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(ToolCriterion, on_delete=models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField(choices=[(n, n) for n in range(HIGHEST_SCORE + 1)])
    note = models.CharField(max_length=200, blank=True)

    panels = [FieldPanel("criterion"), FieldPanel("score"), FieldPanel("note")]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tool", "criterion"], name="knowledge_one_score_per_criterion"),
            models.CheckConstraint(condition=Q(score__lte=HIGHEST_SCORE), name="knowledge_tool_score"),
        ]

    def __str__(self):
        return f"{self.criterion}: {self.score}"


ToolPage.content_panels = ToolPage.panels_with(
    MultiFieldPanel(
        [FieldPanel("area"), FieldPanel("website"), FieldPanel("practices")], heading=_("Where it belongs")
    ),
    InlinePanel("decisions", heading=_("Decisions"), label=_("Decision")),
    InlinePanel("scores", heading=_("Evaluation"), label=_("Score")),
)
