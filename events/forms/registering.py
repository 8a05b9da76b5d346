"""The form beside an event: me, or my team with the people who come."""

from collections import defaultdict
from dataclasses import dataclass

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.exceptions import EventError
from events.models import Event, Registration
from events.permissions import can_register_team
from events.services import register_people, register_team
from people.models import Team, TeamMembership, User
from people.permissions import leads

ME = "me"
MAX_OPEN = 50


@dataclass
class Member:
    """A person of a team as a line of the form. `status` is their registration, `waits` what would become of them."""

    user: User
    status: str
    checked: bool
    waits: bool = False


@dataclass
class TeamChoice:
    """A team that the reader may register, with its people."""

    team: Team
    members: list[Member]
    open_seats: int
    together: bool
    chosen: bool

    @property
    def value(self):
        return f"team-{self.team.pk}"


class RegisterForm(forms.Form):
    """Registers through the services. `held` maps the pks of people to their registrations at this event."""

    def __init__(self, *args, event, user, held, **kwargs):
        super().__init__(*args, **kwargs)
        self.event, self.user, self.held = event, user, held
        self.memberships = _members_by_team(user)
        choices = [] if user.pk in held else [(ME, _("Me"))]
        self.by_value = {f"team-{team.pk}": team for team in self.memberships}
        choices += [(value, team.name) for value, team in self.by_value.items()]
        self.fields["who"] = forms.ChoiceField(
            choices=choices, error_messages={"required": _("Say who comes."), "invalid_choice": _("Say who comes.")}
        )
        for value, team in self.by_value.items():
            people = [(member.user_id, member.user.display_name) for member in self.memberships[team]]
            self.fields[f"people-{value}"] = forms.TypedMultipleChoiceField(coerce=int, choices=people, required=False)
            self.fields[f"open-{value}"] = forms.IntegerField(min_value=0, max_value=MAX_OPEN, required=False)
            self.fields[f"together-{value}"] = forms.BooleanField(required=False)

    @property
    def can_register_me(self):
        return self.user.pk not in self.held

    @property
    def anyone_free(self):
        """Is there anybody in the reader's teams without a place?"""
        return any(self._free(team) for team in self.memberships)

    @property
    def is_me(self):
        return self.who == ME

    @property
    def left_words(self):
        """ "6 places are left" """
        return left_words(self.event.seats_left or 0)

    @property
    def who(self):
        """What is chosen: what was sent; else, at a workshop, the team for its lead; me for everyone else."""
        if self.is_bound:
            return self.data.get("who", "")
        led = [value for value, team in self.by_value.items() if leads(self.user, team) and self._free(team)]
        if self.can_register_me and (not led or self.event.kind != Event.Kind.WORKSHOP):
            return ME
        return next(iter(led or self.by_value), "")

    def _free(self, team):
        return [member for member in self.memberships[team] if member.user_id not in self.held]

    @cached_property
    def teams(self):
        """The teams as the page shows them."""
        return [self._team_choice(value, team) for value, team in self.by_value.items()]

    def _team_choice(self, value, team):
        sent = set(self.data.getlist(f"people-{value}")) if self.is_bound else None
        members = []
        for member in self.memberships[team]:
            held = self.held.get(member.user_id)
            ticked = str(member.user_id) in sent if sent is not None else True
            members.append(Member(member.user, held.status if held else "", ticked and held is None))
        together = bool(self.is_bound and self.data.get(f"together-{value}"))
        left = self.event.seats_left
        for index, member in enumerate([member for member in members if member.checked]):
            member.waits = left is not None and index >= left
        asked = self.data.get(f"open-{value}", "") if self.is_bound else ""
        open_seats = int(asked) if asked.isdecimal() and len(asked) < 4 else 0
        return TeamChoice(team, members, open_seats, together, value == self.who)

    @property
    def preview(self):
        """What would happen to the choice as it stands: who waits, in words; nothing where all get a place."""
        chosen = next((choice for choice in self.teams if choice.chosen), None)
        names = (
            [member.user.first_name or member.user.display_name for member in chosen.members if member.checked]
            if chosen
            else [""]
        )
        left = self.event.seats_left
        n = len(names) + (chosen.open_seats if chosen else 0)
        if left is None or n <= left:
            return ""
        return preview_words(left, n, names[left:])

    def save(self):
        """Register whoever was chosen. Returns the registrations; on a refusal `None`, with the reason in the form."""
        who = self.cleaned_data["who"]
        try:
            if who == ME:
                return register_people(event=self.event, users=[self.user], registered_by=self.user)
            team = self.by_value[who]
            chosen = set(self.cleaned_data[f"people-{who}"])
            return register_team(
                event=self.event,
                team=team,
                users=[member.user for member in self.memberships[team] if member.user_id in chosen],
                open_seats=self.cleaned_data[f"open-{who}"] or 0,
                registered_by=self.user,
                when_full="wait" if self.cleaned_data[f"together-{who}"] else "split",
            )
        except EventError as refusal:
            for message in refusal.errors.values():
                self.add_error(None, message)
            return None


def left_words(left):
    """ "6 places are left" """
    return ngettext("%(n)s place is left", "%(n)s places are left", left) % {"n": left}


def preview_words(left, n, waiting):
    """ "6 places are left for 7 people. Lerato goes on the waiting list and hears from us when a place is free." """
    if n == 1:
        return _("All places are taken. You go on the waiting list and hear from us when a place is free.")
    if left == 0:
        return _("All places are taken. %(n)s people go on the waiting list and hear from us when a place is free.") % {
            "n": n
        }
    start = _("%(left)s for %(n)s people.") % {"left": left_words(left), "n": n}
    if n - left == 1 and waiting:
        end = _("%(name)s goes on the waiting list and hears from us when a place is free.") % {"name": waiting[0]}
    else:
        end = _("%(n)s go on the waiting list and hear from us when a place is free.") % {"n": n - left}
    return f"{start} {end}"


def outcome_words(registrations):
    """What became of a request, in words: who has a place and who waits."""
    seated = [row for row in registrations if row.status == Registration.Status.CONFIRMED]
    waiting = len(registrations) - len(seated)
    if len(registrations) == 1:
        return _("You have a place.") if seated else _("All places are taken. You are on the waiting list.")
    said = []
    if seated:
        words = ngettext("%(n)s person has a place.", "%(n)s people have a place.", len(seated))
        said.append(words % {"n": len(seated)})
    if waiting:
        words = ngettext("%(n)s is on the waiting list.", "%(n)s are on the waiting list.", waiting)
        said.append(words % {"n": waiting})
    return " ".join(said)


def _members_by_team(user):
    """{team: its leads and members} for the teams that this user may register, in one query."""
    teams = [m.team for m in user.team_memberships if can_register_team(user, m.team)]
    found = defaultdict(list)
    rows = TeamMembership.objects.with_people().filter(team__in=teams).exclude(role=TeamMembership.Role.COACH)
    for membership in rows if teams else []:
        found[membership.team_id].append(membership)
    return {team: found[team.pk] for team in teams if found[team.pk]}
