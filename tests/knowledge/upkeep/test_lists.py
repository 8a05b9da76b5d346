"""The owner's list, the editors' report, reminders, and the marks on pages."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from knowledge.models import Upkeep
from knowledge.services import confirm, remind_owners, report_problem, retire
from people.models import Notification
from tests.factories import make_practice, make_user
from tests.knowledge.makers import make_guide


def due(page, day):
    Upkeep.objects.filter(page=page).update(verified_until=day)


class TestMarks:
    def test_an_overdue_page_says_so_at_the_top_and_in_its_list(self, client, page):
        due(page, date(2027, 2, 28))
        assert "Nobody has checked this page since 28 February 2027" in client.get(page.url).content.decode()
        assert "Not checked lately" in client.get(page.get_parent().url).content.decode()

    def test_on_its_last_day_it_is_not_overdue(self, client, page):
        due(page, date(2027, 3, 1))
        assert "Nobody has checked" not in client.get(page.url).content.decode()
        assert "Not checked lately" not in client.get(page.get_parent().url).content.decode()

    def test_a_fresh_page_says_who_verified_it(self, client, upkeep, owner):
        confirm(upkeep=upkeep, by=owner)
        assert "Verified by Jonas Lindqvist until 29 February 2028" in client.get(upkeep.page.url).content.decode()


class TestOwnersList:
    def test_what_presses_most_stands_first(self, client, page, owner):
        client.force_login(owner)
        due(page, date(2027, 2, 1))
        make_practice("Fresh one", steward=owner)
        retired = make_practice("Retired one", steward=owner)
        retire(upkeep=Upkeep.objects.get(page=retired), by=owner, because="Old.")
        make_practice("Somebody else's")
        content = client.get("/upkeep/").content.decode()
        order = [content.index(title) for title in ("Limit work in progress", "Fresh one", "Retired one")]
        assert order == sorted(order)
        assert "Somebody else" not in content

    def test_still_true_is_one_button(self, client, page, owner):
        client.force_login(owner)
        due(page, date(2027, 2, 1))
        response = client.post(f"/upkeep/{page.pk}/confirm/", {"from": "list"})
        assert response["Location"] == "/upkeep/"
        assert Upkeep.objects.get(page=page).verified_until == date(2028, 2, 29)

    def test_an_empty_list_says_what_would_stand_here(self, client, reader):
        client.force_login(reader)
        assert "You keep no page" in client.get("/upkeep/").content.decode()

    @pytest.mark.parametrize("action", ["", "confirm/", "hand-over/", "retire/", "bring-back/"])
    def test_others_cannot_care_for_a_page(self, client, page, reader, action):
        url, send = f"/upkeep/{page.pk}/{action}", client.get if action == "" else client.post
        assert send(url, {"because": "x"}).status_code == 302
        client.force_login(reader)
        assert send(url, {"because": "x"}).status_code == 404
        assert Upkeep.objects.get(page=page).retired_on is None
        assert Upkeep.objects.get(page=page).verified_by is None

    def test_editors_can_but_not_for_what_they_may_not_read(self, client, page, editor, owner):
        client.force_login(editor)
        assert client.get(f"/upkeep/{page.pk}/").status_code == 200
        page.unpublish()
        assert client.get(f"/upkeep/{page.pk}/").status_code == 404

    def test_handing_over_in_the_browser(self, client, page, owner, reader):
        client.force_login(owner)
        assert client.post(f"/upkeep/{page.pk}/hand-over/", {"to": "x"}).status_code == 200
        client.post(f"/upkeep/{page.pk}/hand-over/", {"to": reader.pk})
        assert Upkeep.objects.get(page=page).owner == reader
        assert client.get(f"/upkeep/{page.pk}/").status_code == 404


class TestReport:
    def test_only_editors_see_it(self, client, reader, editor, page):
        assert client.get("/upkeep/report/").status_code == 302
        client.force_login(reader)
        assert client.get("/upkeep/report/").status_code == 403
        client.force_login(editor)
        assert page.title in client.get("/upkeep/report/").content.decode()

    def test_it_is_filtered_by_kind_owner_and_state(self, client, editor, owner, reader, page):
        guide = make_guide("A guide", author=reader)
        due(guide, date(2027, 1, 1))
        report_problem(page=page, user=reader, text="Wrong.")
        client.force_login(editor)

        def found(query):
            content = client.get(f"/upkeep/report/?{query}").content.decode()
            return {title for title in (page.title, guide.title) if f">{title}</a>" in content}

        assert found("kind=guide") == {guide.title}
        assert found(f"owner={owner.pk}") == {page.title}
        assert found("state=overdue") == {guide.title}
        assert found("state=problems") == {page.title}
        assert found("state=links") == set()
        assert found("state=nonsense&kind=%00&owner=x&page=-5") == {page.title, guide.title}

    def test_the_csv_holds_no_formula(self, client, editor, page):
        page.title = '=HYPERLINK("http://x")'
        page.save_revision().publish()
        make_guide(' -2+3" cmd', author=make_user("+Mallory", "@Doe"))
        client.force_login(editor)
        text = client.get("/upkeep/report/?format=csv").content.decode()
        assert "\"'=HYPERLINK" in text
        assert "' -2+3" in text
        assert "'+Mallory" in text

    def test_it_is_among_the_reports_of_the_cms(self, client, editor):
        client.force_login(editor)
        content = client.get(reverse("wagtailadmin_home")).content.decode()
        assert reverse("knowledge:upkeep_report") in content
        assert "Glossary" in content

    def test_queries_are_constant(self, client, editor, owner):
        def queries(url):
            client.get(url)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(url).status_code == 200
            return len(captured)

        client.force_login(editor)
        Upkeep.objects.all().update(owner=editor)
        make_guide("One", author=editor)
        before = [queries("/upkeep/report/"), queries("/upkeep/")]
        for number in range(4):
            make_guide(f"Guide {number}", author=make_user() if number % 2 else editor)
        assert [queries("/upkeep/report/"), queries("/upkeep/")] == before
        assert max(before) <= 20


class TestReminders:
    def test_fourteen_days_before_and_on_the_day_once_each(self, today, page, owner):
        due(page, date(2027, 3, 20))
        assert remind_owners() == 0
        today.shift(timedelta(days=5))
        assert remind_owners() == 1
        assert remind_owners() == 0
        today.shift(timedelta(days=10))
        assert remind_owners() == 0
        today.shift(timedelta(days=4))
        assert remind_owners() == 1
        today.shift(timedelta(days=30))
        assert remind_owners() == 0
        assert Notification.objects.filter(user=owner, kind="page-due").count() == 2

    def test_missed_days_are_caught_up_with_in_one_reminder(self, today, page, owner):
        due(page, date(2027, 3, 20))
        today.shift(timedelta(days=40))
        assert remind_owners() == 1
        assert remind_owners() == 0

    def test_a_page_that_was_confirmed_is_reminded_of_anew_next_time(self, today, upkeep, owner):
        due(upkeep.page, date(2027, 3, 1))
        assert remind_owners() == 1
        confirm(upkeep=upkeep, by=owner)
        today.shift(timedelta(days=340))
        assert remind_owners() == 0
        today.shift(timedelta(days=20))
        assert remind_owners() == 1

    def test_one_notification_for_all_pages_of_an_owner(self, page, owner):
        for number in range(3):
            due(make_practice(f"Practice {number}", steward=owner), date(2027, 3, 2 + number))
        due(page, date(2027, 3, 1))
        assert remind_owners() == 1
        told = Notification.objects.get(user=owner)
        assert told.text.startswith("4 pages that you keep are due for a look: “Limit work in progress”")
        assert told.text.endswith("and 2 more")
        assert told.url == "/upkeep/"

    def test_nobody_is_reminded_of_retired_or_unpublished_pages_or_after_leaving(self, page, owner):
        for each in (page, make_practice("Two", steward=owner)):
            due(each, date(2027, 3, 1))
        retire(upkeep=Upkeep.objects.get(page=page), by=owner, because="Old.")
        owner.is_active = False
        owner.save()
        assert remind_owners() == 0

    def test_the_command_tells_what_it_did(self, page, capsys):
        due(page, date(2027, 3, 1))
        call_command("remind_owners")
        assert "1 owners were reminded; 0 pages have links to mend." in capsys.readouterr().out
