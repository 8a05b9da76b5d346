"""allauth's forms in our words: labels that stand on their own, nothing written inside the fields."""

from allauth.account import forms
from allauth.mfa.webauthn import forms as keys
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LABELS = {
    "login": _("E-mail address"),
    "email": _("E-mail address"),
    "remember": _("Keep me signed in on this device"),
    "oldpassword": _("Your password now"),
    "password1": _("New password"),
    "password2": _("New password, once more"),
}


class PlainFields:
    """Takes the placeholders away and gives the fields their labels."""

    labels = LABELS

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)


class LoginForm(PlainFields, forms.LoginForm):
    """Address and password."""


class SignupForm(PlainFields, forms.SignupForm):
    """Name, address and a password."""

    labels = {**LABELS, "password1": _("Password")}


class AddEmailForm(PlainFields, forms.AddEmailForm):
    """Another address of the same person."""


class ChangePasswordForm(PlainFields, forms.ChangePasswordForm):
    """The password now, and the one to come."""


class SetPasswordForm(PlainFields, forms.SetPasswordForm):
    """A first password."""


class ResetPasswordForm(PlainFields, forms.ResetPasswordForm):
    """Where to send the link for a new password."""


class ResetPasswordKeyForm(PlainFields, forms.ResetPasswordKeyForm):
    """The new password, behind the link."""


class KnownShape:
    """Refuses a key's answer that is not what a browser sends, in place of failing over it."""

    def _shaped(self, call):
        try:
            return call()
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise ValidationError(_("The key did not answer as expected. Try again.")) from error


class AddKeyForm(KnownShape, keys.AddWebAuthnForm):
    """A key to add, with a name."""

    def clean(self):
        return self._shaped(super().clean)


class LoginKeyForm(KnownShape, keys.LoginWebAuthnForm):
    """Signing in with a passkey."""

    def clean_credential(self):
        return self._shaped(super().clean_credential)


class AuthenticateKeyForm(KnownShape, keys.AuthenticateWebAuthnForm):
    """A key as the second step."""

    def clean_credential(self):
        return self._shaped(super().clean_credential)


class ReauthenticateKeyForm(KnownShape, keys.ReauthenticateWebAuthnForm):
    """A key to show that it is still the same person."""

    def clean_credential(self):
        return self._shaped(super().clean_credential)
