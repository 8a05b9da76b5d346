"""The filters of the list of events, as they stand in its address."""

from datetime import date, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models import Event
from knowledge.models import PracticePage
from people.audiences import visible_pages
from search.models import Topic

YEARS = 5
WORKDAYS = 5


class EventFilter(forms.Form):
    """Everything is optional. Invalid values make the form invalid: such an address leads nowhere."""

    kind = forms.MultipleChoiceField(choices=Event.Kind, required=False)
    places = forms.BooleanField(required=False)
    online = forms.BooleanField(required=False)
    topic = forms.ModelChoiceField(Topic.objects.all(), to_field_name="slug", required=False)
    practice = forms.CharField(max_length=255, required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["from"] = forms.DateField(required=False, input_formats=["%Y-%m-%d"])

    def clean_practice(self):
        slug = self.cleaned_data["practice"]
        if not slug:
            return None
        found = visible_pages(PracticePage.objects.filter(slug=slug), self.user).first()
        if found is None:
            raise forms.ValidationError(_("There is no such practice."))
        return found

    def clean(self):
        day = self.cleaned_data.get("from")
        if day and abs(day.year - timezone.localdate().year) > YEARS:
            self.add_error("from", _("There is nothing so far away."))
        return self.cleaned_data

    @property
    def start(self) -> date:
        """A day of the first of the four weeks that are shown; on a weekend, of the week to come."""
        today = timezone.localdate()
        return self.cleaned_data.get("from") or today + timedelta(days=2 if today.weekday() >= WORKDAYS else 0)

    def without_kinds(self, events):
        """The events that all filters but the kinds leave: what the kinds are counted in."""
        chosen = self.cleaned_data
        if chosen["places"]:
            events = events.with_places_left()
        if chosen["online"]:
            events = events.online()
        if chosen["topic"]:
            events = events.filter(topics=chosen["topic"])
        if chosen["practice"]:
            events = events.about_practice(chosen["practice"])
        return events

    def by_kind(self, events):
        """The events of the kinds that are ticked; no tick is every kind."""
        kinds = self.cleaned_data["kind"]
        return events.filter(kind__in=kinds) if kinds else events

    def kind_options(self, counts):
        """The kinds for the facet, each with its count; those without any event are left out unless ticked."""
        ticked = self.cleaned_data["kind"]
        return [
            {"value": value, "label": label, "count": counts.get(value, 0), "checked": not ticked or value in ticked}
            for value, label in PLURALS.items()
            if counts.get(value) or value in ticked
        ]


PLURALS = {
    Event.Kind.WORKSHOP: _("Workshops"),
    Event.Kind.FORUM: _("Forums"),
    Event.Kind.OFFICE_HOURS: _("Coach hours"),
    Event.Kind.MEETING: _("Community meetings"),
    Event.Kind.WEBINAR: _("Webinars"),
}
