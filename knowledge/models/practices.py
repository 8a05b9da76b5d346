"""Practices: the hub of the portal."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index

from knowledge.models.pages import KnowledgePage, section_field


class PracticePage(KnowledgePage):
    """A way of working that a team can try. Gaps point to it, training teaches it, events are about it, laps try it and
    retrospectives say what it did.

    Relations to other practices are typed. `needs` must be in place first and has no cycles; `conflicts_with` is said
    once and holds both ways; `replaces` names what this one is better than.
    """

    SECTIONS = ("problem", "how_to", "use_when", "avoid_when", "signs_good", "signs_bad")
    RELATIONS = ("needs", "supports", "replaces", "conflicts_with")

    number = models.PositiveIntegerField(unique=True, null=True, blank=True, help_text=_("The practice's number."))
    other_names = models.TextField(
        max_length=600, blank=True, help_text=_("Other names that people search for, one on each line.")
    )
    problem = section_field(_("Problem it solves"))
    how_to = section_field(_("How to try it"), _("In steps that a team can follow without you."))
    use_when = section_field(_("When to use it"))
    avoid_when = section_field(_("When not to use it"), _("Where it hurt, and what to do instead."))
    signs_good = section_field(_("Signs that it works"))
    signs_bad = section_field(_("Signs that it does not"))
    effort = models.CharField(max_length=120, blank=True, help_text=_("What it costs, for instance half a day."))
    works_best = models.CharField(max_length=200, blank=True, help_text=_("Stands below the evidence strip."))
    steward = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="stewarded_practices"
    )
    review_group = models.ForeignKey(
        Group,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("A community's editors, who review what is written about this practice beside its steward."),
    )
    needs = ParentalManyToManyField("self", symmetrical=False, blank=True, related_name="needed_by")
    supports = ParentalManyToManyField("self", symmetrical=False, blank=True, related_name="supported_by")
    replaces = ParentalManyToManyField("self", symmetrical=False, blank=True, related_name="replaced_by")
    conflicts_with = ParentalManyToManyField("self", symmetrical=False, blank=True, related_name="conflicting")

    search_fields = [
        *KnowledgePage.search_fields,
        index.SearchField("other_names"),
        *(index.SearchField(name) for name in SECTIONS),
    ]
    exclude_fields_in_copy = ["number"]
    template = "knowledge/practice.html"
    reads_with = ["steward__profile"]

    def get_context(self, request, *args, **kwargs):
        from knowledge.page_context import practice_context  # it reads the models

        is_draft = getattr(request, "is_preview", False)
        shown = practice_context(self, request.user, is_draft=is_draft)
        return {**super().get_context(request, *args, **kwargs), **shown}


PracticePage.content_panels = PracticePage.panels_with(
    MultiFieldPanel(
        [FieldPanel("number"), FieldPanel("other_names"), FieldPanel("effort"), FieldPanel("works_best")],
        heading=_("At a glance"),
    ),
    MultiFieldPanel([FieldPanel("steward"), FieldPanel("review_group")], heading=_("Who keeps it true")),
    MultiFieldPanel([FieldPanel(name) for name in PracticePage.RELATIONS], heading=_("What goes with it")),
)
