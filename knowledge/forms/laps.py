"""The forms of a lap: choosing its practice, changing what was written, ending it."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from knowledge.backlinks import in_use
from knowledge.exceptions import KnowledgeError
from knowledge.forms.rows import ObjectChoiceField, day_field
from knowledge.models import Lap, Outcome, PracticePage
from knowledge.services import choose_for_lap, end_lap, update_lap
from knowledge.services.laps import LAP_DAYS
from people.audiences import visible_pages
from portfolio.models import Project

NOBODY_CAN_TELL = "unknown"


class RefusableForm(forms.Form):
    """A form that shows a service's refusal beside the fields it is about."""

    def attempt(self, service, **values):
        """What the service returns, or `None` where it refused."""
        try:
            return service(**values)
        except KnowledgeError as refusal:
            for name, message in refusal.errors.items():
                self.add_error(name if name in self.fields else None, message)
            return None


class LapForm(RefusableForm):
    """What a team writes about its lap."""

    gap = forms.CharField(
        label=_("What you want to be better at"), required=False, max_length=200, help_text=_("The gap it answers.")
    )
    hypothesis = forms.CharField(
        label=_("What you expect"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("If we …, then …"),
    )
    measure = forms.CharField(
        label=_("How you will notice"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One figure that you can read before and after."),
    )
    project = ObjectChoiceField(label=_("Where you try it"), required=False)
    decide_by = day_field(label=_("Decide by"), help_text=_("The day on which you look back: six weeks are usual."))

    def __init__(self, *args, user, lap=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.lap = user, lap
        self.fields["project"].offer(Project.objects.visible_to(user), _("No project"))
        self.fields["decide_by"].initial = timezone.localdate() + timedelta(days=LAP_DAYS)

    def save(self):
        """Change the lap. Returns it, or `None` where the service refused."""
        return self.attempt(update_lap, lap=self.lap, learned=self.lap.learned, **self.cleaned_data)


class ChooseForm(LapForm):
    """Choose a practice for a lap: the one that the team is on if that has none yet, else one that begins today."""

    team = ObjectChoiceField(label=_("Team"), error_messages={"required": _("Choose the team that tries it.")})
    practice = ObjectChoiceField(label=_("Practice"), error_messages={"required": _("Choose the practice.")})

    field_order = ["team", "practice", "gap", "hypothesis", "measure", "project", "decide_by"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["team"].offer([each.team for each in self.user.team_memberships], _("Choose a team"))
        pages = PracticePage.objects.order_by("title")
        self.fields["practice"].offer(in_use(visible_pages(pages, self.user)), _("Choose a practice"))

    def save(self):
        """Choose it. Returns the lap, or `None` where the service refused."""
        return self.attempt(choose_for_lap, created_by=self.user, **self.cleaned_data)


class EndLapForm(RefusableForm):
    """What the practice did, and what the team makes of it."""

    outcome = forms.ChoiceField(
        label=_("What did it do?"),
        choices=[*Outcome.choices, (NOBODY_CAN_TELL, _("We cannot tell"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what it did, or that you cannot tell.")},
    )
    decision = forms.ChoiceField(
        label=_("What will you do with it?"),
        choices=Lap.Decision,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose keep, adapt or drop.")},
    )
    learned = forms.CharField(
        label=_("What you learned"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def save(self, lap):
        """End the lap. Returns it, or `None` where the service refused."""
        said = {**self.cleaned_data, "outcome": self.cleaned_data["outcome"].removeprefix(NOBODY_CAN_TELL)}
        return self.attempt(end_lap, lap=lap, **said)
