"""The forms of exceptions from a guideline: asking for one, and deciding on it."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from knowledge.forms.laps import RefusableForm
from knowledge.forms.rows import ObjectChoiceField, day_field
from knowledge.governance import teams_that_may_ask
from knowledge.services.guidelines import ask_exception, decide_exception

GRANT, REFUSE = "grant", "refuse"


class AskExceptionForm(RefusableForm):
    """Which team wants to do otherwise, why, and for how long."""

    team = ObjectChoiceField(label=_("Team"), error_messages={"required": _("Choose the team that asks.")})
    reason = forms.CharField(
        label=_("Why you cannot follow it"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say why: whoever decides was not there.")},
    )
    instead = forms.CharField(
        label=_("What you do instead"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    starts_on = day_field(label=_("From"))
    ends_on = day_field(label=_("Until"), help_text=_("The last day. A year at most."))

    def __init__(self, *args, guideline, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.guideline, self.user = guideline, user
        teams = list(teams_that_may_ask(user))
        self.fields["team"].offer(teams, _("Choose a team"))
        self.fields["starts_on"].initial = timezone.localdate()
        if len(teams) == 1:
            self.fields["team"].initial = teams[0].pk

    def save(self):
        """Ask. Returns the exception, or `None` where the service refused."""
        return self.attempt(ask_exception, guideline=self.guideline, asked_by=self.user, **self.cleaned_data)


class DecideExceptionForm(RefusableForm):
    """Grant or refuse, with a word to the team."""

    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=[(GRANT, _("Grant it")), (REFUSE, _("Refuse it"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    answer = forms.CharField(
        label=_("What you tell the team"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed where you refuse."),
    )

    def save(self, exception, by):
        """Decide. Returns the exception, or `None` where the service refused."""
        grant = self.cleaned_data["decision"] == GRANT
        return self.attempt(
            decide_exception, exception=exception, by=by, grant=grant, answer=self.cleaned_data["answer"]
        )
