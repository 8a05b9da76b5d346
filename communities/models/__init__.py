"""The models of the communities room: communities with their members, and what people say to each other."""

from communities.models.communities import Community, CommunityMembership
from communities.models.discussions import Discussion, Post, Usefulness

__all__ = ["Community", "CommunityMembership", "Discussion", "Post", "Usefulness"]
