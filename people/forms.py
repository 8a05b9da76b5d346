"""The forms of the people room."""

from zoneinfo import available_timezones

from allauth.account.adapter import get_adapter
from allauth.core import context
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from people import services
from people.models import Profile, Skill, Team, TeamMembership, User

MOST_CANDIDATES = 8


class SignupNameForm(forms.Form):
    """The base of allauth's sign-up form: adds the name, and holds the address to what the mode allows."""

    first_name = forms.CharField(
        label=_("First name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    last_name = forms.CharField(
        label=_("Last name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )

    field_order = ["first_name", "last_name", "email", "password1"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        invitation = services.invitation_in(session=context.request.session)
        if invitation:
            email = self.fields["email"]
            email.initial, email.disabled = invitation.email, True
            email.help_text = _("The address that your invitation was sent to.")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("email"):
            try:
                get_adapter().refuse_signup_email(cleaned["email"])
            except ValidationError as refusal:
                self.add_error("email", refusal)
        return cleaned

    def signup(self, request, user):
        """allauth's hook after the account is made; people/receivers.py does the rest."""


class ProfileForm(forms.ModelForm):
    """What a person tells others about themselves, with their name."""

    first_name = forms.CharField(
        label=_("First name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    last_name = forms.CharField(
        label=_("Last name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    timezone = forms.ChoiceField(
        label=_("Time zone"), choices=lambda: [(zone, zone.replace("_", " ")) for zone in _zones()]
    )
    skills = forms.ModelMultipleChoiceField(
        label=_("Skills"),
        queryset=Skill.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What others may ask you about."),
    )

    field_order = ["first_name", "last_name", "headline", "about", "location", "timezone", "skills"]

    class Meta:
        model = Profile
        fields = ["headline", "about", "location", "timezone", "skills"]
        widgets = {"about": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "headline": _("In a few words, for example: runs the board in Team Kestrel."),
            "about": _("A few sentences. Everyone who is signed in can read them."),
            "location": _("A building, a town or “from home”."),
        }

    def __init__(self, *args, instance, **kwargs):
        names = {"first_name": instance.user.first_name, "last_name": instance.user.last_name}
        super().__init__(*args, instance=instance, initial=names, **kwargs)
        if instance.timezone not in _zones():
            self.fields["timezone"].choices = [(instance.timezone, instance.timezone), *self.fields["timezone"].choices]


def _zones():
    """The zones that people live in, such as Europe/London; without old aliases and offsets."""
    places = {"Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
    return ["UTC", *sorted(zone for zone in available_timezones() if zone.partition("/")[0] in places)]


class TeamForm(forms.ModelForm):
    """A team to make."""

    class Meta:
        model = Team
        fields = ["name", "department", "product", "purpose"]
        labels = {
            "name": _("Name"),
            "department": _("Department"),
            "product": _("What it works on"),
            "purpose": _("What it is for"),
        }
        widgets = {"purpose": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"purpose": _("One or two sentences that a stranger understands.")}

    def clean_name(self):
        name = self.cleaned_data["name"]
        if Team.objects.current().filter(name__iexact=name).exists():
            raise ValidationError(_("There is a team of that name. Choose another one."))
        return name


class AddPersonForm(forms.Form):
    """Whom a lead brings into a team: an account by name or address, or an address that has none yet.

    After `is_valid()`: `person` is the account, or `None` where `email` is to be invited. `candidates` are the accounts
    to choose from where a name fits several; the choice comes back as `chosen`.
    """

    who = forms.CharField(
        label=_("Name or e-mail address"),
        max_length=254,
        help_text=_("Someone with an account is added at once. Another address gets an invitation by mail."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Role"), choices=TeamMembership.Role.choices, initial=TeamMembership.Role.MEMBER)
    chosen = forms.ModelChoiceField(User.objects.active(), required=False, widget=forms.HiddenInput)

    def __init__(self, *args, team, **kwargs):
        super().__init__(*args, **kwargs)
        self.team, self.person, self.email, self.candidates = team, None, "", []

    def clean(self):
        cleaned = super().clean()
        who = cleaned.get("who", "")
        self.person = cleaned.get("chosen")
        if not (self.person or self.errors):
            self._find_by_address(who) if "@" in who else self._find_by_name(who)
        if self.person and self.team.memberships.filter(user=self.person).exists():
            self.add_error("who", _("%(name)s is in this team already.") % {"name": self.person.display_name})
        return cleaned

    def _find_by_address(self, address):
        try:
            validate_email(address)
        except ValidationError:
            self.add_error("who", _("Check the address: it needs one @ and a part after the dot, for example .org."))
            return
        self.email = address.lower()
        self.person = User.objects.filter(email=self.email).first()
        if self.person and not self.person.is_active:
            self.add_error("who", _("This account is switched off. Ask an administrator."))

    def _find_by_name(self, name):
        found = list(User.objects.active().named(name).select_related("profile")[: MOST_CANDIDATES + 1])
        if len(found) == 1:
            self.person = found[0]
        elif len(found) > MOST_CANDIDATES:
            self.add_error("who", _("Many people are called that. Type more of the name."))
        elif found:
            self.candidates = found
            self.add_error("who", _("More than one person is called that. Choose one below."))
        else:
            self.add_error("who", _("Nobody of that name has an account. Type an e-mail address to invite them."))


class RoleForm(forms.ModelForm):
    """A person's role in a team."""

    class Meta:
        model = TeamMembership
        fields = ["role"]
