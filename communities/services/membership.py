"""Making communities, joining and leaving them."""

from django.contrib.auth.models import Group
from django.db import transaction

from communities.exceptions import CommunityError
from communities.models import Community, CommunityMembership
from knowledge.services import entrust_review
from people.audiences import Audience


@transaction.atomic
def create_community(*, slug, name, summary, purpose="", audience=Audience.MEMBERS, practices=(), topics=()):
    """Create a community together with the group that is its audience, and that of its leads, who review what is
    written about its practices."""
    community = Community.objects.create(
        slug=slug,
        name=name,
        summary=summary,
        purpose=purpose,
        audience=audience,
        members_group=Group.objects.create(name=f"Community: {slug}"),
        editors_group=Group.objects.create(name=f"Community editors: {slug}"),
    )
    community.practices.set(practices)
    community.topics.set(topics)
    entrust_review(practices=practices, group=community.editors_group)
    return community


@transaction.atomic
def join(*, community, user, role=CommunityMembership.Role.MEMBER):
    """Make a person a member, or change their role. Joining twice is joining once."""
    membership, created = CommunityMembership.objects.get_or_create(
        community=community, user=user, defaults={"role": role}
    )
    if not created and membership.role != role and role == CommunityMembership.Role.LEAD:
        membership.role = role
        membership.save(update_fields=["role"])
    user.groups.add(community.members_group)
    if membership.role == CommunityMembership.Role.LEAD:
        user.groups.add(community.editors_group)
    user.forget_cached()
    return membership


@transaction.atomic
def leave(*, community, user):
    """End a membership. Raises `CommunityError` for the last lead."""
    leads = community.memberships.filter(role=CommunityMembership.Role.LEAD)
    if leads.filter(user=user).exists() and leads.count() == 1:
        raise CommunityError(f"{user.display_name} is the only lead of {community.name}. Make someone else lead first.")
    community.memberships.filter(user=user).delete()
    user.groups.remove(community.members_group, community.editors_group)
    user.forget_cached()
