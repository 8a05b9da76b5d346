"""Guides and lessons learned: what coaches publish and what practitioners write down."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index

from knowledge.models.pages import KnowledgePage, section_field
from knowledge.models.practices import PracticePage
from knowledge.models.retrospectives import Outcome
from people.models import Team
from portfolio.models import Project


class GuidePage(KnowledgePage):
    """Coaching content: how to do something well, by somebody who has."""

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="guides"
    )
    practices = ParentalManyToManyField(PracticePage, blank=True, related_name="guides")

    template = "knowledge/guide.html"
    reads_with = ["author__profile"]

    def get_context(self, request, *args, **kwargs):
        from knowledge.page_context import guide_context  # it reads the models

        return {**super().get_context(request, *args, **kwargs), **guide_context(self, request.user)}


class LessonLearnedPage(KnowledgePage):
    """What somebody learned on a project, told so that the next team can use it."""

    SECTIONS = ("situation", "did", "happened", "again")

    situation = section_field(_("Situation"), _("Where you were, and what made you act."))
    did = section_field(_("What we did"))
    happened = section_field(_("What happened"), _("Also what you did not expect, and what hurt."))
    again = section_field(_("What we would do again"), _("And what you would not."))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="lessons_learned"
    )
    project = models.ForeignKey(
        Project, null=True, blank=True, on_delete=models.SET_NULL, related_name="lessons_learned"
    )
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.SET_NULL, related_name="lessons_learned")
    practices = ParentalManyToManyField(PracticePage, blank=True, related_name="lessons_learned")
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)

    search_fields = [*KnowledgePage.search_fields, *(index.SearchField(name) for name in SECTIONS)]
    template = "knowledge/lesson_learned.html"
    reads_with = ["author__profile", "project", "team"]

    def get_context(self, request, *args, **kwargs):
        from knowledge.page_context import lesson_context  # it reads the models

        return {**super().get_context(request, *args, **kwargs), **lesson_context(self, request.user)}


GuidePage.content_panels = GuidePage.panels_with(FieldPanel("author"), FieldPanel("practices"))
LessonLearnedPage.content_panels = LessonLearnedPage.panels_with(
    MultiFieldPanel(
        [FieldPanel(name) for name in ("author", "project", "team", "practices", "outcome")],
        heading=_("Where it comes from"),
    )
)
