"""What a community's page shows, gathered in a constant number of queries."""

from django.utils.translation import ngettext

from communities.models import Community
from events.models import Event
from knowledge.backlinks import in_use
from knowledge.evidence import evidence_for_many
from knowledge.models import PracticePage
from people.audiences import visible_pages

EVENTS_SHOWN = 6
PEOPLE_SHOWN = 30


def communities_for_list(user):
    """The communities this reader may see; `joined` says whether it is theirs, `meta` how large it is in words."""
    found = list(Community.objects.visible_to(user).with_sizes().with_joined(user))
    for community in found:
        community.meta = [ngettext("%(n)s member", "%(n)s members", community.size) % {"n": community.size}]
    return found


def community_page(community: Community, user):
    """`events` to come, `practices` with their evidence as (page, strip), `leads`, `members` (for members only) and
    `size`: everything as far as this reader may see it."""
    events = Event.objects.visible_to(user).filter(communities=community).upcoming().for_list()[:EVENTS_SHOWN]
    practices = list(in_use(visible_pages(PracticePage.objects.filter(communities=community), user)).order_by("title"))
    strips = evidence_for_many(practices, user)
    memberships = []
    if user.is_authenticated:
        memberships = list(
            community.memberships.filter(user__is_active=True).select_related("user__profile").order_by("role", "pk")
        )
    return {
        "events": events,
        "practices": [(practice, strips[practice.pk]) for practice in practices],
        "leads": [m.user for m in memberships if m.role == "lead"],
        "members": [m.user for m in memberships if m.role != "lead"][:PEOPLE_SHOWN],
        "more_members": max(0, sum(m.role != "lead" for m in memberships) - PEOPLE_SHOWN),
    }
