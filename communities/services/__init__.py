"""Every write of the communities room, by subject, for pages, commands and the demo loader."""

from communities.exceptions import CommunityError
from communities.services.discussions import (
    accept,
    edit,
    find_useful,
    follow_discussion,
    post,
    remove,
    take_back_acceptance,
    take_back_useful,
    unfollow_discussion,
)
from communities.services.membership import create_community, join, leave

__all__ = [
    "CommunityError",
    "accept",
    "create_community",
    "edit",
    "find_useful",
    "follow_discussion",
    "join",
    "leave",
    "post",
    "remove",
    "take_back_acceptance",
    "take_back_useful",
    "unfollow_discussion",
]
