"""Publishing a model: what is refused says where."""

import pytest

from assessments.exceptions import AssessmentError
from assessments.models import Item, MaturityModel, ModelVersion
from assessments.results import practices_of
from assessments.services import publish_model
from tests.assessments.makers import dimension, item, model_data, scale
from tests.factories import make_practice

pytestmark = pytest.mark.django_db


def refused(data):
    with pytest.raises(AssessmentError) as refusal:
        publish_model(data=data)
    assert not ModelVersion.objects.exists()
    return refusal.value.errors


def test_a_model_is_stored_with_its_order_levels_and_practices():
    first, second = make_practice("Limit work"), make_practice("Pull")
    data = model_data()
    data["dimensions"][0]["items"][0]["practices"] = [second.slug, first.slug]
    version = publish_model(data=data)
    assert version.published_at
    assert version.values == [1, 2, 3, 4, 5]
    assert version.level_name(2) == "Trying"
    questions = list(Item.objects.filter(version=version).questions())
    assert [one.key for one in questions] == [
        "flow.limits",
        "flow.board",
        "feedback.show",
        "feedback.users",
        "quality.done",
    ]
    assert questions[0].parent.title == "Flow of work"
    assert questions[0].parent.hint == "Flow of work in short."
    assert questions[0].level_text(3) == "flow.limits at 3."
    assert [page.title for page in practices_of(questions)[questions[0].pk]] == ["Pull", "Limit work"]


def test_the_same_again_changes_nothing():
    version = publish_model(data=model_data())
    before = list(Item.objects.values_list("pk", flat=True))
    assert publish_model(data=model_data()) == version
    assert list(Item.objects.values_list("pk", flat=True)) == before


def test_a_published_version_that_says_something_else_is_refused():
    publish_model(data=model_data())
    data = model_data()
    data["dimensions"][0]["items"][0]["levels"][2] = "We talk about it."
    with pytest.raises(AssessmentError, match="higher version"):
        publish_model(data=data)
    assert Item.objects.get(key="flow.limits").level_text(2) == "flow.limits at 2."


def test_a_higher_version_stands_beside_the_first_and_names_the_model():
    publish_model(data=model_data())
    later = publish_model(data=model_data(version=2, title="Team model, reworded"))
    assert MaturityModel.objects.get().title == "Team model, reworded"
    assert ModelVersion.objects.newest().get() == later
    assert Item.objects.filter(key="flow.limits").count() == 2


def test_an_older_version_does_not_rename_the_model():
    publish_model(data=model_data(version=2, title="Now"))
    publish_model(data=model_data(version=1, title="Then"))
    assert MaturityModel.objects.get().title == "Now"
    assert ModelVersion.objects.newest().get().version == 2


def test_two_items_with_one_id():
    data = model_data()
    data["dimensions"][1]["items"][0]["id"] = "flow.limits"
    errors = refused(data)
    assert list(errors) == ["dimensions.1.items.0.id"]
    assert "dimensions.0.items.0" in errors["dimensions.1.items.0.id"]


def test_an_item_with_the_id_of_a_dimension():
    data = model_data()
    data["dimensions"][1]["id"] = "flow.limits"
    assert "dimensions.1.id" in refused(data)


def test_an_unknown_practice():
    data = model_data()
    data["dimensions"][2]["items"][0]["practices"] = ["no-such-practice"]
    errors = refused(data)
    assert "no-such-practice" in errors["dimensions.2.items.0.practices"]
    assert not MaturityModel.objects.exists()


def test_a_missing_level_text():
    data = model_data()
    del data["dimensions"][0]["items"][1]["levels"][4]
    assert list(refused(data)) == ["dimensions.0.items.1.levels.4"]


def test_a_level_that_the_scale_does_not_have():
    data = model_data()
    data["dimensions"][0]["items"][1]["levels"][6] = "Beyond."
    assert list(refused(data)) == ["dimensions.0.items.1.levels.6"]


def test_levels_may_be_written_as_text_or_numbers():
    data = model_data()
    levels = data["dimensions"][0]["items"][0]["levels"]
    data["dimensions"][0]["items"][0]["levels"] = {str(key): text for key, text in levels.items()}
    assert publish_model(data=data) == publish_model(data=model_data())


@pytest.mark.parametrize("values", [[1, 1], [2, 1]])
def test_a_scale_that_does_not_rise(values):
    levels = [{"value": value, "name": f"L{row}"} for row, value in enumerate(values)]
    question = item("a.b")
    question["levels"] = dict.fromkeys(values, "text")
    data = model_data(scale=levels, dimensions=[dimension("a", "A", question)])
    assert "scale.1.value" in refused(data)


@pytest.mark.parametrize(
    ("place", "data"),
    [
        ("", None),
        ("", ["a", "list"]),
        ("id", {"id": "Not An Id"}),
        ("id", {"id": 5}),
        ("id", {"id": "a" * 51}),
        ("version", {"version": 0}),
        ("version", {"version": "2"}),
        ("version", {"version": True}),
        ("version", {"version": 10**20}),
        ("title", {"title": ""}),
        ("title", {"title": None}),
        ("title", {"title": 7}),
        ("summary", {"summary": "x" * 601}),
        ("summary", {"summary": "nul \0 byte"}),
        ("scale", {"scale": None}),
        ("scale", {"scale": scale()[:1]}),
        ("scale", {"scale": ["Not yet", "Trying"]}),
        ("dimensions", {"dimensions": []}),
        ("dimensions", {"dimensions": "flow"}),
        ("dimensions.0.items", {"dimensions": [dimension("flow", "Flow")]}),
    ],
)
def test_malformed_models_are_refused_with_their_place(place, data):
    assert place in refused({**model_data(), **data} if isinstance(data, dict) else data)


def test_scale_values_are_whole_numbers():
    levels = scale()
    levels[1]["value"] = "2"
    assert "scale.1.value" in refused(model_data(scale=levels))


def test_practices_are_a_list():
    data = model_data()
    data["dimensions"][0]["items"][0]["practices"] = "limit-work"
    assert "dimensions.0.items.0.practices" in refused(data)
