"""Small makers of real rows for tests. Each goes through the services, as pages and the demo do."""

import itertools
from datetime import date

from wagtail.models import Page, Site

from communities.services import create_community
from knowledge.models import KnowledgeIndexPage, KnowledgeSectionPage, PracticePage
from people.services import add_to_team, create_person, create_team
from portal.models import HomePage
from portfolio.services import save_project
from search.models import Topic

_numbers = itertools.count(1)
PASSWORD = "a long test password"


def make_user(first_name="Amara", last_name="Osei", *, team=None, role="member", **fields):
    """A member with a profile, put into `team` where one is given."""
    n = next(_numbers)
    fields.setdefault("email", f"person{n}@example.com")
    user = create_person(first_name=first_name, last_name=last_name, password=PASSWORD, **fields)
    if team:
        add_to_team(team=team, user=user, role=role)
    return user


def make_team(name="Kestrel", **fields):
    """A team with its own group."""
    return create_team(name=name, slug=f"{name.lower()}-{next(_numbers)}", **fields)


def make_project(name="Billing portal", **fields):
    """A project that began in 2024, for members."""
    fields.setdefault("starts_on", date(2024, 1, 8))
    return save_project(slug=f"project-{next(_numbers)}", name=name, **fields)


def make_topic(name="Flow of work"):
    return Topic.objects.get_or_create(slug=name.lower().replace(" ", "-"), defaults={"name": name})[0]


def make_community(name="Flow guild", **fields):
    return create_community(slug=f"community-{next(_numbers)}", name=name, summary=f"People of {name}", **fields)


def make_home():
    """The home page at the root of the default site; made once per test."""
    home = HomePage.objects.first()
    if home:
        return home
    root = Page.get_first_root_node()
    home = HomePage(title="Guildhall", slug=f"home-{next(_numbers)}")
    root.add_child(instance=home)
    site = Site.objects.filter(is_default_site=True).first() or Site(hostname="localhost", is_default_site=True)
    site.root_page = home
    site.save()
    return home


def make_section(shows="practices"):
    """The knowledge base's section of that kind, with its index above it."""
    index = KnowledgeIndexPage.objects.first()
    if index is None:
        index = make_home().add_child(instance=KnowledgeIndexPage(title="Knowledge", slug="knowledge"))
    section = KnowledgeSectionPage.objects.filter(shows=shows).first()
    return section or index.add_child(instance=KnowledgeSectionPage(title=shows.capitalize(), slug=shows, shows=shows))


def make_practice(title="Limit work in progress", **fields):
    """A published practice."""
    n = next(_numbers)
    page = PracticePage(title=title, slug=f"practice-{n}", summary=f"What {title} is about.", **fields)
    make_section("practices").add_child(instance=page)
    page.save_revision().publish()
    return PracticePage.objects.get(pk=page.pk)
