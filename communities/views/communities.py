"""Pages about communities of practice and coaches."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from communities import services
from communities.models import Community
from communities.reading import communities_for_list, community_page
from people.models import User
from people.roles import COACHES


def communities(request):
    """All communities that this reader may see."""
    found = communities_for_list(request.user)
    return render(request, "communities/list.html", {"communities": found, "section": "communities"})


def community(request, slug):
    """One community: its purpose, events, practices and people."""
    found = get_object_or_404(Community.objects.visible_to(request.user).with_joined(request.user), slug=slug)
    context = {"community": found, "section": "communities", **community_page(found, request.user)}
    return render(request, "communities/community.html", context)


@login_required
@require_POST
def join(request, slug):
    """Become a member. Sent twice, it is done once."""
    found = get_object_or_404(Community.objects.visible_to(request.user), slug=slug)
    services.join(community=found, user=request.user)
    messages.success(request, _("You are a member of %(name)s.") % {"name": found.name})
    return redirect(found)


@login_required
@require_POST
def leave(request, slug):
    """Stop being a member, unless that left the community without a lead."""
    found = get_object_or_404(Community.objects.visible_to(request.user), slug=slug)
    try:
        services.leave(community=found, user=request.user)
    except services.CommunityError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("You have left %(name)s.") % {"name": found.name})
    return redirect("communities:list")


@login_required
def coaches(request):
    """Who the coaches are, and which teams they help."""
    found = (
        User.objects.filter(groups__name=COACHES, is_active=True)
        .select_related("profile")
        .prefetch_related("memberships__team", "profile__skills")
        .order_by("first_name", "last_name")
    )
    return render(request, "communities/coaches.html", {"coaches": found, "section": "communities"})
