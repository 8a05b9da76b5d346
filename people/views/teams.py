"""Teams: the list, a team's page, and who is in it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people import services, tasks
from people.forms import AddPersonForm, RoleForm, TeamForm
from people.models import Team, TeamMembership
from people.permissions import belongs_to, can_create_team, can_manage_team


def _managed_team(request, slug):
    team = get_object_or_404(Team.objects.current(), slug=slug)
    if not can_manage_team(request.user, team):
        raise PermissionDenied(_("Only a lead of this team can change who is in it."))
    return team


def _people(team, **forms):
    return {
        "team": team,
        "memberships": team.memberships.with_people(),
        "invitations": team.invitations.open().select_related("invited_by"),
        **forms,
    }


@require_safe
@login_required
def teams(request):
    """All current teams by department."""
    mine = {membership.team_id for membership in request.user.team_memberships}
    context = {"teams": Team.objects.listed(), "mine": mine, "can_create": can_create_team(request.user)}
    return render(request, "people/teams.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def create_team(request):
    """For administrators: make a team, then say who is in it."""
    if not can_create_team(request.user):
        raise PermissionDenied(_("Only an administrator can make a team."))
    form = TeamForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        team = services.create_team(**form.cleaned_data)
        messages.success(request, _("The team is made. Now add its lead."))
        return redirect("people:team_people", slug=team.slug)
    return render(request, "people/team_new.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@login_required
def team(request, slug):
    """A team: what it is for, who is in it, who coaches it."""
    team = get_object_or_404(Team, slug=slug)
    memberships = list(team.memberships.with_people())
    context = {
        "team": team,
        "working": [membership for membership in memberships if membership.role != TeamMembership.Role.COACH],
        "coaches": [membership for membership in memberships if membership.role == TeamMembership.Role.COACH],
        "belongs": belongs_to(request.user, team),
        "can_manage": can_manage_team(request.user, team) and team.dissolved_on is None,
    }
    return render(request, "people/team.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def team_people(request, slug):
    """For leads: everyone in the team with their role, open invitations, and a form to bring someone in."""
    team = _managed_team(request, slug)
    form = AddPersonForm(request.POST or None, team=team)
    if request.method == "POST" and form.is_valid():
        messages.success(request, _bring_in(team, form, request.user))
        return redirect("people:team_people", slug=team.slug)
    status = 422 if form.errors else 200
    return render(request, "people/team_people.html", _people(team, form=form), status=status)


def _bring_in(team, form, by):
    """Add or invite, as the form found; returns the sentence that says which."""
    role = form.cleaned_data["role"]
    if form.person:
        services.welcome_to_team(team=team, user=form.person, role=role, by=by)
        return _("%(person)s is in the team now.") % {"person": form.person.display_name}
    invitation = services.invite(email=form.email, invited_by=by, team=team, role=role)
    transaction.on_commit(lambda: tasks.send_invitation.enqueue(invitation.pk))
    return _("An invitation is on its way to %(email)s.") % {"email": form.email}


@require_POST
@login_required
def change_role(request, slug, pk):
    """Give somebody in the team another role."""
    team = _managed_team(request, slug)
    membership = get_object_or_404(team.memberships.select_related("user"), pk=pk)
    form = RoleForm(request.POST)
    try:
        if form.is_valid():
            role = form.cleaned_data["role"]
            services.change_role(team=team, user=membership.user, role=role, by=request.user)
            messages.success(request, _("%(person)s has another role.") % {"person": membership.user.display_name})
    except services.PeopleError as refusal:
        messages.error(request, str(refusal))
    return redirect("people:team_people", slug=team.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def remove(request, slug, pk):
    """Ask, then take somebody out of the team."""
    team = _managed_team(request, slug)
    membership = get_object_or_404(team.memberships.select_related("user__profile"), pk=pk)
    if request.method != "POST":
        return render(request, "people/team_remove.html", {"team": team, "membership": membership})
    try:
        services.remove_from_team(team=team, user=membership.user, by=request.user)
    except services.PeopleError as refusal:
        messages.error(request, str(refusal))
        return redirect("people:team_people", slug=team.slug)
    messages.success(request, _("%(person)s is out of the team.") % {"person": membership.user.display_name})
    return redirect("people:team" if membership.user_id == request.user.pk else "people:team_people", slug=team.slug)


@require_POST
@login_required
def withdraw_invitation(request, slug, pk):
    """Make the link of an open invitation stop working."""
    team = _managed_team(request, slug)
    services.withdraw_invitation(invitation=get_object_or_404(team.invitations.open(), pk=pk))
    messages.success(request, _("The invitation is withdrawn. Its link does not work any more."))
    return redirect("people:team_people", slug=team.slug)
