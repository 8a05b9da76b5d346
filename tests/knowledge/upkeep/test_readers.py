"""What readers say and how often they read: one answer each, reports that are answered, counts without people."""

from datetime import date, timedelta

import pytest

from knowledge.exceptions import KnowledgeError
from knowledge.models import Helpfulness, PageViews, ProblemReport, SearchArrival
from knowledge.services import close_report, count_visit, forget_old, report_problem, say_helpful
from knowledge.services.visits import MOST_SEARCHES
from knowledge.upkeep_reading import searches_that_led_to, views_by_month, views_since
from knowledge.visit_tokens import visit_token
from people.audiences import Audience
from people.models import Follow, Notification
from tests.knowledge.makers import make_guide


class TestHelpful:
    def test_one_answer_a_person_that_can_be_changed(self, client, page, reader):
        client.force_login(reader)
        url = f"/pages/{page.pk}/helpful/"
        assert client.post(url, {"helped": "yes"}).status_code == 302
        client.post(url, {"helped": "yes", "reason": "It settled an argument."})
        client.post(url, {"helped": "yes"})
        said = Helpfulness.objects.get(page=page, user=reader)
        assert (said.helped, said.reason) == (True, "It settled an argument.")
        client.post(url, {"helped": "no"})
        said.refresh_from_db()
        assert (said.helped, said.reason) == (False, "")

    def test_htmx_gets_the_piece_alone(self, client, page, reader):
        client.force_login(reader)
        response = client.post(f"/pages/{page.pk}/helpful/", {"helped": "yes"}, headers={"HX-Request": "true"})
        content = response.content.decode()
        assert content.lstrip().startswith("<section")
        assert "You said: yes" in content

    @pytest.mark.parametrize("sent", [{}, {"helped": "maybe"}, {"helped": "yes", "reason": "x" * 501}])
    def test_what_is_malformed_is_refused_and_nothing_is_kept(self, client, page, reader, sent):
        client.force_login(reader)
        assert client.post(f"/pages/{page.pk}/helpful/", sent).status_code == 200
        assert not Helpfulness.objects.exists()

    def test_strangers_are_not_asked_and_cannot_answer(self, client, page):
        assert "Was this helpful" not in client.get(page.url).content.decode()
        assert client.post(f"/pages/{page.pk}/helpful/", {"helped": "yes"}).status_code == 302
        assert not Helpfulness.objects.exists()

    def test_a_page_that_one_may_not_read_is_not_there(self, client, reader, owner):
        hidden = make_guide("Hidden", author=owner)
        hidden.unpublish()
        client.force_login(reader)
        for name in ("helpful", "problem", "follow"):
            assert client.post(f"/pages/{hidden.pk}/{name}/", {"helped": "yes"}).status_code == 404
        assert client.post("/pages/999999/helpful/", {"helped": "yes"}).status_code == 404

    def test_the_owner_reads_the_reason_without_the_name(self, client, page, owner, reader):
        say_helpful(page=page, user=reader, helped=False, reason="It ends too early.")
        client.force_login(owner)
        content = client.get(f"/upkeep/{page.pk}/").content.decode()
        helped = content[content.index('id="helped"') : content.index("Still true?")]
        assert "It ends too early." in helped
        assert reader.display_name not in helped


class TestProblems:
    def test_the_owner_is_told_answers_and_the_reader_hears_it(self, committed, client, page, owner, reader):
        client.force_login(reader)
        with committed():
            client.post(f"/pages/{page.pk}/problem/", {"text": "Step 2 is gone."})
        assert Notification.objects.get(user=owner).kind == "page-problem"
        report = ProblemReport.objects.get()
        client.force_login(owner)
        assert "Step 2 is gone." in client.get(f"/upkeep/{page.pk}/").content.decode()
        with committed():
            client.post(f"/upkeep/problems/{report.pk}/", {"answer": "Mended."})
        told = Notification.objects.get(user=reader)
        assert "Mended." in told.text
        assert told.url == page.url

    def test_editors_are_told_where_nobody_keeps_the_page(self, committed, editor, reader):
        guide = make_guide("By nobody")
        with committed():
            report_problem(page=guide, user=reader, text="Wrong.")
        assert Notification.objects.get(user=editor).kind == "page-problem"

    def test_others_cannot_answer(self, client, page, reader):
        report = report_problem(page=page, user=reader, text="Wrong.")
        client.force_login(reader)
        assert client.post(f"/upkeep/problems/{report.pk}/", {"answer": "No."}).status_code == 404
        assert client.post("/upkeep/problems/99999/", {"answer": "No."}).status_code == 404
        report.refresh_from_db()
        assert report.closed_at is None

    def test_nothing_too_much_and_too_often_are_refused(self, page, reader, owner):
        for text in ("", "  \x00 ", "x" * 1001):
            with pytest.raises(KnowledgeError):
                report_problem(page=page, user=reader, text=text)
        first = report_problem(page=page, user=reader, text="One")
        assert report_problem(page=page, user=reader, text=" One ") == first
        report_problem(page=page, user=reader, text="Two")
        report_problem(page=page, user=reader, text="Three")
        with pytest.raises(KnowledgeError):
            report_problem(page=page, user=reader, text="Four")
        with pytest.raises(KnowledgeError):
            close_report(report=first, by=owner, answer=" ")
        close_report(report=first, by=owner, answer="Done.")
        with pytest.raises(KnowledgeError):
            close_report(report=first, by=owner, answer="Again.")


def test_any_page_can_be_followed(client, reader):
    guide = make_guide("How we began")
    client.force_login(reader)
    client.post(f"/pages/{guide.pk}/follow/", {"follow": "yes"})
    client.post(f"/pages/{guide.pk}/follow/", {"follow": "yes"})
    assert Follow.objects.get(user=reader).target == guide
    assert "Stop following this page" in client.get(guide.url).content.decode()
    client.post(f"/pages/{guide.pk}/follow/", {"follow": "no"})
    assert not Follow.objects.exists()


class TestVisits:
    def test_a_showing_of_a_page_counts_once(self, client, page):
        token = visit_token(page.pk)
        for _again in range(3):
            response = client.post("/visits/", {"token": token, "search": " WIP  Limit! "})
            assert response.status_code == 204
            assert not response.cookies
        client.post("/visits/", {"token": visit_token(page.pk), "search": "wip limit"})
        assert PageViews.objects.get(page=page).count == 2
        arrival = SearchArrival.objects.get(page=page)
        assert (arrival.words, arrival.count) == ("wip limit", 2)

    def test_the_page_itself_writes_nothing_and_carries_a_word(self, client, page):
        content = client.get(page.url).content.decode()
        assert "data-visit=" in content
        assert not PageViews.objects.exists()

    @pytest.mark.parametrize("token", ["", "1", "1.abcd:x:y", "x" * 5000, "\x00", "🙂"])
    def test_a_forged_word_counts_nothing(self, client, page, token):
        assert client.post("/visits/", {"token": token}).status_code == 204
        assert not PageViews.objects.exists()

    def test_an_old_word_and_a_page_that_is_gone_count_nothing(self, today, page):
        token, gone = visit_token(page.pk), visit_token(999_999)
        assert not count_visit(token=gone)
        today.shift(timedelta(hours=13))
        assert not count_visit(token=token)
        page.unpublish()
        assert not count_visit(token=visit_token(page.pk))
        assert not PageViews.objects.exists()

    def test_reading_is_no_get(self, client):
        assert client.get("/visits/").status_code == 405

    def test_searches_are_cut_and_bounded(self, page):
        count_visit(token=visit_token(page.pk), search="x" * 5000)
        assert len(SearchArrival.objects.get().words) <= 120
        count_visit(token=visit_token(page.pk), search="common")
        count_visit(token=visit_token(page.pk), search="common")
        for number in range(MOST_SEARCHES + 5):
            count_visit(token=visit_token(page.pk), search=f"word{number}")
        assert SearchArrival.objects.count() == MOST_SEARCHES
        assert SearchArrival.objects.get(words="common").count == 2
        count_visit(token=visit_token(page.pk), search="!!! \x00 ???")
        assert SearchArrival.objects.count() == MOST_SEARCHES

    def test_owners_see_no_search_that_came_once(self, client, page, owner):
        for words in ("often", "often", "somebody private"):
            count_visit(token=visit_token(page.pk), search=words)
        assert [row.words for row in searches_that_led_to([page.pk])[page.pk]] == ["often"]
        client.force_login(owner)
        content = client.get(f"/upkeep/{page.pk}/").content.decode()
        assert "often" in content
        assert "somebody private" not in content

    def test_counts_by_month_and_since(self, today, page):
        for day, count in ((date(2027, 3, 1), 3), (date(2027, 2, 28), 2), (date(2026, 4, 1), 7), (date(2026, 3, 1), 9)):
            PageViews.objects.create(page=page, day=day, count=count)
        months = views_by_month(page)
        assert (len(months), months[0], months[-1]) == (12, (date(2026, 4, 1), 7), (date(2027, 3, 1), 3))
        assert (views_since(page, 30), views_since(page, 365)) == (5, 12)

    def test_what_is_old_is_forgotten(self, page):
        PageViews.objects.create(page=page, day=date(2025, 1, 1), count=3)
        PageViews.objects.create(page=page, day=date(2027, 1, 1), count=3)
        for words, count in (("once", 1), ("twice", 2)):
            SearchArrival.objects.create(page=page, words=words, count=count, last_on=date(2026, 10, 1))
        forget_old()
        assert PageViews.objects.get().day == date(2027, 1, 1)
        assert SearchArrival.objects.get().words == "twice"


def test_members_pages_are_counted_for_members_without_a_session(client, owner):
    guide = make_guide("For members", author=owner, audience=Audience.MEMBERS)
    client.force_login(owner)
    content = client.get(guide.url).content.decode()
    token = content.split('data-visit="')[1].split('"')[0]
    client.logout()
    client.post("/visits/", {"token": token})
    assert PageViews.objects.get(page=guide).count == 1
