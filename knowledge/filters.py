"""What lists are filtered by, from the address. A malformed value filters nothing and breaks nothing."""

from django import forms
from django.utils.translation import gettext_lazy as _

from knowledge.models import Outcome, ToolPage

HELPED, TRIED, NEW = "helped", "tried", "new"
TO_READ = "to-read"


class Filter(forms.Form):
    """Reads a query string; values that are not understood count as not given."""

    def chosen(self):
        """{name: value} of everything that was given and understood."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class PracticeFilter(Filter):
    """Of the list of practices."""

    EVIDENCE = [(HELPED, _("Helped more often than not")), (TRIED, _("Tried in 3 projects or more"))]
    SORTS = [("", _("Title")), (TRIED, _("Most evidence")), (NEW, _("Newest"))]

    topic = forms.SlugField(required=False)
    evidence = forms.ChoiceField(choices=EVIDENCE, required=False)
    sort = forms.ChoiceField(choices=SORTS, required=False)


class GuideFilter(Filter):
    """Of the list of guides."""

    topic = forms.SlugField(required=False)


class LessonFilter(Filter):
    """Of the list of lessons learned."""

    topic = forms.SlugField(required=False)
    outcome = forms.ChoiceField(choices=Outcome.choices, required=False)


class GuidelineFilter(Filter):
    """Of the list of guidelines."""

    topic = forms.SlugField(required=False)
    read = forms.ChoiceField(choices=[(TO_READ, _("You have not read them yet"))], required=False)


class ToolFilter(Filter):
    """Of the radar and list of tools."""

    area = forms.ChoiceField(choices=ToolPage.Area.choices, required=False)
    status = forms.ChoiceField(choices=ToolPage.Status.choices, required=False)


class RetrospectiveFilter(Filter):
    """Of the list of retrospectives."""

    team = forms.SlugField(required=False)
    project = forms.SlugField(required=False)
    practice = forms.SlugField(required=False)
    outcome = forms.ChoiceField(choices=Outcome.choices, required=False)
