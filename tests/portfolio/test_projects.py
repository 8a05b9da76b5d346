"""Projects: who sees them, and what a wrong date gets."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.audiences import Audience
from portfolio.models import Project
from portfolio.services import PortfolioError, save_objective, save_project
from tests.factories import make_home, make_project, make_team, make_user

pytestmark = pytest.mark.django_db


def signed_in(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_saving_again_brings_the_project_up_to_date():
    objective = save_objective(slug="fewer-leaks", title="Lose less water")
    first = save_project(slug="leaks", name="Leaks", starts_on=date(2024, 1, 1))
    again = save_project(slug="leaks", name="Leak reports", starts_on=date(2024, 1, 1), objective=objective)
    assert again.pk == first.pk
    assert Project.objects.get().name == "Leak reports"


def test_an_end_before_the_start_is_refused_in_words_and_nothing_is_written():
    with pytest.raises(PortfolioError, match="ends before it starts"):
        save_project(slug="backwards", name="Backwards", starts_on=date(2025, 2, 1), ends_on=date(2025, 1, 1))
    assert not Project.objects.exists()


def test_a_name_that_is_too_long_is_refused():
    with pytest.raises(PortfolioError):
        save_project(slug="long", name="x" * 200, starts_on=date(2025, 2, 1))


def test_strangers_do_not_see_members_projects(client):
    make_home()
    project = make_project("Kelpie pumping station")
    assert client.get(project.get_absolute_url()).status_code == 404
    assert "Kelpie" not in client.get("/projects/").content.decode()
    signed_in(client, make_user())
    assert client.get(project.get_absolute_url()).status_code == 200
    assert "Kelpie" in client.get("/projects/").content.decode()


def test_a_project_for_one_team_is_for_that_team(client):
    make_home()
    team = make_team()
    project = make_project("Quiet work", audience=Audience.MEMBERS)
    Project.objects.filter(pk=project.pk).update(audience=Audience.GROUP, audience_group=team.group)
    signed_in(client, make_user())
    assert client.get(project.get_absolute_url()).status_code == 404
    signed_in(client, make_user(team=team))
    assert client.get(project.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("page", ["1", "99", "0", "-1", "x", "%00"])
def test_any_page_number_is_answered(client, page):
    make_home()
    assert client.get(f"/projects/?page={page}").status_code == 200


def test_queries_do_not_grow_with_rows(client):
    make_home()
    make_project(teams=[make_team()])
    signed_in(client, make_user())
    client.get("/projects/")
    with CaptureQueriesContext(connection) as few:
        client.get("/projects/")
    make_project(teams=[make_team()])
    make_project(teams=[make_team(), make_team()])
    with CaptureQueriesContext(connection) as many:
        client.get("/projects/")
    assert len(many) == len(few) <= 30
