"""The pages of the people room: who may open them, what they show, what they cost, and what they never show."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people import services
from people.models import Skill
from people.templatetags.people_tags import moment
from tests.factories import make_team, make_user

pytestmark = pytest.mark.django_db
MOST_QUERIES = 30


def queries_of(client, url):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def text(response):
    return response.content.decode()


# --- who may open what ---


def test_strangers_are_asked_to_sign_in_and_see_no_name(client, kestrel):
    invitation = services.invite(email="sam@partner.example", invited_by=make_user(), team=kestrel)
    paths = ["/people/", "/people/me/", "/people/nadia-rahman/", "/people/nobody/", "/teams/", "/settings/",
             "/settings/profile/", "/notifications/", "/notifications/1/", kestrel.get_absolute_url(),
             f"/teams/{kestrel.slug}/people/", f"/teams/{kestrel.slug}/people/1/remove/"]  # fmt: skip
    for path in paths:
        response = client.get(path)
        assert response.status_code == 302, path
        assert response["Location"].startswith("/accounts/login/?next="), path
    for path in (f"/teams/{kestrel.slug}/invitations/{invitation.pk}/", "/notifications/read/"):
        assert client.post(path)["Location"].startswith("/accounts/login/")
    assert kestrel.invitations.exists()


@pytest.mark.parametrize(
    "path",
    [
        "/people/nobody/",
        "/people/a'b/",
        "/people/%00/",
        f"/people/{'x' * 300}/",
        "/teams/none/",
        "/teams/none/people/",
        "/notifications/1/",
        "/notifications/99999999999999999999999/",
    ],
)
def test_unknown_and_malformed_addresses_are_not_found(client, reader, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "query", ["q=%00", "q=" + "x" * 5000, "page=0", "page=-1", "page=x", "page=99999999999999999999", "q=%25_'\""]
)
def test_odd_queries_get_a_page(client, reader, query):
    assert client.get(f"/people/?{query}").status_code == 200
    assert client.get(f"/notifications/?{query}").status_code == 200


# --- people ---


def test_the_directory_finds_by_name_skill_and_place_but_never_by_address(client, reader):
    person = make_user("Tomasz", "Wójcik", email="secret.handle@example.com", headline="Reads meters", location="Tarn")
    person.profile.skills.add(Skill.objects.create(slug="facilitation", name="Facilitation"))
    for words in ("tomasz", "wój", "facil", "tarn", "meters tomasz"):
        found = text(client.get("/people/", {"q": words}))
        assert "Tomasz Wójcik" in found, words
    for words in ("secret.handle", "example.com", "tomasz elif"):
        response = client.get("/people/", {"q": words})
        assert "Tomasz Wójcik" not in text(response), words
        assert "Nobody fits" in text(response)


def test_inactive_people_are_gone(client, reader, kestrel):
    gone = make_user("Gone", "Away", team=kestrel)
    gone.is_active = False
    gone.save()
    assert client.get(gone.profile.get_absolute_url()).status_code == 404
    assert "Gone Away" not in text(client.get("/people/"))
    assert "Gone Away" not in text(client.get(kestrel.get_absolute_url()))


def test_a_person_page_shows_skills_and_teams_as_text(client, reader, kestrel):
    person = make_user(
        "Amara", "Osei", team=kestrel, headline="Product owner", about="<script>alert(1)</script>\n\nHello"
    )
    person.profile.skills.add(Skill.objects.create(slug="s", name="Slicing"))
    page = text(client.get(person.profile.get_absolute_url()))
    for words in ("Amara Osei", "Product owner", "Slicing", "Kestrel", "&lt;script&gt;", "Hello"):
        assert words in page
    assert "<script>alert" not in page
    assert "Edit your profile" not in page
    assert "Edit your profile" in text(client.get("/people/me/", follow=True))


def test_addresses_never_stand_on_pages_for_others(client, kestrel, lead):
    others = [make_user(f"P{n}", f"Q{n}", email=f"hidden{n}@private.example", team=kestrel) for n in range(3)]
    services.invite(email="invited@private.example", invited_by=lead, team=kestrel)
    for reader in (make_user("Rea", "Reader", email="rea@reader.example"), lead):
        client.force_login(reader)
        for path in ["/people/", "/people/?q=private", "/teams/", kestrel.get_absolute_url(), "/notifications/"] + [
            person.profile.get_absolute_url() for person in others
        ]:
            assert "private.example" not in text(client.get(path)), path
    managed = text(client.get(reverse("people:team_people", args=[kestrel.slug])))
    assert "hidden0@" not in managed
    assert "invited@private.example" in managed


@pytest.mark.parametrize(
    ("path", "make"),
    [
        ("/people/", lambda team: make_user(team=team).profile.skills.create(slug=f"s{timezone.now()}", name="S")),
        ("/teams/", lambda team: make_user(team=make_team(), role="lead")),
        ("team", lambda team: make_user(team=team)),
        ("people", lambda team: make_user(team=team)),
        ("person", lambda team: None),
        ("/notifications/", lambda team: None),
    ],
)
def test_pages_cost_the_same_for_one_and_three(client, kestrel, lead, path, make):
    person = make_user("Amara", "Osei", team=kestrel)
    path = {
        "team": kestrel.get_absolute_url(),
        "people": reverse("people:team_people", args=[kestrel.slug]),
        "person": person.profile.get_absolute_url(),
    }.get(path, path)
    client.force_login(lead)

    def grow():
        make(kestrel)
        services.notify(user=lead, kind="team-joined", text="News", url="/teams/")
        services.add_to_team(team=make_team(), user=person)
        person.profile.skills.add(Skill.objects.create(slug=f"skill-{Skill.objects.count()}", name="Skill"))
        services.invite(email=f"{Skill.objects.count()}@example.com", invited_by=person, team=kestrel)

    grow()
    client.get(path)
    once = queries_of(client, path)
    grow()
    grow()
    assert queries_of(client, path) == once
    assert once <= MOST_QUERIES


# --- my own settings ---


def test_a_profile_is_saved_with_name_skills_and_zone(client, reader):
    skills = [Skill.objects.create(slug=f"s{n}", name=f"Skill {n}") for n in range(3)]
    data = {"first_name": "Rea", "last_name": "Reder", "headline": "Reads", "about": "", "location": "Weir House"}
    data |= {"timezone": "Asia/Tokyo", "skills": [skills[0].pk, skills[2].pk]}
    response = client.post("/settings/profile/", data)
    assert response["Location"] == reader.profile.get_absolute_url()
    reader.refresh_from_db()
    reader.profile.refresh_from_db()
    assert (reader.last_name, reader.profile.location) == ("Reder", "Weir House")
    assert set(reader.profile.skills.all()) == {skills[0], skills[2]}
    assert client.session["timezone"] == "Asia/Tokyo"


@pytest.mark.parametrize(
    ("field", "value"),
    [("first_name", ""), ("last_name", "x" * 200), ("headline", "x" * 200), ("timezone", "Mars/Base"),
     ("skills", "999"), ("skills", "x"), ("about", "a\x00b")],
)  # fmt: skip
def test_what_cannot_be_saved_is_said_and_the_rest_is_kept(client, reader, field, value):
    data = {"first_name": "Rea", "last_name": "Reder", "location": "Typed just now", "timezone": "Europe/London"}
    response = client.post("/settings/profile/", {**data, field: value})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert "Typed just now" in text(response)
    reader.refresh_from_db()
    assert reader.last_name == "Reader"


def test_the_settings_page_says_how_things_stand_for_me_alone(client, reader):
    page = text(client.get("/settings/"))
    assert reader.email in page
    for name in ("people:profile_edit", "account_email", "account_change_password", "mfa_index", "usersessions_list"):
        assert f'href="{reverse(name)}"' in page


def test_times_are_shown_in_the_readers_zone(client, reader):
    with time_machine.travel("2026-07-01T10:00:00Z", tick=False):
        services.notify(user=reader, kind="k", text="Summer")
        for zone, shown in (("Asia/Tokyo", "19:00"), ("Europe/London", "11:00"), ("Not/AZone", "11:00")):
            session = client.session
            session["timezone"] = zone
            session.save()
            assert f"<time>{shown}</time>" in text(client.get("/notifications/")).replace("\n", ""), zone


@pytest.mark.parametrize(
    ("days", "shown"), [(0, "12:00"), (1, "Saturday"), (6, "Monday"), (7, "15 November"), (400, "18 October 2025")]
)
def test_a_moment_is_said_as_people_say_it(days, shown):
    with time_machine.travel("2026-11-22T12:00:00Z", tick=False):
        assert moment(timezone.now() - timedelta(days=days)) == shown


# --- notifications ---


def test_new_ones_are_marked_until_they_are_read(client, reader):
    services.notify(user=reader, kind="team-joined", text="Nadia added you", url="/teams/")
    services.notify(user=reader, kind="of-no-room", text="Something else")
    page = text(client.get("/notifications/"))
    assert page.count("data-new") == 2
    assert "#i-users" in page
    assert "#i-bell" in page
    assert client.get("/notifications/read/").status_code == 405
    client.post("/notifications/read/")
    assert "data-new" not in text(client.get("/notifications/"))


def test_opening_one_marks_it_and_leads_on(client, reader):
    services.notify(user=reader, kind="k", text="One", url="/teams/?a=1")
    services.notify(user=reader, kind="k", text="Two", url="https://evil.example/")
    two, one = reader.notifications.all()
    assert client.get(one.get_absolute_url())["Location"] == "/teams/?a=1"
    assert reader.notifications.unread().get() == two
    assert client.get(two.get_absolute_url())["Location"] == "/notifications/"


def test_somebody_elses_notifications_are_not_there(client, reader):
    other = make_user()
    services.notify(user=other, kind="k", text="For the other alone")
    assert "For the other alone" not in text(client.get("/notifications/"))
    assert client.get(other.notifications.get().get_absolute_url()).status_code == 404
    client.post("/notifications/read/")
    assert other.notifications.unread().count() == 1


def test_nothing_told_yet_says_what_will_stand_here(client, reader):
    assert "Nothing has been told to you yet" in text(client.get("/notifications/"))
