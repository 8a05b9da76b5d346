"""Reads of communities and of what is said."""

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import BooleanField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from people.querysets import VisibleQuerySet
from people.roles import COACHES


class CommunityQuerySet(VisibleQuerySet):
    def with_sizes(self):
        """Annotate `size`, the number of active members."""
        return self.annotate(size=Count("memberships", distinct=True))

    def with_joined(self, user):
        """Annotate `joined`: is this reader a member?"""
        memberships = self.model._meta.get_field("memberships").related_model.objects
        mine = memberships.filter(community=OuterRef("pk"), user=user if user.is_authenticated else None)
        return self.annotate(joined=Exists(mine))


class PostQuerySet(QuerySet):
    def standing(self):
        """Posts that have not been removed."""
        return self.filter(removed_at__isnull=True)

    def shown(self):
        """What stands in a thread: standing posts, and the places of removed ones that were answered or taken away for
        a reason."""
        answered = Exists(self.model.objects.filter(reply_to=OuterRef("pk"), removed_at__isnull=True))
        return self.filter(Q(removed_at__isnull=True) | Q(removed_because__gt="") | answered)

    def in_reading_order(self):
        """Each post followed by its replies, the accepted one first, then as they came."""
        return self.annotate(root=Coalesce("reply_to_id", "pk")).order_by(
            "root", F("reply_to_id").asc(nulls_first=True), "-accepted", "pk"
        )

    def for_reading(self, user):
        """With what a post shows: its author and their team, whether they are a coach (`is_coach`), whether somebody
        else has written below it (`is_answered`), how many found it `useful` and whether this reader did
        (`found_by_reader`)."""
        reader = user.pk if user.is_authenticated else None
        memberships = apps.get_model("people", "TeamMembership").objects.filter(
            user=OuterRef("author"), team__dissolved_on__isnull=True
        )
        useful = self.model._meta.get_field("found_useful").related_model.objects.filter(post=OuterRef("pk"))
        count = useful.order_by().values("post").annotate(n=Count("pk")).values("n")
        below = Q(reply_to=OuterRef("pk")) | Q(reply_to=OuterRef("reply_to"), pk__gt=OuterRef("pk"))
        answers = self.model.objects.filter(below, ~Q(author=OuterRef("author")), removed_at__isnull=True)
        coaches = get_user_model().objects.filter(pk=OuterRef("author"), groups__name=COACHES)
        return self.select_related("author__profile", "reply_to").annotate(
            team=Subquery(memberships.exclude(role="coach").order_by("pk").values("team__name")[:1]),
            is_coach=Exists(coaches),
            is_answered=Exists(answers),
            useful=Coalesce(Subquery(count), 0),
            found_by_reader=Exists(useful.filter(user=reader)) if reader else Value(False, BooleanField()),
        )
