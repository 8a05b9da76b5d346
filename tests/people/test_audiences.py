"""Who sees what: rows and pages, for every kind of reader, and both ways of asking agree."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Page, PageViewRestriction

from people.audiences import (
    Audience,
    PageAudience,
    forget_restrictions,
    is_visible,
    page_audience,
    visible_filter,
    visible_pages,
)
from portfolio.models import Project
from tests.factories import make_practice, make_section, make_team, make_user

READERS = ["stranger", "member", "of_kestrel", "of_heron", "of_both", "inactive", "superuser", "coach_of_kestrel"]
SEES = {  # audience of the row -> who sees it
    "public": set(READERS),
    "members": set(READERS) - {"stranger", "inactive"},
    "kestrel": {"of_kestrel", "of_both", "coach_of_kestrel"},
    "heron": {"of_heron", "of_both"},
}


@pytest.fixture
def world(db):
    """Two teams, one reader of each kind, one project for each audience."""
    kestrel, heron = make_team("Kestrel"), make_team("Heron")
    readers = {
        "stranger": AnonymousUser(),
        "member": make_user("Mara", "Member"),
        "of_kestrel": make_user("Kit", "Kestrel", team=kestrel),
        "of_heron": make_user("Hal", "Heron", team=heron),
        "of_both": make_user("Bo", "Both", team=kestrel),
        "inactive": make_user("Ina", "Inactive", team=kestrel),
        "superuser": make_user("Sue", "Super"),
        "coach_of_kestrel": make_user("Cora", "Coach", team=kestrel, role="coach"),
    }
    readers["of_both"].groups.add(heron.group)
    readers["inactive"].is_active = False
    readers["inactive"].save()
    readers["superuser"].is_superuser = True
    readers["superuser"].save()
    groups = {"kestrel": kestrel.group, "heron": heron.group}
    rows = {}
    for name in SEES:
        group = groups.get(name)
        rows[name] = Project.objects.create(
            slug=f"for-{name}",
            name=f"For {name}",
            starts_on=date(2026, 1, 5),
            audience=Audience.GROUP if group else name,
            audience_group=group,
        )
    return readers, rows, groups


def forget(readers):
    for reader in readers.values():
        if reader.is_authenticated:
            reader.forget_cached()


@pytest.mark.parametrize("reader", READERS)
def test_rows_are_visible_to_exactly_those_they_are_for(world, reader):
    readers, rows, _ = world
    forget(readers)
    expected = {name for name, sees in SEES.items() if reader in sees}
    listed = set(Project.objects.filter(visible_filter(readers[reader])).values_list("slug", flat=True))
    assert listed == {rows[name].slug for name in expected}
    for name, row in rows.items():
        assert row.is_visible_to(readers[reader]) is (name in expected)


def test_an_administrator_does_not_see_a_teams_own_rows(world):
    readers, rows, _ = world
    assert not rows["kestrel"].is_visible_to(readers["superuser"])


class Someone:
    """A reader by their facts alone, for trying many."""

    def __init__(self, is_authenticated, is_active, groups):
        self.is_authenticated, self.is_active, self.group_ids = is_authenticated, is_active, frozenset(groups)


def matches(condition, row):
    """Evaluate the Q that `visible_filter` builds, by hand, on one row's two columns."""
    if not hasattr(condition, "children"):
        key, value = condition
        return row[key.removesuffix("__in")] in value if key.endswith("__in") else row[key] == value
    results = [matches(child, row) for child in condition.children]
    return all(results) if condition.connector == "AND" else any(results)


@given(
    signed_in=st.booleans(),
    active=st.booleans(),
    groups=st.sets(st.integers(1, 4)),
    audience=st.sampled_from(list(Audience)),
    group=st.integers(1, 4),
)
def test_one_thing_and_many_are_decided_alike(signed_in, active, groups, audience, group):
    group_id = group if audience == Audience.GROUP else None
    reader = Someone(signed_in, active, groups)
    row = {"audience": audience, "audience_group": group_id}
    assert matches(visible_filter(reader), row) is is_visible(audience, group_id, reader)


def test_a_row_for_a_group_needs_its_group(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        Project.objects.create(slug="x", name="X", starts_on=date(2026, 1, 5), audience=Audience.GROUP)


def test_a_public_row_with_a_group_is_refused_by_validation(world):
    _, _, groups = world
    project = Project(slug="y", name="Y", starts_on=date(2026, 1, 5), audience="public", audience_group=groups["heron"])
    with pytest.raises(ValidationError):
        project.full_clean()


@pytest.fixture
def tree(world):
    """root > open > (for members > below members), (for kestrel > (below kestrel, for members within)), secret, two."""
    readers, _, groups = world
    home = Page.objects.get(depth=2)

    def page(slug, parent):
        return parent.add_child(instance=Page(title=slug, slug=slug))

    def restrict(page, kind, *of):
        restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind, password="pw")
        restriction.groups.set(of)

    pages = {"open": page("open", home)}
    pages["members"] = page("members", pages["open"])
    pages["below-members"] = page("below-members", pages["members"])
    pages["kestrel"] = page("kestrel", pages["open"])
    pages["below-kestrel"] = page("below-kestrel", pages["kestrel"])
    pages["members-in-kestrel"] = page("members-in-kestrel", pages["kestrel"])
    pages["heron-in-kestrel"] = page("heron-in-kestrel", pages["kestrel"])
    pages["password"] = page("password", pages["open"])
    pages["either"] = page("either", pages["open"])
    restrict(pages["members"], PageViewRestriction.LOGIN)
    restrict(pages["kestrel"], PageViewRestriction.GROUPS, groups["kestrel"])
    restrict(pages["members-in-kestrel"], PageViewRestriction.LOGIN)
    restrict(pages["heron-in-kestrel"], PageViewRestriction.GROUPS, groups["heron"])
    restrict(pages["password"], PageViewRestriction.PASSWORD)
    restrict(pages["either"], PageViewRestriction.GROUPS, groups["kestrel"], groups["heron"])
    forget(readers)
    return readers, {name: Page.objects.get(pk=page.pk) for name, page in pages.items()}, groups


PAGES = {
    "open": SEES["public"],
    "members": SEES["members"],
    "below-members": SEES["members"],
    "kestrel": SEES["kestrel"],
    "below-kestrel": SEES["kestrel"],
    "members-in-kestrel": SEES["kestrel"],
    "heron-in-kestrel": {"of_both"},
    "password": set(),
    "either": SEES["kestrel"] | SEES["heron"],
}


@pytest.mark.parametrize("reader", READERS)
def test_pages_are_listed_for_exactly_those_they_are_for(tree, reader):
    readers, pages, _ = tree
    listed = set(visible_pages(Page.objects.filter(pk__in=[p.pk for p in pages.values()]), readers[reader]))
    assert {page.slug for page in listed} == {name for name, sees in PAGES.items() if reader in sees}


@pytest.mark.parametrize("reader", READERS)
def test_a_pages_audience_agrees_with_the_lists(tree, reader):
    """Wherever one audience expresses the restrictions, it decides as the list does; elsewhere it finds nothing."""
    readers, pages, _ = tree
    for name, page in pages.items():
        audience = page_audience(page)
        if audience is not None:
            expected = reader in PAGES[name]
            assert is_visible(audience.audience, audience.group_id, readers[reader]) is expected, name


def test_page_audiences(tree):
    _, pages, groups = tree
    kestrel = PageAudience(Audience.GROUP, groups["kestrel"].pk)
    assert page_audience(pages["open"]) == PageAudience(Audience.PUBLIC)
    assert page_audience(pages["below-members"]) == PageAudience(Audience.MEMBERS)
    assert page_audience(pages["below-kestrel"]) == kestrel
    assert page_audience(pages["members-in-kestrel"]) == kestrel
    assert page_audience(pages["heron-in-kestrel"]) is None
    assert page_audience(pages["password"]) is None
    assert page_audience(pages["either"]) is None


def test_unpublished_pages_are_in_no_list(tree):
    readers, pages, _ = tree
    pages["open"].unpublish()
    assert not visible_pages(Page.objects.filter(pk=pages["open"].pk), readers["superuser"])


@pytest.mark.parametrize(("reader", "queries"), [("stranger", 2), ("of_kestrel", 4)])
def test_listing_pages_costs_the_same_for_more_restrictions(tree, reader, queries, django_assert_num_queries):
    readers, pages, _ = tree
    for attempt in range(2):
        forget(readers)
        with django_assert_num_queries(queries):
            list(visible_pages(Page.objects.all(), readers[reader]))
        restriction = PageViewRestriction.objects.create(
            page=pages["open"], restriction_type=PageViewRestriction.GROUPS
        )
        restriction.groups.add(Group.objects.create(name=f"One more {attempt}"))


@pytest.mark.django_db
def test_thousands_of_restricted_pages_hide_from_strangers_without_growing_the_question():
    """SQLite refuses a condition for each of them from the thousandth on."""
    parent = make_section()
    open_page, closed = make_practice("Open"), make_practice("Closed")
    rows = [PageViewRestriction(page=closed, restriction_type=PageViewRestriction.LOGIN)] * 1
    copies = []
    for number in range(1500):
        path = f"{parent.path}{number + 100:04d}"
        copies.append(
            Page(
                title=f"P{number}",
                slug=f"p{number}",
                path=path,
                depth=parent.depth + 1,
                live=True,
                url_path=f"/x/p{number}/",
                content_type=parent.content_type,
                locale=parent.locale,
            )
        )
    made = Page.objects.bulk_create(copies)
    rows += [PageViewRestriction(page=page, restriction_type=PageViewRestriction.LOGIN) for page in made]
    PageViewRestriction.objects.bulk_create(rows)
    forget_restrictions()
    seen = visible_pages(Page.objects.child_of(parent), AnonymousUser())
    assert [page.pk for page in seen] == [open_page.pk]
    assert visible_pages(Page.objects.child_of(parent), make_user()).count() == 1502
