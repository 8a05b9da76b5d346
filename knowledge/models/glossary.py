"""The glossary: what the organisation means by its words."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from knowledge.models.practices import PracticePage


class Term(models.Model):
    """A word with its meaning. Articles explain it where it first appears."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80, unique=True)
    other_names = models.TextField(max_length=400, blank=True, help_text=_("Other spellings, one on each line."))
    definition = models.TextField(max_length=600, help_text=_("One to three sentences, without links."))
    practice = models.ForeignKey(PracticePage, null=True, blank=True, on_delete=models.SET_NULL, related_name="terms")
    case_matters = models.BooleanField(default=False, help_text=_("For abbreviations that are also words."))

    panels = [FieldPanel(name) for name in ("name", "slug", "other_names", "definition", "practice", "case_matters")]

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"{reverse('knowledge:glossary')}#{self.slug}"
