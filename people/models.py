"""People, their teams and skills, what they follow and what they are told."""

from zoneinfo import available_timezones

from django.conf import settings
from django.contrib.auth.models import AbstractUser, Group
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.signing import Signer
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from people.managers import UserManager
from people.querysets import (
    InvitationQuerySet,
    MembershipQuerySet,
    NotificationQuerySet,
    ProfileQuerySet,
    TeamQuerySet,
)
from people.roles import EDITORS, PMO, has_role

INVITATION_SALT = "people.invitation"


def validate_timezone(value):
    """Refuse a zone that the tz database does not know."""
    if value not in available_timezones():
        raise ValidationError(
            _("“%(zone)s” is not a time zone. Choose one like Europe/London."), params={"zone": value}
        )


class User(AbstractUser):
    """A person with an account. The e-mail address is the sign-in name and is unique whatever its case."""

    username = None
    email = models.EmailField(_("e-mail address"), unique=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = UserManager()

    class Meta(AbstractUser.Meta):
        swappable = "AUTH_USER_MODEL"
        constraints = [models.UniqueConstraint(Lower("email"), name="people_user_email_any_case")]

    def clean(self):
        super().clean()
        self.email = self.email.strip().lower()

    @property
    def display_name(self):
        """The name that others see; never the e-mail address in full."""
        return self.get_full_name() or self.email.split("@")[0]

    @property
    def initials(self):
        """At most two letters for the avatar."""
        words = self.display_name.split()
        return "".join(word[0] for word in ([words[0], words[-1]] if len(words) > 1 else words[:1])).upper()

    @cached_property
    def group_ids(self):
        """The groups this person belongs to, read once per request: what audiences are decided by."""
        self._group_names = dict(self.groups.values_list("pk", "name"))
        return frozenset(self._group_names)

    def in_group(self, name):
        """Is this person in the group of that name? Answered by the same one read as `group_ids`."""
        return bool(self.group_ids) and name in self._group_names.values()

    @cached_property
    def team_memberships(self):
        """This person's memberships with their teams, read once per request, oldest first."""
        return list(
            self.memberships.select_related("team__group").filter(team__dissolved_on__isnull=True).order_by("pk")
        )

    def forget_cached(self):
        """Read groups and teams anew: after a write that changed them."""
        for name in ("group_ids", "team_memberships"):
            self.__dict__.pop(name, None)

    @property
    def sees_insights(self):
        """May open the insights: the PMO, and administrators."""
        return has_role(self, PMO)

    @property
    def can_edit_pages(self):
        """May open the page editor: editors, and administrators."""
        return has_role(self, EDITORS)

    def __str__(self):
        return self.display_name


def display_name(user):
    """How allauth's pages and mails call a user."""
    return user.display_name


class Skill(models.Model):
    """Something that a person can do or wants to learn, in the organisation's own words."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    description = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Profile(models.Model):
    """What a person tells others about themselves."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="profile")
    slug = models.SlugField(max_length=120, unique=True)
    headline = models.CharField(_("what you do"), max_length=140, blank=True)
    about = models.TextField(_("about you"), max_length=2000, blank=True)
    location = models.CharField(_("where you work"), max_length=80, blank=True)
    timezone = models.CharField(
        _("time zone"), max_length=64, default=settings.TIME_ZONE, validators=[validate_timezone]
    )
    skills = models.ManyToManyField(Skill, blank=True, related_name="profiles", verbose_name=_("skills"))

    objects = ProfileQuerySet.as_manager()

    def __str__(self):
        return self.user.display_name

    def get_absolute_url(self):
        return reverse("people:person", args=[self.slug])


class Team(models.Model):
    """A group of people who deliver together. Its `group` is its audience: what is for the team alone is for it."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    department = models.CharField(max_length=80, blank=True)
    product = models.CharField(max_length=80, blank=True)
    purpose = models.TextField(max_length=600, blank=True)
    group = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="team")
    dissolved_on = models.DateField(null=True, blank=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("people:team", args=[self.slug])


class TeamMembership(models.Model):
    """A person's role in a team. Written by people/services.py only, which keeps the team's group in step."""

    class Role(models.TextChoices):
        LEAD = "lead", _("Lead")
        MEMBER = "member", _("Member")
        COACH = "coach", _("Coach")

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role, default=Role.MEMBER)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["team_id", "role", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["team", "user"], name="people_one_membership_per_team"),
            models.CheckConstraint(condition=Q(role__in=["lead", "member", "coach"]), name="people_membership_role"),
        ]

    def __str__(self):
        return f"{self.user} · {self.team} ({self.get_role_display()})"


class Invitation(models.Model):
    """A personal way in, sent by mail. The link holds a signature of the row; nothing that opens it is stored."""

    email = models.EmailField(_("e-mail address"))
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=10, choices=TeamMembership.Role, default=TeamMembership.Role.MEMBER)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.email

    def get_absolute_url(self):
        return reverse("people:invitation", args=[self.token])

    @property
    def token(self):
        """What the link carries: the row's id, signed together with the address it was written for."""
        return Signer(salt=INVITATION_SALT).sign_object([self.pk, self.email])

    @property
    def is_open(self):
        """Neither used nor past its time."""
        return self.accepted_at is None and self.expires_at > timezone.now()


class Follow(models.Model):
    """A person wants to hear about a thing: a practice, a community, a project."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows")
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    target = GenericForeignKey("content_type", "object_id")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "content_type", "object_id"], name="people_follow_once")]
        indexes = [models.Index(fields=["content_type", "object_id"])]

    def __str__(self):
        return f"{self.user} follows {self.content_type} {self.object_id}"


class Notification(models.Model):
    """One sentence for one person, with one link. `dedupe` makes a repeated task tell the same thing once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications")
    kind = models.SlugField(max_length=60)
    text = models.CharField(max_length=300)
    url = models.CharField(max_length=500, blank=True)
    dedupe = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "kind", "dedupe"], name="people_notify_once")]
        indexes = [models.Index(fields=["user", "read_at"])]

    def __str__(self):
        return self.text

    def get_absolute_url(self):
        """Where a click goes: marks the notification as read and leads to its `url`."""
        return reverse("people:notification", args=[self.pk])

    @property
    def is_new(self):
        """Not read yet."""
        return self.read_at is None
