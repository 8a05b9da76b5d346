"""allauth's forms in our words: labels that stand on their own, nothing written inside the fields."""

from allauth.account import forms
from allauth.mfa.base import forms as codes
from allauth.mfa.totp import forms as apps
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


PASSWORD_HINT = _("At least ten characters, not digits alone, and nothing that is easily guessed, such as your name.")


class PlainFields:
    """Takes the placeholders away and gives the fields their labels and the password its hint."""

    labels = LABELS

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
        if "password1" in self.fields:
            self.fields["password1"].help_text = PASSWORD_HINT


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


class ReauthenticateForm(PlainFields, forms.ReauthenticateForm):
    """The password once more, before a change of how one signs in."""


class CodeForm(PlainFields, codes.AuthenticateForm):
    """The code of an app, or a recovery code, as the second step."""


class CodeAgainForm(PlainFields, codes.ReauthenticateForm):
    """A code once more, before a change of how one signs in."""


class ActivateAppForm(PlainFields, apps.ActivateTOTPForm):
    """The first code that an app shows."""

    labels = {"code": _("Code that the app shows now")}


class KnownShape:
    """Refuses a key's answer that is not what a browser sends, in place of failing over it."""

    def _shaped(self, call):
        try:
            return call()
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise ValidationError(_("The key did not answer as expected. Try again.")) from error


class AddKeyForm(KnownShape, PlainFields, keys.AddWebAuthnForm):
    """A key to add, with a name."""

    labels = {"name": _("Name, so that you know it again"), "passwordless": _("Use it in place of my password")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].help_text = _("The device then asks for a finger, a face or a PIN.")

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
