"""What can be found of this room, by whom, and what it says it is about."""

import pytest
from django.contrib.auth.models import AnonymousUser

from knowledge.pages import restrict
from knowledge.services import share_retrospective
from people.audiences import Audience
from search.models import Document
from search.registry import documents
from search.services import about
from tests.factories import make_project
from tests.knowledge.makers import make_guide, make_lesson, make_retrospective

pytestmark = pytest.mark.django_db


def test_a_retrospective_says_which_practices_it_used_and_what_they_did(team, practice):
    project = make_project()
    told = make_retrospective(team, [(practice, "helped")], project=project, notes=[("well", "murnbeckle")])
    content = documents.describe(told)
    assert (practice, "Helped: It helped.") in content.about
    assert {project, team} <= {each for each in content.about if not isinstance(each, tuple)}
    assert "murnbeckle" in content.body
    assert (content.audience, content.audience_group_id) == (Audience.GROUP, team.group_id)


def test_pages_are_found_by_all_their_names_and_only_while_published(practice):
    practice.other_names = "WIP limit\n\nkanban limit"
    practice.save()
    content = documents.describe(practice)
    assert list(content.aliases) == ["WIP limit", "kanban limit"]
    restrict(page=practice, audience=Audience.MEMBERS)
    assert documents.describe(practice).audience == Audience.MEMBERS
    practice.unpublish()
    assert documents.describe(practice) is None


def test_the_practice_knows_what_is_about_it_and_readers_see_only_theirs(
    team, practice, member, outsider, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        make_guide("A guide", practices=[practice])
        make_lesson("A lesson", practices=[practice], outcome="hurt")
        told = make_retrospective(team, [(practice, "helped")])
    assert set(about(practice, member)) == {"guide", "lesson-learned", "retrospective"}
    for reader in (outsider, AnonymousUser()):
        assert set(about(practice, reader)) == {"guide", "lesson-learned"}
    with django_capture_on_commit_callbacks(execute=True):
        share_retrospective(retrospective=told, audience=Audience.MEMBERS)
    assert "retrospective" in about(practice, outsider)
    with django_capture_on_commit_callbacks(execute=True):
        told.delete()
    assert not Document.objects.filter(kind="retrospective").exists()
