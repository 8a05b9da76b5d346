"""Reads of communities."""

from django.db.models import Count, Exists, OuterRef

from people.querysets import VisibleQuerySet


class CommunityQuerySet(VisibleQuerySet):
    def with_sizes(self):
        """Annotate `size`, the number of active members."""
        return self.annotate(size=Count("memberships", distinct=True))

    def with_joined(self, user):
        """Annotate `joined`: is this reader a member?"""
        memberships = self.model._meta.get_field("memberships").related_model.objects
        mine = memberships.filter(community=OuterRef("pk"), user=user if user.is_authenticated else None)
        return self.annotate(joined=Exists(mine))
