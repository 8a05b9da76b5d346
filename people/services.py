"""Every write about people that has a consequence. Pages, commands and the demo loader call these."""

import secrets
from datetime import timedelta

from allauth.account.models import EmailAddress
from anyascii import anyascii
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.signing import BadSignature, Signer
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from people.models import INVITATION_SALT, Follow, Invitation, Notification, Profile, Team, TeamMembership, User

INVITATION_DAYS = 14
INVITATION_KEY = "people.invitation"
RESERVED_SLUGS = {"me", "invitation", "new"}


class PeopleError(Exception):
    """A refusal in words that can be shown to the person who asked."""


def _free_slug(model, text, fallback):
    base = slugify(anyascii(text))[:100] or fallback
    taken = RESERVED_SLUGS | set(model.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    return next(f"{base}-{n}" for n in range(2, len(taken) + 3) if f"{base}-{n}" not in taken)


def ensure_profile(*, user):
    """Give a user a profile with a free address, once. Two people of one name at one moment both get one."""
    for _attempt in range(5):
        profile = Profile.objects.filter(user=user).first()
        if profile:
            return profile
        try:
            with transaction.atomic():
                return Profile.objects.create(
                    user=user, slug=_free_slug(Profile, user.display_name, f"person-{user.pk}")
                )
        except IntegrityError:
            continue
    return Profile.objects.create(user=user, slug=f"person-{user.pk}-{secrets.token_hex(4)}")


@transaction.atomic
def create_person(
    *, email, first_name="", last_name="", password=None, slug=None, verified=False, joined_at=None, **profile_fields
):
    """Create an account with its profile; `profile_fields` are Profile's columns.

    `verified` says that the address is known to be the person's own: they can sign in without a mail to confirm it.
    """
    user = User.objects.create_user(email=email, password=password, first_name=first_name, last_name=last_name)
    if joined_at:
        user.date_joined = joined_at
        user.save(update_fields=["date_joined"])
    profile = ensure_profile(user=user)
    for name, value in {**profile_fields, "slug": slug or profile.slug}.items():
        setattr(profile, name, value)
    profile.save()
    user.profile = profile
    if verified:
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


@transaction.atomic
def update_profile(*, user, first_name, last_name, skills=None, **profile_fields):
    """Change what a person tells others about themselves; `skills`, where given, are all they have from now on."""
    user.first_name, user.last_name = first_name, last_name
    user.save(update_fields=["first_name", "last_name"])
    profile = ensure_profile(user=user)
    if skills is not None:
        profile.skills.set(skills)
    for name, value in profile_fields.items():
        setattr(profile, name, value)
    profile.save()
    return profile


@transaction.atomic
def replace_email(*, user, email):
    """Give an account another address, to be confirmed at the next sign-in. Earlier ones open it no more."""
    user.email = email.strip().lower()
    user.save(update_fields=["email"])
    EmailAddress.objects.filter(user=user).delete()


@transaction.atomic
def create_team(*, name, slug=None, **fields):
    """Create a team together with the group that is its audience."""
    slug = slug or _free_slug(Team, name, "team")
    return Team.objects.create(name=name, slug=slug, group=Group.objects.create(name=f"Team: {slug}"), **fields)


@transaction.atomic
def add_to_team(*, team, user, role=TeamMembership.Role.MEMBER):
    """Put a person into a team, or change the role they have there. The team's audience opens to them.

    Raises `PeopleError` where the change would leave the team without a lead.
    """
    membership, created = TeamMembership.objects.get_or_create(team=team, user=user, defaults={"role": role})
    if not created and membership.role != role:
        _keep_a_lead(team, user)
        membership.role = role
        membership.save(update_fields=["role"])
    user.groups.add(team.group)
    user.forget_cached()
    return membership


@transaction.atomic
def change_role(*, team, user, role, by):
    """Give a person in the team another role and tell them. Raises `PeopleError` for the last lead."""
    membership = add_to_team(team=team, user=user, role=role)
    if user != by:
        text = _("You are %(role)s in team %(team)s now") % {
            "role": membership.get_role_display().lower(),
            "team": team.name,
        }
        notify(user=user, kind="team-role", text=text, url=team.get_absolute_url())
    return membership


@transaction.atomic
def remove_from_team(*, team, user, by=None):
    """Take a person out of a team; told to them where somebody else, `by`, did it.

    Raises `PeopleError` for the last lead: somebody must be able to add people.
    """
    _keep_a_lead(team, user)
    TeamMembership.objects.filter(team=team, user=user).delete()
    user.groups.remove(team.group)
    user.forget_cached()
    if by and by != user:
        text = _("%(person)s took you out of team %(team)s") % {"person": by.display_name, "team": team.name}
        notify(user=user, kind="team-left", text=text, url=team.get_absolute_url())


def _keep_a_lead(team, user):
    """Refuse what would take the last lead away. The team's row is locked, so that two leads cannot leave at once."""
    Team.objects.select_for_update().get(pk=team.pk)
    leads = TeamMembership.objects.filter(team=team, role=TeamMembership.Role.LEAD).values_list("user_id", flat=True)
    if set(leads) == {user.pk}:
        raise PeopleError(
            _("%(person)s is the only lead of %(team)s. Make someone else lead first.")
            % {"person": user.display_name, "team": team.name}
        )


@transaction.atomic
def welcome_to_team(*, team, user, role, by):
    """Put a person into a team and tell them who did it."""
    membership = add_to_team(team=team, user=user, role=role)
    if user != by:
        text = _("%(person)s added you to team %(team)s") % {"person": by.display_name, "team": team.name}
        notify(
            user=user, kind="team-joined", text=text, url=team.get_absolute_url(), dedupe=f"membership-{membership.pk}"
        )
    return membership


@transaction.atomic
def invite(*, email, invited_by, team=None, role=TeamMembership.Role.MEMBER, days=INVITATION_DAYS):
    """Invite an address, for `days` days. The mail with the link is for the caller to send (people/tasks.py).

    An open invitation of the same address to the same team is replaced: its link stops working.
    """
    email = email.strip().lower()
    Invitation.objects.open().filter(email=email, team=team).delete()
    return Invitation.objects.create(
        email=email, team=team, role=role, invited_by=invited_by, expires_at=timezone.now() + timedelta(days=days)
    )


def find_invitation(*, token):
    """The invitation behind a link's token, open or not, or `None` where the token is not one of ours."""
    try:
        pk, email = Signer(salt=INVITATION_SALT).unsign_object(token)
    except (BadSignature, ValueError, TypeError):
        return None
    return Invitation.objects.select_related("team", "invited_by").filter(pk=pk, email=email).first()


def invitation_state(*, invitation, user):
    """What an invitation is to this visitor.

    "unknown" (no such link), "used", "expired"; for a stranger "sign-up", or "sign-in" where the address has an
    account; for someone signed in "join", or "other" where it was sent to somebody else.
    """
    if invitation is None:
        return "unknown"
    if not invitation.is_open:
        return "used" if invitation.accepted_at else "expired"
    if user.is_authenticated:
        return "join" if user.email == invitation.email else "other"
    return "sign-in" if User.objects.filter(email=invitation.email).exists() else "sign-up"


def withdraw_invitation(*, invitation):
    """Make an invitation's link stop working."""
    invitation.delete()


def remember_invitation(*, session, invitation):
    """Keep an invitation for the sign-up that follows."""
    session[INVITATION_KEY] = invitation.pk


def invitation_in(*, session):
    """The invitation that this visitor came with, or `None` if there is none or it has been used or is too old."""
    return Invitation.objects.open().filter(pk=session.get(INVITATION_KEY)).first()


@transaction.atomic
def accept_invitation(*, invitation, user):
    """Mark an invitation used and bring the person into the team it names. A second use changes nothing."""
    used = Invitation.objects.open().filter(pk=invitation.pk).update(accepted_at=timezone.now())
    if used and invitation.team and not TeamMembership.objects.filter(team=invitation.team, user=user).exists():
        add_to_team(team=invitation.team, user=user, role=invitation.role)
    return bool(used)


def follow(*, user, target):
    """Follow a thing. Following twice is following once."""
    content_type = ContentType.objects.get_for_model(target)
    return Follow.objects.get_or_create(user=user, content_type=content_type, object_id=target.pk)[0]


def unfollow(*, user, target):
    """Stop following a thing."""
    Follow.objects.filter(
        user=user, content_type=ContentType.objects.get_for_model(target), object_id=target.pk
    ).delete()


def followers_of(target):
    """The active people who follow a thing."""
    return User.objects.filter(
        is_active=True,
        follows__content_type=ContentType.objects.get_for_model(target),
        follows__object_id=target.pk,
    )


def notify(*, user, kind, text, url="", dedupe=""):
    """Tell one person one thing, once: the same `kind` and `dedupe` is told a single time however often it is called.

    Returns the notification, or `None` where it had been told before.
    """
    try:
        with transaction.atomic():
            return Notification.objects.create(
                user=user, kind=kind, text=text[:300], url=url, dedupe=dedupe or secrets.token_hex(8)
            )
    except IntegrityError:
        return None


def notify_many(*, users, kind, text, dedupe, url="", at=None):
    """Tell many people one thing, each once, in a constant number of queries. `users` is a queryset.

    `at` dates it back. Returns how many had not been told before.
    """
    told = Notification.objects.filter(kind=kind, dedupe=dedupe)
    pks = list(users.exclude(pk__in=told.values("user")).order_by("pk").values_list("pk", flat=True).distinct())
    rows = [Notification(user_id=pk, kind=kind, text=text[:300], url=url, dedupe=dedupe) for pk in pks]
    Notification.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    if at:
        told.filter(user__in=pks).update(created_at=at)
    return len(pks)


def mark_read(*, user, notification=None):
    """Mark one or all of a person's notifications as read. Returns how many were new."""
    unread = user.notifications.unread()
    if notification:
        unread = unread.filter(pk=notification.pk)
    return unread.update(read_at=timezone.now())
