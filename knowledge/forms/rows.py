"""The repeated rows of the retrospective form: practices, actions, measures."""

from django import forms
from django.utils.translation import gettext_lazy as _

from knowledge.models import Action, Outcome


class ObjectChoiceField(forms.ChoiceField):
    """A choice among objects that were read once for all rows. Cleans to the object, or to `None`."""

    objects = {}

    def offer(self, objects, empty_label, label=str):
        """Offer these objects, in this order; `label` names one."""
        self.objects = {str(each.pk): each for each in objects}
        self.choices = [("", empty_label), *((pk, label(each)) for pk, each in self.objects.items())]

    def clean(self, value):
        """Raises `ValidationError` for what was not offered."""
        return self.objects.get(super().clean(value))


def day_field(**kwargs):
    """A day, with the browser's own calendar where it has one."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    messages = {"invalid": _("This is not a date. Write it like 2026-03-14."), **kwargs.pop("error_messages", {})}
    return forms.DateField(widget=widget, error_messages=messages, **kwargs)


class PracticeRow(forms.Form):
    """A practice that was used, for how long, and what it did."""

    practice = ObjectChoiceField(label=_("Practice"), error_messages={"required": _("Choose the practice.")})
    outcome = forms.ChoiceField(
        label=_("What it did"),
        choices=[("", _("Choose")), *Outcome.choices],
        error_messages={"required": _("Say what it did: helped, mixed or hurt.")},
    )
    weeks = forms.IntegerField(label=_("For how many weeks"), required=False, min_value=1, max_value=520)
    note = forms.CharField(
        label=_("In your words"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, practices=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["practice"].offer(practices, _("Choose a practice"))

    def as_value(self):
        """(practice, outcome, note, weeks), as services take it."""
        read = self.cleaned_data
        return (read["practice"], read["outcome"], read["note"], read["weeks"])


class ActionRow(forms.Form):
    """Something that somebody will do."""

    text = forms.CharField(
        label=_("What we will do"), max_length=300, error_messages={"required": _("Say what is to be done.")}
    )
    owner = ObjectChoiceField(label=_("Who"), required=False)
    due_on = day_field(label=_("By when"), required=False)
    state = forms.ChoiceField(label=_("State"), choices=Action.State, initial=Action.State.OPEN, required=False)

    def __init__(self, *args, owners=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].offer(owners, _("Nobody yet"))

    def has_changed(self):
        """A state alone says nothing."""
        return any(name != "state" for name in self.changed_data)

    def as_value(self):
        """(text, owner, due_on, state), as services take it."""
        read = self.cleaned_data
        return (read["text"], read["owner"], read["due_on"], read["state"])


class MeasureRow(forms.Form):
    """A figure before and after, as the team writes it."""

    name = forms.CharField(
        label=_("What you measured"), max_length=80, error_messages={"required": _("Say what you measured.")}
    )
    before = forms.CharField(label=_("Before"), required=False, max_length=80)
    after = forms.CharField(label=_("After"), required=False, max_length=80)

    def as_value(self):
        """A dict of name, before and after, as services take it."""
        return dict(self.cleaned_data)


class RowSet(forms.BaseFormSet):
    """Rows of which each may be left empty: an empty row says nothing, and emptying one takes it away."""

    def get_form_kwargs(self, index):
        return {**super().get_form_kwargs(index), "empty_permitted": True}

    @property
    def filled(self):
        """The valid rows that say something."""
        return [row for row in self.forms if row.has_changed() and not row.errors]

    def typed(self, *, and_one_more):
        """What stands in each row as it was typed, for rows that show it without judging it.

        Those offer one empty row after these: an empty last row is left out unless there is to be one more.
        """
        rows = self.forms if and_one_more or not self.forms or self.forms[-1].has_changed() else self.forms[:-1]
        return [
            {
                name: field.widget.value_from_datadict(row.data, row.files, row.add_prefix(name))
                for name, field in row.fields.items()
            }
            for row in rows
        ]


def rowset(row, *, at_most):
    """A formset class of such rows: one empty row offered, `at_most` in all."""
    return forms.formset_factory(
        row, formset=RowSet, extra=1, max_num=at_most, absolute_max=at_most + 10, validate_max=True
    )


PracticeRows = rowset(PracticeRow, at_most=8)
ActionRows = rowset(ActionRow, at_most=12)
MeasureRows = rowset(MeasureRow, at_most=6)
