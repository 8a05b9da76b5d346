"""How files name people, teams and other rows of the portal, both ways. Read once, however many files there are."""

from collections import Counter
from functools import cached_property

from django.contrib.auth.models import Group
from django.utils.translation import gettext as _

from knowledge.models import PracticePage, ToolCriterion
from people.models import Profile, Team, User
from portfolio.models import Project
from search.models import Topic

UNKNOWN = {
    "people": _("Nobody here is “%(name)s” (a profile's address or an e-mail address)."),
    "projects": _("There is no project “%(name)s” here."),
    "teams": _("There is no team “%(name)s” here."),
    "groups": _("There is no group “%(name)s” here."),
    "topics": _("There is no topic “%(name)s” here."),
    "practices": _("There is no practice “%(name)s” here."),
    "criteria": _("Tools are not weighed by “%(name)s” here."),
}


class Names:
    """Rows by what files call them. `lost` gathers what was not found while one file is read, by key.

    `practices_to_come` are those of the files: {slug or id: number of the page}.
    """

    def __init__(self):
        self.lost = {}
        self.practices_to_come = {}

    def find(self, rows, name, key):
        """The number of a row, or `None`, which is remembered."""
        found = self.practices_to_come.get(name) if rows == "practices" else None
        found = getattr(self, rows).get(name) if found is None else found
        if found is None and rows == "people":
            found = self.people.get(name.lower())
        if found is None:
            self.lost.setdefault(key, []).append((rows, name))
        return found

    def name(self, rows, pk):
        """What a file calls a row; `None` for none."""
        return self._called[rows].get(pk) if pk is not None else None

    def forget_practices_except(self, pks):
        """Call no other practice by its name."""
        self._called["practices"] = {pk: name for pk, name in self._called["practices"].items() if pk in pks}

    def lost_messages(self):
        """(key, message) of what was not found."""
        lost = [(key, rows, name) for key, found in self.lost.items() for rows, name in found]
        return [(key, UNKNOWN[rows] % {"name": name[:80]}) for key, rows, name in lost]

    @cached_property
    def _called(self):
        """{rows: {number: name}}."""
        people = dict(User.objects.values_list("pk", "email"))
        people |= dict(Profile.objects.values_list("user", "slug"))
        called = {rows: {pk: name for name, pk in getattr(self, rows).items()} for rows in UNKNOWN if rows != "people"}
        practices = PracticePage.objects.values_list("pk", "slug", "translation_key")
        times = Counter(slug for _pk, slug, _key in practices)
        called["practices"] = {pk: slug if times[slug] == 1 else str(key) for pk, slug, key in practices}
        return {**called, "people": people}

    @cached_property
    def people(self):
        """By e-mail address and by the address of the profile."""
        found = {email.lower(): pk for email, pk in User.objects.values_list("email", "pk")}
        return found | dict(Profile.objects.values_list("slug", "user"))

    @cached_property
    def projects(self):
        return dict(Project.objects.values_list("slug", "pk"))

    @cached_property
    def teams(self):
        return dict(Team.objects.values_list("slug", "pk"))

    @cached_property
    def groups(self):
        return dict(Group.objects.values_list("name", "pk"))

    @cached_property
    def topics(self):
        return dict(Topic.objects.values_list("slug", "pk"))

    @cached_property
    def criteria(self):
        return dict(ToolCriterion.objects.values_list("slug", "pk"))

    @cached_property
    def practices(self):
        """By id, and by slug where only one practice has it."""
        found, twice = {}, set()
        for pk, slug, key in PracticePage.objects.values_list("pk", "slug", "translation_key"):
            twice |= {slug} & set(found)
            found[slug] = found[str(key)] = pk
        return {name: pk for name, pk in found.items() if name not in twice}
