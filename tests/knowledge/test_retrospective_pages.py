"""Reading and writing retrospectives in the portal: what is kept, refused, shown once and hidden."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from knowledge.models import Lap, Retrospective, Stage
from knowledge.services import open_lap
from people.audiences import Audience
from tests.factories import make_practice, make_project, make_team, make_user
from tests.knowledge.makers import make_retrospective

pytestmark = pytest.mark.django_db
NEW = reverse("knowledge:retrospective_new")


def typed(team, practices=(), actions=(), measures=(), **fields):
    """What a browser sends."""
    data = {
        "team": team.pk,
        "title": "Billing portal: sooner",
        "kind": "retrospective",
        "held_on": "2026-03-02",
        "audience": "group",
        "well": "Closed old work first\n\nNobody noticed",
        "improve": "Release weeks",
        **fields,
    }
    for name, rows in [("practices", practices), ("actions", actions), ("measures", measures)]:
        data |= {f"{name}-TOTAL_FORMS": max(len(rows), 1), f"{name}-INITIAL_FORMS": 0}
        data |= {f"{name}-{n}-{key}": value for n, row in enumerate(rows) for key, value in row.items()}
    return data


def test_a_member_writes_one_with_notes_practices_measures_and_actions(client, team, member, practice):
    client.force_login(member)
    response = client.post(
        NEW,
        typed(
            team,
            practices=[{"practice": practice.pk, "outcome": "helped", "weeks": "4", "note": "We closed."}, {}],
            actions=[{"text": "Ask the bank", "owner": member.pk, "due_on": "2026-04-01", "state": "open"}],
            measures=[{"name": "Days", "before": "16", "after": "11"}],
        ),
    )
    retrospective = Retrospective.objects.get()
    assert response.url == retrospective.get_absolute_url()
    assert [note.text for note in retrospective.notes.filter(column="well")] == [
        "Closed old work first",
        "Nobody noticed",
    ]
    use = retrospective.practice_uses.get()
    assert (use.practice, use.outcome, use.weeks, use.note) == (practice, "helped", 4, "We closed.")
    assert retrospective.actions.get().owner == member
    assert retrospective.measures == [{"name": "Days", "before": "16", "after": "11"}]
    assert retrospective.audience_group == team.group
    page = client.get(response.url).content.decode()
    for words in ("Billing portal: sooner", "Closed old work first", "It helped", "Ask the bank", "16"):
        assert words in page


def test_what_was_typed_is_kept_and_nothing_is_written(client, team, member, practice):
    client.force_login(member)
    response = client.post(
        NEW,
        typed(
            team,
            title="",
            held_on="2999-03-14",
            practices=[
                {"practice": practice.pk, "note": "My words"},
                {"practice": "", "outcome": "hurt", "note": "Which?"},
            ],
            actions=[{"text": "", "due_on": "31st of June", "state": "open"}],
        ),
    )
    page = response.content.decode()
    assert not Retrospective.objects.exists()
    for kept in ("Closed old work first", "Release weeks", "My words", "Which?", "31st of June", "2999-03-14"):
        assert kept in page
    for said in (
        "Give it a title that says the result.",
        "Say what it did: helped, mixed or hurt.",
        "Choose the practice.",
        "This is not a date.",
    ):
        assert page.count(said) >= 2, said


def test_what_the_service_refuses_stands_beside_its_field(client, team, member, practice):
    client.force_login(member)
    twice = {"practice": practice.pk, "outcome": "helped"}
    response = client.post(
        NEW, typed(team, held_on="2999-03-14", practices=[twice, {}, twice], puzzle="short\n" + "x" * 2001)
    )
    sheet = response.context["sheet"]
    assert sheet.form.errors["held_on"] == ["14 March 2999 is in the future. Choose the day you met."]
    assert "puzzle" in sheet.form.errors
    assert "is here twice" in sheet.rows["practices"].forms[2].errors["practice"][0]
    assert len(sheet.errors) == 3
    assert not Retrospective.objects.exists()


def test_the_same_form_sent_twice_makes_one(client, team, member):
    client.force_login(member)
    token = str(client.get(NEW).context["sheet"].form["token"].value())
    first, second = (client.post(NEW, typed(team, token=token)) for _twice in range(2))
    assert first.url == second.url
    assert Retrospective.objects.count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"token": "not a token"},
        {"title": "With a \x00 in it"},
        {"team": "999999999999999999999999"},
        {"people_count": "9" * 40},
        {"project": "one"},
        {"audience": "friends"},
        {"practices-TOTAL_FORMS": "many"},
        {"practices-TOTAL_FORMS": "5000"},
    ],
)
def test_malformed_fields_are_never_an_error_of_ours(client, team, member, fields):
    client.force_login(member)
    response = client.post(NEW, typed(team) | fields)
    assert response.status_code == (302 if "token" in fields else 200)
    assert Retrospective.objects.count() == ("token" in fields)


def test_another_row_is_added_without_script_and_judges_nothing(client, team, member, practice):
    client.force_login(member)
    data = typed(team, title="", practices=[{"practice": practice.pk, "note": "My words"}]) | {"add": "practices"}
    response = client.post(NEW, data)
    sheet = response.context["sheet"]
    assert [len(sheet.rows[name].forms) for name in ("practices", "measures", "actions")] == [2, 1, 1]
    page = response.content.decode()
    assert "My words" in page
    assert "Closed old work first" in page
    assert "Give it a title" not in page
    data = typed(team, practices=[{"practice": practice.pk}, {}, {}]) | {"add": "practices"}
    assert len(client.post(NEW, data).context["sheet"].rows["practices"].forms) == 4
    assert client.post(NEW, {"add": "practices"}).status_code == 200
    assert not Retrospective.objects.exists()


def test_it_begins_from_a_lap_and_gives_the_lap_its_last_step(client, team, member, practice):
    lap = open_lap(team=team, practice=practice, created_by=member, project=make_project())
    client.force_login(member)
    sheet = client.get(f"{NEW}?team={team.slug}&lap=1").context["sheet"]
    assert sheet.form["lap"].value() == lap.pk
    assert sheet.form["project"].value() == lap.project_id
    assert sheet.rows["practices"].forms[0]["practice"].value() == practice.pk
    response = client.post(NEW, typed(team, lap=lap.pk, practices=[{"practice": practice.pk, "outcome": "mixed"}]))
    assert response.url == reverse("knowledge:lap_end", args=[team.slug, 1])
    lap = Lap.objects.get()
    assert lap.steps.filter(stage=Stage.LOOK_BACK).exists()
    assert client.get(response.url).context["form"]["outcome"].value() == "mixed"
    client.post(response.url, {"outcome": "mixed", "decision": "adapt", "learned": "Twelve"})
    lap.refresh_from_db()
    assert (lap.outcome, lap.decision, lap.ended_on) == ("mixed", "adapt", timezone.localdate())


@pytest.mark.parametrize("query", ["?team=%00&practice=%00&lap=x", "?practice=99999999999999999999&lap=-1", "?lap=7"])
def test_a_strange_address_still_gives_a_form(client, member, query):
    client.force_login(member)
    assert client.get(NEW + query).status_code == 200


def test_nobody_writes_for_a_team_that_is_not_theirs(client, team, member, outsider, practice):
    client.force_login(outsider)
    response = client.post(NEW, typed(team))
    assert "team" in response.context["sheet"].form.errors
    lap = open_lap(team=team, practice=practice, created_by=member)
    own = outsider.team_memberships[0].team
    assert (
        client.post(NEW, typed(own, lap=lap.pk)).status_code == 200
        or not lap.steps.filter(stage=Stage.LOOK_BACK).exists()
    )
    assert not lap.steps.filter(stage=Stage.LOOK_BACK).exists()
    retrospective = make_retrospective(team, audience=Audience.MEMBERS)
    for name in ("retrospective_edit", "retrospective_share"):
        url = reverse(f"knowledge:{name}", args=[retrospective.slug])
        assert client.post(url, {"audience": "public"}).status_code == 404
    retrospective.refresh_from_db()
    assert retrospective.audience == Audience.MEMBERS


def test_strangers_are_asked_to_sign_in_whether_or_not_it_exists(client, team):
    retrospective = make_retrospective(team, title="Very private")
    for slug in (retrospective.slug, "there-is-no-such-thing"):
        response = client.get(reverse("knowledge:retrospective", args=[slug]))
        assert response.status_code == 302
        assert response.url.startswith("/accounts/login/?next=/retrospectives/")
    assert client.get(NEW).status_code == 302


def test_who_is_in_no_team_is_told_so(client):
    client.force_login(make_user())
    assert "You are in no team yet" in client.get(NEW).content.decode()


def test_others_find_no_trace_of_a_team_only_retrospective(client, team, member, practice, outsider):
    project = make_project("Hushed project", audience=Audience.GROUP, audience_group=team.group)
    secret = make_retrospective(
        team, [(practice, "hurt")], title="Murnbeckle", summary="thraddock", project=project, created_by=member
    )
    lists = [reverse("knowledge:retrospectives"), practice.url, practice.get_parent().url, "/knowledge/"]
    client.force_login(outsider)
    assert client.get(secret.get_absolute_url()).status_code == 404
    for url in [*lists, f"{lists[0]}?project={project.slug}", f"{lists[0]}?team={team.slug}&outcome=hurt"]:
        page = client.get(url).content.decode()
        for word in ("Murnbeckle", "thraddock", "Hushed project", "It hurt", "1 project"):
            assert word not in page, (url, word)
    client.force_login(member)
    assert "Murnbeckle" in client.get(lists[0]).content.decode()
    assert "It hurt" in client.get(practice.url).content.decode()


def test_a_shared_retrospective_does_not_name_a_project_of_the_team(client, team, outsider):
    project = make_project("Hushed project", audience=Audience.GROUP, audience_group=team.group)
    shared = make_retrospective(team, project=project, audience=Audience.MEMBERS)
    client.force_login(outsider)
    assert "Hushed project" not in client.get(shared.get_absolute_url()).content.decode()
    assert "Hushed project" not in client.get(reverse("knowledge:retrospectives")).content.decode()


def test_the_list_is_filtered_by_what_the_address_says(client, team, practice, outsider):
    other = make_practice("Finish together")
    make_retrospective(team, [(practice, "helped"), (other, "hurt")], title="One", audience=Audience.PUBLIC)
    make_retrospective(make_team("Tern"), [(practice, "hurt")], title="Two", audience=Audience.PUBLIC)
    url = reverse("knowledge:retrospectives")

    def titles(query):
        return [each.title for each in client.get(url + query).context["page"]]

    assert titles(f"?team={team.slug}") == ["One"]
    assert titles(f"?practice={practice.slug}&outcome=hurt") == ["Two"]
    assert len(titles(f"?practice={practice.slug}")) == 2
    assert titles("?team=nobody") == []
    assert len(titles("?outcome=wonderful&page=%00&team=%00")) == 2
    partial = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "One" in partial
    assert "<html" not in partial


def test_editing_shows_what_stands_there_and_replaces_it(client, team, member, practice):
    retrospective = make_retrospective(
        team,
        [(practice, "helped")],
        notes=[("well", "One"), ("well", "Two")],
        actions=[("Ask", member, date(2026, 4, 1), "open")],
        measures=[{"name": "Days", "before": "16", "after": "11"}],
    )
    url = reverse("knowledge:retrospective_edit", args=[retrospective.slug])
    client.force_login(member)
    sheet = client.get(url).context["sheet"]
    assert sheet.form["well"].value() == "One\nTwo"
    assert 'value="2026-03-02"' in str(sheet.form["held_on"])
    assert sheet.rows["practices"].forms[0]["outcome"].value() == "helped"
    assert sheet.rows["actions"].forms[0]["owner"].value() == member.pk
    response = client.post(url, typed(team, well="Two", practices=[{"practice": "", "outcome": "", "note": ""}]))
    assert response.status_code == 302
    retrospective = Retrospective.objects.get()
    assert [note.text for note in retrospective.notes.filter(column="well")] == ["Two"]
    assert not retrospective.practice_uses.exists()


def test_a_practice_that_was_unpublished_stays_a_choice_where_it_was_used(client, team, member, practice):
    retrospective = make_retrospective(team, [(practice, "helped")])
    practice.unpublish()
    client.force_login(member)
    url = reverse("knowledge:retrospective_edit", args=[retrospective.slug])
    assert practice in client.get(url).context["sheet"].practices
    assert practice not in client.get(NEW).context["sheet"].practices
    page = client.get(retrospective.get_absolute_url()).content.decode()
    assert practice.title in page
    assert f'href="{practice.url}"' not in page


def test_the_team_decides_who_can_read_it(client, team, member, outsider):
    retrospective = make_retrospective(team)
    url = reverse("knowledge:retrospective_share", args=[retrospective.slug])
    client.force_login(member)
    assert client.get(url).status_code == 405
    assert client.post(url, {"audience": "friends"}).status_code == 400
    assert client.post(url, {"audience": "members"}).status_code == 302
    client.force_login(outsider)
    assert client.get(retrospective.get_absolute_url()).status_code == 200


def test_a_coach_writes_for_the_teams_they_help(client, team, practice):
    coach = make_user(team=team, role="coach")
    client.force_login(coach)
    assert client.post(NEW, typed(team)).status_code == 302


def test_words_of_members_are_shown_as_words(client, team, member):
    retrospective = make_retrospective(
        team, title="<script>alert(1)</script>", summary="<img src=x onerror=alert(1)>", notes=[("well", "<b>x</b>")]
    )
    client.force_login(member)
    page = client.get(retrospective.get_absolute_url()).content.decode()
    for markup in ("<script>alert", "<img src=x", "<b>x</b>"):
        assert markup not in page
