"""Who may make an account, and how: allauth asks here. The mode is settings.SIGNUP (docs/operations.md)."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from people import services
from themes import brand

OPEN, DOMAIN, INVITATION = "open", "domain", "invitation"


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up is open, for addresses at some domains, or by invitation. An invitation opens it in every mode."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "This address and password do not belong together. Check both, or ask for a new password."
        ),
        "account_inactive": _("This account is switched off. Ask an administrator."),
        "incorrect_code": _("This code is not right, or its time is over. Type the code that is shown now."),
        "incorrect_password": _("This is not your password."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request):
        """Open and domain: anyone may fill in the form. Otherwise only with an invitation that still holds."""
        return settings.SIGNUP in (OPEN, DOMAIN) or services.invitation_in(session=request.session) is not None

    def refuse_signup_email(self, email):
        """Raise `ValidationError` for an address that may not sign up here, in words that say which may."""
        if self._invited(self.request, email) or settings.SIGNUP == OPEN:
            return
        if settings.SIGNUP == DOMAIN:
            if email.rpartition("@")[2].lower() in {domain.lower() for domain in settings.SIGNUP_DOMAINS}:
                return
            raise ValidationError(
                _("Use an address that ends in %(domains)s. Anyone else needs an invitation."),
                params={"domains": _(" or ").join(f"@{domain}" for domain in settings.SIGNUP_DOMAINS)},
            )
        raise ValidationError(_("Use the address that your invitation was sent to."))

    def is_email_verified(self, request, email):
        """The address of an invitation counts as verified: only its mailbox holds the link."""
        return self._invited(request, email) or super().is_email_verified(request, email)

    def _invited(self, request, email):
        invitation = services.invitation_in(session=request.session)
        return invitation is not None and invitation.email == (email or "").strip().lower()

    def send_mail(self, template_prefix, email, context):
        """Every mail knows the name of the portal."""
        super().send_mail(template_prefix, email, {"brand_name": brand.for_request(self.request).name, **context})
