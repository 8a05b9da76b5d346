"""What a retrospective takes, and what it refuses before any work is done."""

from datetime import date

import pytest

from knowledge.exceptions import KnowledgeError
from knowledge.models import Retrospective
from knowledge.services import create_retrospective
from knowledge.services.retrospectives import MOST_NOTES
from tests.factories import make_team

pytestmark = pytest.mark.django_db


def write(**fields):
    values = {"team": make_team(), "title": "Looked back", "held_on": date(2025, 3, 14), "created_by": None}
    return create_retrospective(**{**values, **fields})


def test_too_many_notes_are_refused_with_both_numbers():
    with pytest.raises(KnowledgeError) as refused:
        write(notes=[("well", "n")] * 20_000)
    assert str(MOST_NOTES) in refused.value.errors["notes"]
    assert "20000" in refused.value.errors["notes"]
    assert not Retrospective.objects.exists()


def test_as_many_notes_as_allowed_are_kept():
    assert write(notes=[("well", f"note {n}") for n in range(MOST_NOTES)]).notes.count() == MOST_NOTES


def test_a_day_before_anyone_looked_back_is_refused():
    with pytest.raises(KnowledgeError) as refused:
        write(held_on=date(1, 1, 1))
    assert "before 1990" in refused.value.errors["held_on"]


def test_letters_that_do_not_decompose_stay_readable_in_addresses():
    assert write(title="Søren’s größte Änderung").slug == "sorens-grosste-anderung"
