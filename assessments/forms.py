"""Forms of the assessments room."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.exceptions import AssessmentError
from assessments.models import ModelVersion
from assessments.permissions import can_open
from assessments.services import open_assessment, save_response
from assessments.services.answers import LONGEST_NOTE
from people.models import Team

CANNOT_TELL = "none"
CHOOSE_ONE = _("Choose a level, or “I cannot tell”.")


class AnswerForm(forms.Form):
    """One person's answer to one question. `is_closed` is set where the round was closed meanwhile."""

    level = forms.ChoiceField(
        widget=forms.RadioSelect, error_messages={"required": CHOOSE_ONE, "invalid_choice": CHOOSE_ONE}
    )
    note = forms.CharField(
        label=_("What makes you say so?"),
        help_text=_("Your team sees the note without your name."),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, assessment, question, user, **kwargs):
        super().__init__(*args, initial=_said(question.response), **kwargs)
        self.assessment, self.question, self.user = assessment, question, user
        names = [(str(level["value"]), level["name"]) for level in assessment.version.scale]
        self.fields["level"].choices = [*names, (CANNOT_TELL, _("I cannot tell"))]
        self.is_closed = False

    def save(self):
        """Keep the answer. Returns it, or `None` where it was refused."""
        level = self.cleaned_data["level"]
        try:
            return save_response(
                assessment=self.assessment,
                item=self.question.item,
                user=self.user,
                level=None if level == CANNOT_TELL else int(level),
                note=self.cleaned_data["note"],
            )
        except AssessmentError as refusal:
            self.is_closed = "assessment" in refusal.errors
            self.add_error(None, refusal.text)
            return None

    @property
    def levels(self):
        """The choices as the question's component shows them."""
        chosen = self["level"].value()
        item = self.question.item
        return [
            {
                "value": level["value"],
                "title": f"{level['value']}. {level['name']}",
                "text": item.level_text(level["value"]),
                "checked": chosen == str(level["value"]),
            }
            for level in self.assessment.version.scale
        ]

    @property
    def is_unsure(self):
        return self["level"].value() == CANNOT_TELL

    @property
    def problems(self):
        """Everything that keeps the answer from being kept, in words."""
        return " ".join(str(message) for messages in self.errors.values() for message in messages)

    @property
    def says_nothing(self):
        """Neither a level nor a note was sent."""
        return not self.data.get("level") and not self.data.get("note", "").strip()

    @property
    def chosen_title(self):
        """The name of the level that was sent, for a person whose answer could not be kept."""
        return dict(self.fields["level"].choices).get(self["level"].value(), "")


def _said(response):
    if response is None:
        return {}
    return {"level": CANNOT_TELL if response.level is None else str(response.level), "note": response.note}


class OpenForm(forms.Form):
    """Begin a round for one of the teams that this person leads or coaches."""

    team = forms.ModelChoiceField(label=_("Team"), queryset=Team.objects.none(), empty_label=_("Choose a team"))
    version = forms.ModelChoiceField(label=_("Model"), queryset=ModelVersion.objects.none(), empty_label=None)
    closes_on = forms.DateField(
        label=_("Please answer by"),
        help_text=_("People see this day. You close the assessment yourself."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        teams = [each.team_id for each in user.team_memberships if can_open(user, each.team)]
        self.fields["team"].queryset = Team.objects.filter(pk__in=teams)
        versions = ModelVersion.objects.newest()
        self.fields["version"].queryset = versions
        self.fields["version"].label_from_instance = lambda version: version.model.title
        self.fields["version"].initial = versions.first()

    def save(self):
        """Open it. Returns the round, or `None` where the service refused."""
        try:
            return open_assessment(opened_by=self.user, **self.cleaned_data)
        except AssessmentError as refusal:
            for name, text in refusal.errors.items():
                self.add_error(name if name in self.fields else None, text)
            return None
