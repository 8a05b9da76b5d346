"""How practices go with each other, from either side, for those who may see the other one."""

import pytest
from django.contrib.auth.models import AnonymousUser

from knowledge.pages import restrict
from knowledge.relations import relations_of
from people.audiences import Audience
from tests.factories import make_practice, make_user

pytestmark = pytest.mark.django_db


def relate(page, name, *others):
    getattr(page, name).add(*others)
    page.save()


def said(page, user=None):
    found = relations_of(page, user or AnonymousUser())
    return {str(each.words): [practice.title for practice in each.practices] for each in found}


def test_each_relation_is_told_on_both_pages():
    limit, order, day, pull, push = (make_practice(title) for title in ("Limit", "Order", "Day", "Pull", "Push"))
    relate(limit, "needs", order)
    relate(limit, "supports", pull)
    relate(limit, "replaces", day)
    relate(limit, "conflicts_with", push)
    assert said(limit) == {"Needs": ["Order"], "Supports": ["Pull"], "Replaces": ["Day"], "Conflicts with": ["Push"]}
    assert said(order) == {"Needed by": ["Limit"]}
    assert said(day) == {"Replaced by": ["Limit"]}
    assert said(pull) == {"Supported by": ["Limit"]}
    assert said(push) == {"Conflicts with": ["Limit"]}


def test_a_practice_that_the_reader_may_not_see_is_not_there():
    limit, secret, draft = make_practice("Limit"), make_practice("Secret"), make_practice("Draft")
    relate(limit, "needs", secret, draft)
    restrict(page=secret, audience=Audience.MEMBERS)
    draft.unpublish()
    assert said(limit) == {}
    assert said(limit, make_user()) == {"Needs": ["Secret"]}


def test_relations_take_two_queries_however_many(django_assert_num_queries):
    limit = make_practice("Limit")
    for count in (1, 4):
        relate(limit, "needs", *(make_practice(f"Other {count} {n}") for n in range(count)))
        with django_assert_num_queries(2):
            assert said(limit)


def test_a_preview_shows_the_relations_of_the_draft():
    limit, order = make_practice("Limit"), make_practice("Order")
    limit.needs.add(order)
    draft = limit.save_revision().as_object()
    assert said(limit.__class__.objects.get(pk=limit.pk)) == {}
    assert [str(each.words) for each in relations_of(draft, AnonymousUser(), is_draft=True)] == ["Needs"]
