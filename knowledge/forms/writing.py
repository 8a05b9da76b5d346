"""The form of a piece of written knowledge: the fields of its kind, Markdown where it is long."""

from django import forms
from django.utils.translation import gettext_lazy as _

from knowledge.contents import CHOICES, LISTS, LONGEST_BODY, ROWS, Offers, label_of, most_of, names_of
from knowledge.forms.rows import ObjectChoiceField
from knowledge.models import LessonLearnedPage
from knowledge.uploads import UNDESCRIBED, undescribed
from people.audiences import Audience

TOO_LONG = _("“%(name)s” is too long: %(length)s characters, at most %(most)s. Nothing is lost; shorten it here.")
ROWS_HIGH = {"summary": 2, "other_names": 3}


class LengthField(forms.CharField):
    """Text that may be pasted too long and is then refused in words: the browser cuts nothing off."""

    def __init__(self, *, most, **kwargs):
        super().__init__(strip=False, **kwargs)
        self.most = most

    def clean(self, value):
        """Raises `ValidationError` for a text that is too long. Null characters and spaces around are taken away."""
        text = super().clean((value or "").replace("\x00", "")).replace("\r\n", "\n").strip("\n \t")
        if self.required and not text:
            raise forms.ValidationError(self.error_messages["required"])
        if len(text) > self.most:
            raise forms.ValidationError(TOO_LONG, params={"name": self.label, "length": len(text), "most": self.most})
        return text


class MarkdownFormField(LengthField):
    """A Markdown text. Its pictures say what they show."""

    def clean(self, value):
        """Raises `ValidationError` while a picture is not described."""
        text = super().clean(value)
        if missing := undescribed(text):
            raise forms.ValidationError(
                _("Write what the picture shows in place of “%(words)s”, for people who cannot see it: %(picture)s."),
                params={"words": UNDESCRIBED, "picture": f"![…]({missing[0]})"},
            )
        return text


class ObjectListField(forms.MultipleChoiceField):
    """Several of the rows that were offered. Cleans to a list of them."""

    widget = forms.CheckboxSelectMultiple
    objects = {}

    def offer(self, objects):
        """Offer these, {key: row}."""
        self.objects = {str(pk): each for pk, each in objects.items()}
        self.choices = [(pk, str(each)) for pk, each in self.objects.items()]

    def clean(self, value):
        """Raises `ValidationError` for what was not offered."""
        return [self.objects[pk] for pk in super().clean(value)]


class WritingForm(forms.Form):
    """What one person may write about a page, or a page to be, of one kind. `values` are those of a draft."""

    def __init__(self, *args, model, user, page=None, offers=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.model, self.page, self.offers = model, page, offers or Offers(user)
        for name in names_of(model, page):
            self.fields[name] = self._field(name)
        if page is None and model is LessonLearnedPage:
            self.fields["audience"] = forms.ChoiceField(
                label=_("Who may read it"),
                choices=[(Audience.MEMBERS, _("Everyone signed in")), (Audience.PUBLIC, _("Everyone"))],
                initial=Audience.MEMBERS,
                widget=forms.RadioSelect,
                help_text=_("Whoever publishes it may decide otherwise. Until then you and the reviewers see it."),
            )
        self.fields["note"] = LengthField(
            label=_("What you changed, and why") if page is not None else _("A word to the reviewers"),
            most=500,
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text=_("Reviewers read it first; it stays in the history."),
        )

    def _field(self, name):
        label = label_of(self.model, name)
        if name in LISTS[self.model]:
            field = ObjectListField(label=label, required=False)
            field.offer(getattr(self.offers, name))
            return field
        if name in ROWS.get(self.model, ()):
            field = ObjectChoiceField(label=label, required=False)
            field.offer(getattr(self.offers, name).values(), _("None"))
            return field
        if name in CHOICES.get(self.model, ()):
            choices = [*self.model._meta.get_field(name).choices, ("", _("We cannot tell yet"))]
            return forms.ChoiceField(label=label, choices=choices, required=False, widget=forms.RadioSelect)
        return self._text(name, label)

    def _text(self, name, label):
        if name in self.model.SECTIONS or name == "body":
            hint = "" if name == "body" else self.model._meta.get_field(name).help_text
            widget = forms.Textarea(attrs={"rows": 12 if name == "body" else 6, "data-markdown": ""})
            most = most_of(self.model, name)
            return MarkdownFormField(label=label, most=most, required=False, widget=widget, help_text=hint)
        column = self.model._meta.get_field(name)
        if column.get_internal_type() == "URLField":
            return forms.URLField(label=label, required=False, assume_scheme="https")
        rows = ROWS_HIGH.get(name)
        return LengthField(
            label=label,
            most=column.max_length,
            required=not column.blank,
            widget=forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput,
            help_text="" if name == "title" else column.help_text,
            error_messages={"required": _("Give it a title.") if name == "title" else _("Say it in a sentence.")},
        )

    def clean(self):
        """A piece says something: at least one of its texts is filled."""
        cleaned = super().clean()
        texts = [name for name in self.fields if name in self.model.SECTIONS or name == "body"]
        says = any(cleaned.get(name) or name in self.errors for name in texts)
        if texts and not says and (self.page is None or not len(self.page.body)):
            self.add_error(texts[0], _("Write at least one of the sections."))
        return cleaned

    @property
    def typed(self):
        """What was typed, unchecked: the values of a draft. Null characters, which no database keeps, are left out."""
        values = {}
        for name, field in self.fields.items():
            value = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            if isinstance(value, list):
                values[name] = sorted(each.replace("\x00", "") for each in value)
            elif value is not None:
                values[name] = value.replace("\x00", "").replace("\r\n", "\n")
        return values

    @property
    def written(self):
        """What goes on the page, of what was read."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("audience", "note")}

    @property
    def essentials(self):
        """The fields that stand above the texts."""
        return [self[name] for name in ("title", "summary", "outcome") if name in self.fields]

    @property
    def texts(self):
        """The Markdown fields."""
        return [self[name] for name in self.fields if name in self.model.SECTIONS or name == "body"]

    @property
    def around(self):
        """What the piece is about and where it comes from."""
        above = {"title", "summary", "outcome", "note", "audience", "body", *self.model.SECTIONS}
        return [self[name] for name in self.fields if name not in above]

    def refuse(self, refusal):
        """Show a service's refusal beside the fields it is about."""
        for name, message in refusal.errors.items():
            self.add_error(name if name in self.fields else None, message)


class DecisionForm(forms.Form):
    """What a reviewer makes of a piece: publish it, or say what should change."""

    comment = LengthField(
        label=_("Your comment"),
        most=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "data-markdown": "comment"}),
        help_text=_("The author reads it. Needed when you ask for changes."),
    )
    audience = forms.ChoiceField(
        label=_("Who may read it"),
        choices=[(Audience.MEMBERS, _("Everyone signed in")), (Audience.PUBLIC, _("Everyone"))],
        widget=forms.RadioSelect,
        required=False,
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, with_audience, **kwargs):
        super().__init__(*args, **kwargs)
        if not with_audience:
            del self.fields["audience"]


class MergeForm(forms.Form):
    """For each field that two people changed: keep mine, take theirs, or a text made of both."""

    MINE, THEIRS, BOTH = "mine", "theirs", "both"

    def __init__(self, *args, merge, head, draft, **kwargs):
        super().__init__(*args, **kwargs)
        self.merge, self.draft = merge, draft
        self.theirs = merge.theirs
        self.fields["head"] = forms.IntegerField(widget=forms.HiddenInput, initial=head.pk)
        self.head = head
        for clash in merge.clashes:
            text = isinstance(merge.values.get(clash.name), str) and clash.is_text
            choices = [(self.MINE, _("Keep mine")), (self.THEIRS, _("Take theirs"))]
            self.fields[f"{clash.name}-choice"] = forms.ChoiceField(
                label=_("%(label)s: which one?") % {"label": clash.label},
                choices=[*choices, (self.BOTH, _("Use the text below"))] if text else choices,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose one of them.")},
            )
            if text:
                self.fields[f"{clash.name}-text"] = LengthField(
                    label=_("A text made of both"),
                    most=LONGEST_BODY,
                    required=False,
                    initial=clash.mine,
                    widget=forms.Textarea(attrs={"rows": 8}),
                )

    def clean(self):
        """What was compared is still the newest version."""
        cleaned = super().clean()
        if cleaned.get("head") != self.head.pk:
            self.add_error(None, _("The page was changed once more. This is what it says now."))
        return cleaned

    @property
    def rows(self):
        """Each clash with its fields."""
        return [
            (clash, self[f"{clash.name}-choice"], self[text] if (text := f"{clash.name}-text") in self.fields else None)
            for clash in self.merge.clashes
        ]

    @property
    def merged(self):
        """The values of the draft from here on."""
        values = dict(self.merge.values)
        for clash in self.merge.clashes:
            choice = self.cleaned_data[f"{clash.name}-choice"]
            if choice == self.THEIRS:
                values[clash.name] = self.theirs[clash.name]
            elif choice == self.BOTH:
                values[clash.name] = self.cleaned_data[f"{clash.name}-text"]
        return values
