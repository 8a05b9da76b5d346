"""The forms of the people room."""

from allauth.account.adapter import get_adapter
from allauth.core import context
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from people import services


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
