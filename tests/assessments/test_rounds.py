"""Opening, answering, closing and loading rounds."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.exceptions import AssessmentError
from assessments.models import Assessment, Item, Response, Target
from assessments.services import close_assessment, load_round, open_assessment, save_response, set_target
from knowledge.models import PracticePage
from knowledge.services import open_lap
from people.audiences import Audience
from people.models import Notification
from people.services import remove_from_team
from tests.assessments.makers import make_round, make_version
from tests.factories import make_team, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(people):
    return people[0]


@pytest.fixture
def opened(team, lead, version):
    return open_assessment(team=team, opened_by=lead)


def test_a_round_is_for_the_team_alone_and_counts_who_is_asked(team, lead, version):
    make_user("Priya", "Raman", team=team, role="coach")
    opened = open_assessment(team=team, opened_by=lead, closes_on=timezone.localdate() + timedelta(days=5))
    assert (opened.audience, opened.audience_group) == (Audience.GROUP, team.group)
    assert (opened.number, opened.invited, opened.version) == (1, 4, version)


def test_everyone_who_is_asked_is_told_but_not_the_one_who_opened_it(team, people, version):
    coach = make_user("Priya", "Raman", team=team, role="coach")
    opened = open_assessment(team=team, opened_by=people[0])
    told = Notification.objects.filter(kind="assessment-opened")
    assert {one.user for one in told} == set(people[1:])
    assert told[0].url == f"/assess/{team.slug}/{opened.number}/take/"
    assert not coach.notifications.exists()


def test_one_open_round_at_a_time(team, lead, opened):
    with pytest.raises(AssessmentError) as refusal:
        open_assessment(team=team, opened_by=lead)
    assert list(refusal.value.errors) == ["team"]
    assert Assessment.objects.count() == 1


def test_rounds_are_numbered_in_a_team(team, lead, people, version, opened):
    save_response(assessment=opened, item=Item.objects.questions().first(), user=lead, level=2)
    close_assessment(assessment=opened, by=lead)
    assert open_assessment(team=team, opened_by=lead).number == 2
    other = make_team("Heron")
    assert open_assessment(team=other, opened_by=make_user(team=other, role="lead")).number == 1


def test_the_newest_published_version_is_asked(team, lead, version):
    newest = make_version(version=2)
    assert open_assessment(team=team, opened_by=lead).version == newest


def test_nothing_to_ask_without_a_published_model(team, lead):
    with pytest.raises(AssessmentError, match="no published"):
        open_assessment(team=team, opened_by=lead)


def test_nobody_to_ask(version):
    with pytest.raises(AssessmentError, match="Nobody is in this team"):
        open_assessment(team=make_team("Empty"), opened_by=None)


def test_a_day_in_the_past_is_refused(team, lead, version):
    with pytest.raises(AssessmentError) as refusal:
        open_assessment(team=team, opened_by=lead, closes_on=timezone.localdate() - timedelta(days=1))
    assert list(refusal.value.errors) == ["closes_on"]


def test_a_dissolved_team_is_refused(team, lead, version):
    team.dissolved_on = timezone.localdate()
    with pytest.raises(AssessmentError, match="dissolved"):
        open_assessment(team=team, opened_by=lead)


def test_the_lap_hears_of_the_round_and_of_its_gaps(team, people, version, questions):
    lap = open_lap(team=team, created_by=people[0])
    opened = open_assessment(team=team, opened_by=people[0])
    assert opened.lap == lap
    for person in people[:3]:
        save_response(assessment=opened, item=questions["flow.limits"], user=person, level=2)
    closed = close_assessment(assessment=opened, by=people[0])
    steps = {step.stage: step for step in lap.steps.all()}
    assert steps["assess"].url == closed.get_absolute_url()
    assert steps["gap"].what == "Flow of work 2.0"


def test_an_answer_is_kept_and_replaced(opened, lead, questions):
    save_response(assessment=opened, item=questions["flow.limits"], user=lead, level=2, note=" Often. ")
    save_response(assessment=opened, item=questions["flow.limits"], user=lead, level=None, note="")
    assert [(one.level, one.note) for one in Response.objects.all()] == [(None, "")]


@pytest.mark.parametrize("level", [0, 6, -1, 2.5, "2", True, 10**30])
def test_a_level_off_the_scale_is_refused(opened, lead, questions, level):
    with pytest.raises(AssessmentError) as refusal:
        save_response(assessment=opened, item=questions["flow.limits"], user=lead, level=level)
    assert list(refusal.value.errors) == ["level"]
    assert not Response.objects.exists()


def test_a_question_of_another_version_is_refused(opened, lead):
    other = Item.objects.get(version=make_version(version=2), key="flow.limits")
    with pytest.raises(AssessmentError) as refusal:
        save_response(assessment=opened, item=other, user=lead, level=2)
    assert list(refusal.value.errors) == ["item"]


def test_a_dimension_is_not_a_question(opened, lead, version):
    part = Item.objects.get(version=version, key="flow")
    with pytest.raises(AssessmentError):
        save_response(assessment=opened, item=part, user=lead, level=2)


def test_only_those_who_work_in_the_team_answer(opened, team, outsider, questions, people):
    coach = make_user("Priya", "Raman", team=team, role="coach")
    remove_from_team(team=team, user=people[1])
    for user in (coach, outsider, people[1]):
        with pytest.raises(AssessmentError) as refusal:
            save_response(assessment=opened, item=questions["flow.limits"], user=user, level=2)
        assert list(refusal.value.errors) == ["user"]


@pytest.mark.parametrize("note", ["x" * 1001, "nul \0 byte"])
def test_a_note_that_cannot_be_kept(opened, lead, questions, note):
    with pytest.raises(AssessmentError) as refusal:
        save_response(assessment=opened, item=questions["flow.limits"], user=lead, level=2, note=note)
    assert list(refusal.value.errors) == ["note"]


def test_a_closed_round_takes_no_answers(closed, people, questions):
    before = Response.objects.count()
    with pytest.raises(AssessmentError) as refusal:
        save_response(assessment=closed, item=questions["flow.limits"], user=people[0], level=5)
    assert list(refusal.value.errors) == ["assessment"]
    assert Response.objects.count() == before


def test_closing_needs_an_answer_and_cannot_tell_is_none(opened, lead, questions):
    with pytest.raises(AssessmentError, match="Nobody has answered"):
        close_assessment(assessment=opened, by=lead)
    save_response(assessment=opened, item=questions["flow.limits"], user=lead, level=None)
    with pytest.raises(AssessmentError, match="Nobody has answered"):
        close_assessment(assessment=opened, by=lead)
    assert Assessment.objects.open().exists()


def test_closing_twice_tells_once(opened, people, questions):
    save_response(assessment=opened, item=questions["flow.limits"], user=people[1], level=3)
    close_assessment(assessment=opened, by=people[0])
    with pytest.raises(AssessmentError, match="closed already"):
        close_assessment(assessment=opened, by=people[0])
    assert Notification.objects.filter(kind="assessment-closed").count() == 3


@pytest.mark.parametrize("days", [-3, 1])
def test_closing_happens_after_opening_and_not_in_the_future(opened, lead, questions, days):
    save_response(assessment=opened, item=questions["flow.limits"], user=lead, level=3)
    with pytest.raises(AssessmentError) as refusal:
        close_assessment(assessment=opened, by=lead, closed_at=timezone.now() + timedelta(days=days))
    assert list(refusal.value.errors) == ["closed_at"]


def test_a_round_is_loaded_with_few_statements(team, people, version, django_assert_max_num_queries):
    columns = {"flow.limits": [1, 2, 3, 4], "flow.board": [1, None, 3, 4], "quality.done": [2, 2, 2, 2]}
    with django_assert_max_num_queries(12):
        loaded = make_round(team, version, people, columns, notes=[{"item": "flow.limits", "text": "Seven open."}])
    assert loaded.responses.count() == 13
    assert loaded.responses.filter(note="Seven open.", user=None, level=None).count() == 1
    assert not Notification.objects.exists()


def test_loading_the_same_round_again_changes_nothing(team, people, version):
    when = timezone.now() - timedelta(days=4)
    same = {"team": team, "version": version, "opened_at": when, "closed_at": None}
    first = load_round(**same, answers={people[0]: {"flow.limits": 2}})
    assert load_round(**same, answers={people[0]: {"flow.limits": 5}}) == first
    assert Response.objects.get().level == 2


@pytest.mark.parametrize(
    ("sheet", "place"),
    [({"flow.nothing": 2}, "flow.nothing"), ({"flow.limits": 9}, "flow.limits"), ({"flow": 2}, "flow")],
)
def test_loading_refuses_what_does_not_fit(team, people, version, sheet, place):
    with pytest.raises(AssessmentError) as refusal:
        load_round(team=team, version=version, opened_at=timezone.now(), closed_at=None, answers={people[0]: sheet})
    assert list(refusal.value.errors) == [f"answers.{people[0]}.{place}"]
    assert not Assessment.objects.exists()


def test_loading_a_closed_round_needs_answers(team, people, version):
    when = timezone.now()
    with pytest.raises(AssessmentError):
        load_round(
            team=team, version=version, opened_at=when, closed_at=when, answers={people[0]: {"flow.limits": None}}
        )


def test_loading_tells_the_lap(team, people, version):
    lap = open_lap(team=team, created_by=people[0], practice=PracticePage.objects.get())
    make_round(team, version, people, {"flow.limits": [1, 1, 1]}, lap=lap)
    assert {step.stage for step in lap.steps.all()} == {"assess", "gap", "choose"}


def test_a_target_is_set_changed_and_taken_back(team, version):
    about = {"team": team, "model": version.model, "item_key": "flow"}
    set_target(**about, level=3)
    set_target(**about, level=3.5)
    assert [float(one.level) for one in Target.objects.all()] == [3.5]
    set_target(**about, level=None)
    assert not Target.objects.exists()


@pytest.mark.parametrize("level", [0, 1, 5.5, "high", float("nan"), float("inf"), 10**40])
def test_a_target_off_the_scale_is_refused(team, version, level):
    with pytest.raises(AssessmentError) as refusal:
        set_target(team=team, model=version.model, item_key="flow", level=level)
    assert list(refusal.value.errors) == ["level"]


@pytest.mark.parametrize("key", ["flow.limits", "nothing"])
def test_a_target_is_for_a_dimension(team, version, key):
    with pytest.raises(AssessmentError) as refusal:
        set_target(team=team, model=version.model, item_key=key, level=3)
    assert list(refusal.value.errors) == ["item_key"]
