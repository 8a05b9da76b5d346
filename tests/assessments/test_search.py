"""What search knows of assessments: models for members, results of nobody but those who share them."""

import pytest

from assessments.models import Assessment
from knowledge.models import PracticePage
from people.audiences import Audience
from search.models import Document
from search.registry import documents
from search.services import about, refresh
from tests.assessments.makers import make_version

pytestmark = pytest.mark.django_db


def test_a_model_is_found_by_members_and_is_about_its_practices(version, outsider):
    described = documents.describe(version.model)
    assert described.audience == Audience.MEMBERS
    assert described.about == [(PracticePage.objects.get(), "About flow.limits")]
    assert "flow.board" in described.body


def test_the_newest_published_version_describes_a_model(version):
    make_version(version=2, summary="Six questions.")
    version.model.refresh_from_db()
    assert documents.describe(version.model).summary == "Six questions."


def test_a_model_without_a_published_version_is_not_findable(version):
    version.published_at = None
    version.save()
    assert documents.describe(version.model) is None


def test_a_teams_own_result_is_no_document(closed, outsider, people):
    refresh(closed)
    assert documents.describe(closed) is None
    assert not Document.objects.filter(kind="assessment").exists()
    for user in (outsider, people[0]):
        assert "assessment" not in about(PracticePage.objects.get(), user)


def test_a_shared_result_is_about_the_practices_of_its_gaps(closed):
    Assessment.objects.filter(pk=closed.pk).update(audience=Audience.MEMBERS, audience_group=None)
    described = documents.describe(Assessment.objects.for_page().get(pk=closed.pk))
    assert described.summary == "Flow of work 1.8"
    assert described.about == [(PracticePage.objects.get(), "Flow of work")]


def test_an_open_round_is_no_document_however_shared(team, people, version):
    opened = Assessment(team=team, version=version, number=1, audience=Audience.MEMBERS)
    assert documents.describe(opened) is None
