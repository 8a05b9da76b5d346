"""The one-page form of a retrospective: its own fields, and rows of practices, measures and actions."""

from uuid import UUID, uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from knowledge.backlinks import in_use
from knowledge.exceptions import KnowledgeError
from knowledge.forms.rows import ActionRows, MeasureRows, ObjectChoiceField, PracticeRows, day_field
from knowledge.models import Lap, PracticePage, Retrospective, RetrospectiveNote
from knowledge.services import create_retrospective, update_retrospective
from people.audiences import Audience, visible_pages
from people.models import User
from portfolio.models import Project

Column = RetrospectiveNote.Column
READERS = [
    (Audience.GROUP, _("Only the team and its coach. Nobody else sees it, and it counts in no evidence of theirs.")),
    (
        Audience.MEMBERS,
        _("Everyone who signs in here. Its practices count as evidence for them, with the team's name."),
    ),
    (Audience.PUBLIC, _("Everyone, also without signing in. Leave out names and anything that is not public.")),
]


def _notes(label, hint):
    return forms.CharField(label=label, help_text=hint, required=False, widget=forms.Textarea(attrs={"rows": 5}))


class ShareForm(forms.Form):
    """Who may read a retrospective, told in words before it is sent."""

    audience = forms.ChoiceField(label=_("Who can read it"), choices=READERS, widget=forms.RadioSelect)


class RetrospectiveForm(ShareForm):
    """Everything but the rows."""

    token = forms.CharField(required=False, widget=forms.HiddenInput)
    team = ObjectChoiceField(label=_("Team"), error_messages={"required": _("Choose the team that looked back.")})
    title = forms.CharField(
        label=_("Title"),
        max_length=160,
        help_text=_("Say the result: “Leak reports: eleven days sooner”."),
        error_messages={"required": _("Give it a title that says the result.")},
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Retrospective.Kind, initial=Retrospective.Kind.RETROSPECTIVE)
    held_on = day_field(label=_("The day you met"), error_messages={"required": _("Choose the day you met.")})
    people_count = forms.IntegerField(label=_("How many of you took part"), required=False, min_value=1, max_value=500)
    project = ObjectChoiceField(
        label=_("Project"), required=False, help_text=_("Evidence is counted once for each project.")
    )
    lap = ObjectChoiceField(
        label=_("It looks back on this lap"), required=False, help_text=_("The lap gets its last step.")
    )
    summary = forms.CharField(
        label=_("In short"),
        required=False,
        max_length=1000,
        help_text=_("What you tried and what came of it, in two or three sentences."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    well = _notes(_("What went well"), _("One note on each line."))
    improve = _notes(_("What to improve"), _("One note on each line."))
    puzzle = _notes(_("What puzzles us"), _("One note on each line."))
    action = _notes(_("What we would try next"), _("One note on each line. What somebody has promised stands below."))

    def clean_token(self):
        """A form without a proper token is sent without one."""
        try:
            return UUID(self.cleaned_data["token"])
        except ValueError:
            return None

    def clean(self):
        """A lap belongs to the team that looks back."""
        lap, team = self.cleaned_data.get("lap"), self.cleaned_data.get("team")
        if lap and team and lap.team_id != team.pk:
            self.add_error("lap", _("This lap is of another team. Choose one of %(team)s.") % {"team": team.name})


class RetrospectiveSheet:
    """The form and its rows as one thing: filled, checked and saved together.

    Unbound without `data`. `retrospective` is the one that is edited. Lists of choices are read once for all rows.
    """

    ROWS = {"practices": PracticeRows, "measures": MeasureRows, "actions": ActionRows}

    def __init__(self, user, *, data=None, retrospective=None, initial=None, rows=None):
        self.user, self.data, self.retrospective = user, data, retrospective
        self._read_choices()
        if data is None and initial is None:
            initial, rows = (said(retrospective), said_in_rows(retrospective)) if retrospective else ({}, {})
        self.form = RetrospectiveForm(
            data, initial={"token": uuid4(), "held_on": timezone.localdate(), **(initial or {})}
        )
        for name, offered in self.choices.items():
            self.form.fields[name].offer(*offered)
        if retrospective:
            del self.form.fields["team"], self.form.fields["lap"]
        elif not self.choices["lap"][0]:
            del self.form.fields["lap"]
        kwargs = {"practices": {"practices": self.practices}, "actions": {"owners": self.owners}, "measures": {}}
        self.rows = {
            name: rowset(data, prefix=name, initial=(rows or {}).get(name), form_kwargs=kwargs[name])
            for name, rowset in self.ROWS.items()
        }

    def _read_choices(self):
        edited = self.retrospective
        teams = [edited.team] if edited else [membership.team for membership in self.user.team_memberships]
        pages = in_use(visible_pages(PracticePage.objects.only("title", "live", "path", "depth"), self.user))
        used = {use.practice for use in edited.practice_uses.all() if use.practice} if edited else set()
        self.practices = sorted({*pages, *used}, key=lambda page: page.title.lower())
        self.owners = User.objects.filter(is_active=True, memberships__team__in=teams).distinct().order_by("first_name")
        self.owners = list(self.owners)
        laps = [] if edited else list(Lap.objects.open().filter(team__in=teams).select_related("team"))
        projects = list(Project.objects.visible_to(self.user))
        if edited and edited.project and edited.project not in projects:
            projects.append(edited.project)
        self.choices = {
            "team": (teams, _("Choose a team")),
            "project": (projects, _("None")),
            "lap": (laps, _("None"), lap_label),
        }

    @property
    def practice_rows(self):
        return self.rows["practices"]

    @property
    def measure_rows(self):
        return self.rows["measures"]

    @property
    def action_rows(self):
        return self.rows["actions"]

    def with_another(self, name):
        """The same sheet with one more empty row in `name`, showing what was typed without judging it."""
        typed = {
            field: self.form.fields[field].widget.value_from_datadict(self.data, {}, field)
            for field in self.form.fields
        }
        rows = {each: rowset.typed(and_one_more=each == name) for each, rowset in self.rows.items()}
        return RetrospectiveSheet(self.user, retrospective=self.retrospective, initial=typed, rows=rows)

    def is_valid(self):
        """Checks the form and all rows, so that every error is shown at once."""
        return all([self.form.is_valid(), *(rowset.is_valid() for rowset in self.rows.values())])

    @property
    def errors(self):
        """(id of the field, its label, message) of every error, in the order of the page."""
        forms_in_order = [self.form, *(row for rowset in self.rows.values() for row in rowset.forms)]
        found = [
            (field.id_for_label or field.auto_id, field.label, error)
            for form in forms_in_order
            if form.is_bound
            for field in form
            for error in field.errors
        ]
        loose = [*self.form.non_field_errors()] if self.form.is_bound else []
        loose += [error for rowset in self.rows.values() if rowset.is_bound for error in rowset.non_form_errors()]
        return [*(("", "", error) for error in loose), *found]

    def save(self):
        """Write it through the services. Returns the retrospective, or `None` with the refusal beside its field."""
        try:
            if self.retrospective:
                return update_retrospective(retrospective=self.retrospective, **self._values())
            own = {name: self.form.cleaned_data.get(name) for name in ("team", "token", "lap")}
            return create_retrospective(created_by=self.user, **own, **self._values())
        except KnowledgeError as refusal:
            self._show(refusal)
            return None

    def _values(self):
        read = self.form.cleaned_data
        plain = ("title", "kind", "held_on", "people_count", "project", "summary", "audience")
        rows = {name: [row.as_value() for row in rowset.filled] for name, rowset in self.rows.items()}
        return {**{name: read[name] for name in plain}, "notes": self._note_values(), **rows}

    def _note_values(self):
        return [
            (column, line)
            for column in Column.values
            for line in self.form.cleaned_data[column].splitlines()
            if line.strip()
        ]

    def _show(self, refusal):
        """Put each message of a service beside the field it is about."""
        for path, message in refusal.errors.items():
            name, row, field = (*path.split("."), "", "")[:3]
            if name in self.rows and row.isdigit():
                self.rows[name].filled[int(row)].add_error(field, message)
            elif name == "notes" and row.isdigit():
                self.form.add_error(self._note_values()[int(row)][0], message)
            else:
                self.form.add_error(name if name in self.form.fields else None, message)


def lap_label(lap):
    """A lap as a choice names it: team, number, and its practice where one is chosen."""
    return f"{lap}: {lap.practice_title}" if lap.practice_title else str(lap)


def said(retrospective):
    """What a stored retrospective says, as the form's values."""
    notes = {column: [] for column in Column.values}
    for note in retrospective.notes.all():
        notes[note.column].append(note.text)
    names = ("title", "kind", "held_on", "people_count", "summary", "audience")
    return {
        **{name: getattr(retrospective, name) for name in names},
        "project": retrospective.project_id,
        **{column: "\n".join(lines) for column, lines in notes.items()},
    }


def said_in_rows(retrospective):
    """What a stored retrospective says in its rows."""
    return {
        "practices": [
            {"practice": use.practice_id, "outcome": use.outcome, "weeks": use.weeks, "note": use.note}
            for use in retrospective.practice_uses.all()
            if use.practice_id
        ],
        "measures": retrospective.measures,
        "actions": [
            {"text": action.text, "owner": action.owner_id, "due_on": action.due_on, "state": action.state}
            for action in retrospective.actions.all()
        ],
    }
