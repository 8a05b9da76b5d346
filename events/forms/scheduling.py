"""The form in which coaches schedule and change events."""

import uuid
from datetime import date, time

from django import forms
from django.utils.translation import gettext_lazy as _

from events.exceptions import EventError
from events.models import Event
from events.schedule import MAX_DATES, parts_of, repeat_rule, words
from events.services import create_event, update_event
from events.services.events import MAX_CAPACITY, plan_of
from knowledge.backlinks import in_use
from knowledge.models import PracticePage
from people.audiences import Audience, visible_pages

ONCE, KEEP = "once", "keep"
REPEATS = {
    "weekly": ("weekly", 1, _("Every week")),
    "weekly-2": ("weekly", 2, _("Every 2 weeks")),
    "weekly-3": ("weekly", 3, _("Every 3 weeks")),
    "weekly-4": ("weekly", 4, _("Every 4 weeks")),
    "monthly": ("monthly", 1, _("Every month, on the same weekday of the month")),
}
RENAMED = {"rrule": "repeat", "audience_group": "audience"}


class EventForm(forms.Form):
    """Makes an event, or with `event` changes one. Refusals of the services stand beside their fields."""

    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("Title"), max_length=160)
    kind = forms.ChoiceField(label=_("Kind"), choices=Event.Kind)
    summary = forms.CharField(
        label=_("Summary"),
        max_length=400,
        required=False,
        help_text=_("One or two sentences. Lists and search show them."),
    )
    description = forms.CharField(
        label=_("What happens"),
        max_length=20000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Markdown: ## for a heading, 1. for steps."),
    )
    outcomes = forms.CharField(
        label=_("What people will be able to do"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One on each line."),
    )
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    start = forms.TimeField(label=_("Starts"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    end = forms.TimeField(label=_("Ends"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    timezone = forms.CharField(
        label=_("Time zone"),
        max_length=64,
        help_text=_("Where it takes place, such as Europe/London. Readers elsewhere see their own time."),
    )
    repeat = forms.ChoiceField(label=_("Repeats"))
    count = forms.IntegerField(
        label=_("Number of dates"),
        min_value=2,
        max_value=MAX_DATES,
        required=False,
    )
    sessions = forms.CharField(
        label=_("Further dates of the same booking"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One on each line, like 2027-03-18 09:15 to 11:00."),
    )
    format = forms.ChoiceField(label=_("How people take part"), choices=Event.Format)
    place = forms.CharField(label=_("Place"), max_length=160, required=False)
    access = forms.CharField(
        label=_("Getting in"), max_length=200, required=False, help_text=_("Step-free, hearing loop, captions …")
    )
    join_url = forms.URLField(
        label=_("Link to join"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("Shown to those who have a place, and to nobody else."),
    )
    capacity = forms.IntegerField(
        label=_("Places"),
        min_value=1,
        max_value=MAX_CAPACITY,
        required=False,
        help_text=_("Empty where there is no limit."),
    )
    closes_days_before = forms.IntegerField(
        label=_("Closes so many days before"),
        min_value=0,
        max_value=90,
        required=False,
        help_text=_("Empty: when it begins."),
    )
    audience = forms.ChoiceField(label=_("Who sees it"))
    practices = forms.ModelMultipleChoiceField(
        PracticePage.objects.none(),
        label=_("Practices it works on"),
        widget=forms.SelectMultiple(attrs={"size": 8}),
        required=False,
        help_text=_("Hold Ctrl or Cmd for several."),
    )
    afterwards = forms.CharField(
        label=_("Afterwards"),
        max_length=20000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Markdown: what came of it, recordings, links. Shown when it is over."),
    )

    def __init__(self, *args, user, event=None, **kwargs):
        kwargs["initial"] = {**(_initial(event) if event else _blank(user)), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.user, self.event = user, event
        self.fields["practices"].queryset = in_use(visible_pages(PracticePage.objects.all(), user)).order_by("title")
        self.fields["repeat"].choices = [(ONCE, _("Once")), *((key, label) for key, (_f, _i, label) in REPEATS.items())]
        if kwargs["initial"].get("repeat") == KEEP:
            self.fields["repeat"].choices.append((KEEP, _("As now: %(words)s") % {"words": words(event.rrule)}))
        self.groups = _groups_for(user, event)
        self.fields["audience"].choices = [
            (Audience.PUBLIC, Audience.PUBLIC.label),
            (Audience.MEMBERS, Audience.MEMBERS.label),
            *((f"group-{pk}", name) for pk, name in self.groups.items()),
        ]
        if event is None:
            del self.fields["afterwards"]

    def clean_closes_days_before(self):
        return self.cleaned_data["closes_days_before"] or 0

    def clean_outcomes(self):
        return [line.strip().lstrip("-* ") for line in self.cleaned_data["outcomes"].splitlines() if line.strip()]

    def clean_sessions(self):
        return [_session(line) for line in self.cleaned_data["sessions"].splitlines() if line.strip()]

    def clean(self):
        chosen = self.cleaned_data
        if chosen.get("repeat") in REPEATS and not chosen.get("count") and "count" not in self.errors:
            self.add_error("count", _("Say how many dates there are."))
        return chosen

    def save(self):
        """Make or change the event. Returns it; on a refusal `None`, with the reasons in the form."""
        values = self._values()
        try:
            if self.event:
                return update_event(event=self.event, **values)
            return create_event(**values, uid=self.cleaned_data["uid"], created_by=self.user, facilitators=[self.user])
        except EventError as refusal:
            for name, message in refusal.errors.items():
                name = RENAMED.get(name, name)
                self.add_error(name if name in self.fields else None, message)
            return None

    def _values(self):
        values = {name: value for name, value in self.cleaned_data.items() if name not in ("uid", "repeat", "count")}
        values["rrule"] = self._rrule()
        group = values["audience"].removeprefix("group-")
        if group != values["audience"]:
            values["audience"], values["audience_group_id"] = Audience.GROUP, int(group)
        return values

    def _rrule(self):
        repeat = self.cleaned_data["repeat"]
        if repeat == KEEP:
            return self.event.rrule
        if repeat == ONCE:
            return ""
        freq, interval, _label = REPEATS[repeat]
        return repeat_rule(freq, self.cleaned_data["day"], self.cleaned_data["count"], interval)


def _session(line):
    try:
        day, start, end = line.replace(" to ", " ").replace(",", " ").split()
        return date.fromisoformat(day), time.fromisoformat(start), time.fromisoformat(end)
    except ValueError as error:
        text = _("“%(line)s” is no date. Write it like 2027-03-18 09:15 to 11:00.")
        raise forms.ValidationError(text, params={"line": line[:60]}) from error


def _groups_for(user, event):
    """{group's pk: name} of the audiences that a person may give: their teams, and what the event has now."""
    groups = {m.team.group_id: _("Only %(team)s") % {"team": m.team.name} for m in user.team_memberships}
    if event and event.audience_group_id and event.audience_group_id not in groups:
        groups[event.audience_group_id] = _("As now: %(group)s") % {"group": event.audience_group.name}
    return groups


def _blank(user):
    return {
        "uid": uuid.uuid4(),
        "timezone": user.profile.timezone,
        "repeat": ONCE,
        "audience": Audience.MEMBERS,
        "closes_days_before": 0,
    }


def _initial(event):
    """What the form shows of an event as it is."""
    plan = plan_of(event)
    names = ["title", "kind", "summary", "description", "format", "place", "access", "join_url", "capacity"]
    values = {name: getattr(event, name) for name in [*names, "closes_days_before", "afterwards", "timezone"]}
    repeat, count = _repeat_of(event.rrule, plan.slot.day)
    lines = [f"{slot.day:%Y-%m-%d} {slot.start:%H:%M} to {slot.end:%H:%M}" for slot in plan.sessions]
    return {
        **values,
        "outcomes": "\n".join(event.outcomes),
        "day": plan.slot.day,
        "start": plan.slot.start,
        "end": plan.slot.end,
        "sessions": "\n".join(lines),
        "repeat": repeat,
        "count": count,
        "audience": f"group-{event.audience_group_id}" if event.audience_group_id else event.audience,
        "practices": list(event.practices.all()),
    }


def _repeat_of(rrule, day):
    """The choice of the form that a rule stands for, and its number of dates."""
    if not rrule:
        return ONCE, None
    count = parts_of(rrule).get("COUNT")
    for key, (freq, interval, _label) in REPEATS.items():
        if count and parts_of(repeat_rule(freq, day, count, interval)) == parts_of(rrule):
            return key, int(count)
    return KEEP, int(count) if count else None
