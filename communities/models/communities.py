"""Communities of practice: people from several teams who get better at one thing together."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities.querysets import CommunityQuerySet
from events.models import Event
from knowledge.models import PracticePage
from people.audiences import AudienceMixin
from search.models import Topic


class Community(AudienceMixin, models.Model):
    """A community and its purpose. `members_group` is its audience: what is for the community is for that group.
    `editors_group` holds its leads."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    summary = models.CharField(max_length=300)
    purpose = models.TextField(blank=True, help_text=_("Markdown"))
    members_group = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="community")
    editors_group = models.OneToOneField(
        Group,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="edited_community",
        help_text=_("Its leads, who review what is written about its practices."),
    )
    practices = models.ManyToManyField(PracticePage, blank=True, related_name="communities")
    topics = models.ManyToManyField(Topic, blank=True, related_name="communities")
    events = models.ManyToManyField(Event, blank=True, related_name="communities")

    objects = CommunityQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = _("communities")
        constraints = [*AudienceMixin.Meta.constraints]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("communities:community", args=[self.slug])


class CommunityMembership(models.Model):
    """A person in a community. Written by communities/services.py only, which keeps the group in step."""

    class Role(models.TextChoices):
        LEAD = "lead", _("Lead")
        MEMBER = "member", _("Member")

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="community_memberships")
    role = models.CharField(max_length=10, choices=Role, default=Role.MEMBER)
    joined_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["community_id", "role", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["community", "user"], name="communities_one_membership"),
            models.CheckConstraint(condition=Q(role__in=["lead", "member"]), name="communities_role"),
        ]

    def __str__(self):
        return f"{self.user} · {self.community}"
