"""Reads of people, teams and notifications."""

from django.apps import apps
from django.db import models
from django.db.models import Case, Count, Exists, OuterRef, Prefetch, Q, Value, When
from django.utils import timezone

from people.audiences import visible_filter


class VisibleQuerySet(models.QuerySet):
    """Reads of anything that carries `AudienceMixin`."""

    def visible_to(self, user):
        """Only what this reader may see (people/audiences.py decides)."""
        return self.filter(visible_filter(user))


class UserQuerySet(models.QuerySet):
    def active(self):
        """People who can sign in."""
        return self.filter(is_active=True)

    def named(self, words):
        """Every word begins the first or a part of the last name. Nothing for no words."""
        found = self if words.split() else self.none()
        for word in words.split():
            found = found.filter(
                Q(first_name__istartswith=word) | Q(last_name__istartswith=word) | Q(last_name__icontains=f" {word}")
            )
        return found


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
        working = Q(memberships__user__is_active=True) & ~Q(memberships__role="coach")
        return self.annotate(size=Count("memberships", filter=working, distinct=True))

    def listed(self):
        """Current teams by department, with sizes, leads and coaches for the list."""
        memberships = apps.get_model("people", "TeamMembership").objects.with_people().exclude(role="member")
        return (
            self.current()
            .with_sizes()
            .prefetch_related(Prefetch("memberships", memberships, to_attr="steering"))
            .order_by("department", "name")
        )


class MembershipQuerySet(models.QuerySet):
    def with_people(self):
        """Memberships of active people with their profiles: leads, then members, then coaches, each by name."""
        rank = Case(When(role="lead", then=Value(0)), When(role="member", then=Value(1)), default=Value(2))
        return (
            self.filter(user__is_active=True)
            .select_related("user__profile")
            .annotate(rank=rank)
            .order_by("rank", "user__first_name", "user__last_name", "pk")
        )


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
