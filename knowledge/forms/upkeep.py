"""The forms of a page's care: confirming it, handing it over, retiring it, and what readers say of it."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from knowledge.backlinks import in_use
from knowledge.forms.laps import RefusableForm
from knowledge.models import Upkeep
from knowledge.services import (
    bring_back,
    close_report,
    confirm,
    hand_over,
    report_problem,
    retire,
    say_helpful,
)
from knowledge.services.feedback import LONGEST_REASON, LONGEST_TEXT
from knowledge.upkeep_reading import KINDS, OVERDUE, owners
from people.audiences import visible_pages
from people.models import User
from search.services import search

OFFERED = 6
PERIODS = [
    ("", _("As before")),
    (90, _("In 3 months")),
    (180, _("In 6 months")),
    (365, _("In a year")),
    (730, _("In 2 years")),
]


def note_field(**more):
    """A line to go with what somebody does to a page."""
    return forms.CharField(label=_("Note"), required=False, max_length=300, **more)


class PersonField(forms.ModelChoiceField):
    """One of the active people, by name."""

    def label_from_instance(self, obj):
        return obj.display_name


class ConfirmForm(RefusableForm):
    """Still true, and when to look again."""

    note = note_field(help_text=_("What you looked at, for those who keep the page after you."))
    every_days = forms.TypedChoiceField(
        label=_("Look again"), choices=PERIODS, coerce=int, empty_value=None, required=False
    )

    def save(self, upkeep, user):
        """Confirm the page. Returns its upkeep, or `None` where the service refused."""
        return self.attempt(confirm, upkeep=upkeep, by=user, **self.cleaned_data)


class HandOverForm(RefusableForm):
    """Who keeps the page from now on."""

    to = PersonField(label=_("To whom"), queryset=User.objects.none(), empty_label=_("Choose a person"))
    note = note_field()

    def __init__(self, *args, upkeep, **kwargs):
        super().__init__(*args, **kwargs)
        people = User.objects.filter(is_active=True).exclude(pk=upkeep.owner_id)
        self.fields["to"].queryset = people.order_by("first_name", "last_name", "pk")

    def save(self, upkeep, user):
        """Hand the page over. Returns its upkeep, or `None` where the service refused."""
        return self.attempt(hand_over, upkeep=upkeep, by=user, **self.cleaned_data)


class RetireForm(RefusableForm):
    """Why a page is retired, and which page takes its place: one that a search found, or one of the same topic."""

    because = forms.CharField(
        label=_("Why it is retired"),
        max_length=300,
        help_text=_("One sentence. Readers who come by an old link see it."),
    )
    successor = forms.ModelChoiceField(
        label=_("The page that takes its place"),
        queryset=Page.objects.none(),
        required=False,
        widget=forms.RadioSelect,
        empty_label=_("None: the page stays readable, with a mark"),
        blank=True,
    )

    def __init__(self, *args, upkeep, user, words="", **kwargs):
        super().__init__(*args, **kwargs)
        self.words = words.strip() or upkeep.page.title
        given = self.data.get("successor", "")
        pks = [hit.document.object_id for hit in search(self.words, user, kinds=KINDS, per_page=OFFERED + 1).hits]
        if len(pks) < OFFERED and not words.strip():
            alike = type(upkeep.page.specific).objects.filter(topics__in=upkeep.page.specific.topics.all())
            pks += in_use(visible_pages(alike, user)).order_by("title").values_list("pk", flat=True)[:OFFERED]
        pks += [int(given)] if given.isdecimal() and len(given) < 10 else []
        pages = in_use(visible_pages(Page.objects.filter(pk__in=pks), user)).exclude(pk=upkeep.page_id)
        self.fields["successor"].queryset = pages.order_by("title")

    def save(self, upkeep, user):
        """Retire the page. Returns its upkeep, or `None` where the service refused."""
        return self.attempt(retire, upkeep=upkeep, by=user, **self.cleaned_data)


class BringBackForm(RefusableForm):
    """Why a retired page is of use again."""

    note = note_field()

    def save(self, upkeep, user):
        """Bring the page back. Returns its upkeep, or `None` where the service refused."""
        return self.attempt(bring_back, upkeep=upkeep, by=user, **self.cleaned_data)


class HelpfulForm(RefusableForm):
    """A reader's answer to “was this helpful?”. Without a reason in it, the earlier one stays."""

    helped = forms.TypedChoiceField(choices=[("yes", _("Yes")), ("no", _("No"))], coerce=lambda value: value == "yes")
    reason = forms.CharField(
        label=_("Why?"), required=False, max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2})
    )

    def save(self, page, user):
        """Record it. Returns the answer, or `None` where the service refused."""
        reason = self.cleaned_data["reason"] if "reason" in self.data else None
        return self.attempt(say_helpful, page=page, user=user, helped=self.cleaned_data["helped"], reason=reason)


class ProblemForm(RefusableForm):
    """What is wrong with a page."""

    text = forms.CharField(
        label=_("What is wrong?"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Whoever keeps the page reads it with your name, and answers."),
    )

    def save(self, page, user):
        """Report it. Returns the report, or `None` where the service refused."""
        return self.attempt(report_problem, page=page, user=user, **self.cleaned_data)


class AnswerForm(RefusableForm):
    """What came of a report."""

    answer = forms.CharField(
        label=_("What came of it"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 2})
    )

    def save(self, report, user):
        """Answer and close the report. Returns it, or `None` where the service refused."""
        return self.attempt(close_report, report=report, by=user, **self.cleaned_data)


class ReportFilter(forms.Form):
    """Of the editors' report. A malformed value filters nothing."""

    KIND_LABELS = [
        ("practice", _("Practices")),
        ("guide", _("Guides")),
        ("lesson-learned", _("Lessons learned")),
        ("guideline", _("Guidelines")),
        ("tool", _("Tools")),
    ]
    STATES = [
        (OVERDUE, _("Overdue")),
        ("soon", _("Due in 14 days")),
        ("fresh", _("Verified")),
        ("nobody", _("Kept by nobody")),
        ("problems", _("With open reports")),
        ("links", _("With broken links")),
        ("retired", _("Retired")),
    ]
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("Any")), *KIND_LABELS], required=False)
    state = forms.ChoiceField(label=_("State"), choices=[("", _("Any")), *STATES], required=False)
    owner = PersonField(label=_("Kept by"), queryset=Upkeep.objects.none(), required=False, empty_label=_("Anyone"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners()

    def chosen(self):
        """{name: value} of what was given and understood."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
