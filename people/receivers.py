"""What happens when somebody gets an account, and when they sign in."""

from allauth.account.signals import user_signed_up
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.models import PageViewRestriction
from wagtail.signals import post_page_move

from people import audiences, services
from people.models import Profile


def give_profile(sender, instance, created, raw=False, **kwargs):
    """Everyone has a profile, also those whom an administrator or a command made."""
    if created and not raw:
        services.ensure_profile(user=instance)


def accept_invitation(sender, request, user, **kwargs):
    """Somebody who came with an invitation has used it, and is in the team that it names."""
    invitation = services.invitation_in(session=request.session)
    if invitation and invitation.email == user.email:
        services.accept_invitation(invitation=invitation, user=user)


def remember_zone(sender, request, user, **kwargs):
    """Keep the person's time zone in the session, where people/middleware.py finds it without a query."""
    zone = Profile.objects.filter(user=user).values_list("timezone", flat=True).first()
    if zone and hasattr(request, "session"):
        request.session["timezone"] = zone


def connect():
    """Listen, once each."""
    post_save.connect(give_profile, sender=get_user_model(), dispatch_uid="people.give_profile")
    user_signed_up.connect(accept_invitation, dispatch_uid="people.accept_invitation")
    for changed in (post_save, post_delete):
        changed.connect(
            audiences.forget_restrictions, sender=PageViewRestriction, dispatch_uid="people.forget_restrictions"
        )
    m2m_changed.connect(
        audiences.forget_restrictions,
        sender=PageViewRestriction.groups.through,
        dispatch_uid="people.forget_restrictions",
    )
    post_page_move.connect(audiences.forget_restrictions, dispatch_uid="people.forget_restrictions")
    user_logged_in.connect(remember_zone, dispatch_uid="people.remember_zone")
