"""allauth's forms in our words: labels that stand on their own, nothing written inside the fields."""

from allauth.account import forms
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
