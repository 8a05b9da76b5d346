"""A person's own settings, and the way in by invitation."""

from allauth.account.models import EmailAddress
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from people import services
from people.forms import ProfileForm


@require_safe
@login_required
def overview(request):
    """Everything a person can set about themselves, with how it stands now."""
    user = request.user
    context = {
        "profile": services.ensure_profile(user=user),
        "addresses": EmailAddress.objects.filter(user=user).count(),
        "two_step": is_mfa_enabled(user),
        "sessions": user.usersession_set.count(),
    }
    return render(request, "people/settings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit_profile(request):
    """Change name, work, skills and time zone."""
    profile = services.ensure_profile(user=request.user)
    form = ProfileForm(request.POST or None, instance=profile)
    if request.method == "POST" and form.is_valid():
        saved = services.update_profile(user=request.user, **form.cleaned_data)
        request.session["timezone"] = saved.timezone
        messages.success(request, _("Your profile is saved."))
        return redirect(saved)
    status = 422 if form.errors else 200
    return render(request, "people/profile_edit.html", {"form": form, "profile": profile}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request, token):
    """The link of an invitation: to sign-up, or straight into the team for someone who has an account."""
    found = services.find_invitation(token=token)
    state = services.invitation_state(invitation=found, user=request.user)
    if state == "sign-up":
        services.remember_invitation(session=request.session, invitation=found)
        return redirect("account_signup")
    if state == "join" and request.method == "POST":
        services.accept_invitation(invitation=found, user=request.user)
        messages.success(request, _("You have accepted the invitation."))
        return redirect(found.team or "people:settings")
    status = 200 if state in ("sign-in", "join") else 410 if found else 404
    return render(request, "people/invitation.html", {"invitation": found, "state": state}, status=status)
