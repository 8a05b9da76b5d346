"""Reads of people, teams and notifications."""

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, OuterRef, Prefetch, Q
from django.utils import timezone

from people.audiences import visible_filter


class VisibleQuerySet(models.QuerySet):
    """Reads of anything that carries `AudienceMixin`."""

    def visible_to(self, user):
        """Only what this reader may see (people/audiences.py decides)."""
        return self.filter(visible_filter(user))


class TeamQuerySet(models.QuerySet):
    def current(self):
        """Teams that have not been dissolved."""
        return self.filter(dissolved_on__isnull=True)

    def of(self, user):
        """The teams in which this user has any role, nothing for strangers."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(memberships__user=user).distinct()

    def worked_in_by(self, user):
        """The teams that this user belongs to as lead or member (a coach helps a team but is not of it)."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(memberships__user=user, memberships__role__in=["lead", "member"]).distinct()

    def with_sizes(self):
        """Annotate `size`: leads and members, without coaches."""
        return self.annotate(size=Count("memberships", filter=~Q(memberships__role="coach"), distinct=True))


class ProfileQuerySet(models.QuerySet):
    def directory(self):
        """People whose account is active, by name, with what a person's row shows."""
        memberships = apps.get_model("people", "TeamMembership").objects.filter(team__dissolved_on__isnull=True)
        memberships = memberships.select_related("team").order_by("team__name")
        return (
            self.filter(user__is_active=True)
            .select_related("user")
            .prefetch_related("skills", Prefetch("user__memberships", memberships))
            .order_by("user__first_name", "user__last_name", "pk")
        )

    def matching(self, words):
        """Every word is found in a name, in what the person does, in a place or in a skill. Never in an address."""
        queryset = self
        for word in words.split():
            queryset = queryset.filter(
                Q(user__first_name__icontains=word)
                | Q(user__last_name__icontains=word)
                | Q(headline__icontains=word)
                | Q(location__icontains=word)
                | Exists(self.model.skills.through.objects.filter(profile=OuterRef("pk"), skill__name__icontains=word))
            )
        return queryset


class InvitationQuerySet(models.QuerySet):
    def open(self):
        """Neither used nor past their time."""
        return self.filter(accepted_at__isnull=True, expires_at__gt=timezone.now())


class NotificationQuerySet(models.QuerySet):
    def unread(self):
        """What the person has not opened yet."""
        return self.filter(read_at__isnull=True)
