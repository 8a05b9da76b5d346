"""Who answers for a page and until when, however it comes to be published."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps

from knowledge.exceptions import KnowledgeError
from knowledge.models import GuidePage, PracticePage, Review, Upkeep
from knowledge.services import bring_back, confirm, hand_over, retire
from people.audiences import Audience
from people.models import Notification
from people.services import follow
from tests.factories import make_practice, make_section, make_user
from tests.knowledge.makers import make_guide, make_lesson

IN_A_YEAR = date(2028, 2, 29)


def publish(page, user):
    page.save_revision(user=user).publish()


class TestPublishing:
    def test_the_steward_keeps_a_practice_for_a_year(self, upkeep, owner):
        assert upkeep.owner == owner
        assert upkeep.verified_until == IN_A_YEAR
        assert not upkeep.is_overdue

    def test_the_author_keeps_a_guide_and_a_lesson(self, owner):
        guide, lesson = make_guide(author=owner), make_lesson(author=owner)
        assert {guide.upkeep.owner, lesson.upkeep.owner} == {owner}
        assert lesson.upkeep.verified_until == IN_A_YEAR

    def test_whoever_published_keeps_what_names_nobody(self, editor):
        page = GuidePage(title="By nobody", slug="by-nobody", summary="A guide.", live=False)
        make_section("guides").add_child(instance=page)
        publish(page, editor)
        upkeep = Upkeep.objects.get(page=page)
        assert (upkeep.owner, upkeep.verified_by) == (editor, editor)

    def test_a_draft_has_no_upkeep(self, db):
        page = PracticePage(title="Not yet", slug="not-yet", summary="Soon.", live=False)
        make_section("practices").add_child(instance=page)
        page.save_revision()
        assert not Upkeep.objects.filter(page=page).exists()

    def test_an_update_by_its_owner_renews_it(self, today, page, owner):
        today.shift(timedelta(days=300))
        publish(page, owner)
        upkeep = Upkeep.objects.get(page=page)
        assert upkeep.verified_until == date(2027, 3, 1) + timedelta(days=665)
        assert upkeep.verified_by == owner
        review = Review.objects.get(page=page)
        assert (review.verdict, review.by) == (Review.Verdict.UPDATED, owner)

    def test_an_editor_who_publishes_updates_and_does_not_verify(self, today, page, owner, editor):
        publish(page, owner)
        today.shift(timedelta(days=300))
        publish(page, editor)
        upkeep = Upkeep.objects.get(page=page)
        assert (upkeep.verified_by, upkeep.verified_until) == (owner, IN_A_YEAR)
        review = Review.objects.filter(page=page).latest("pk")
        assert (review.verdict, review.by, review.verified_until) == (Review.Verdict.UPDATED, editor, None)

    def test_the_change_of_somebody_else_is_recorded_and_renews_nothing(self, today, page, reader):
        today.shift(timedelta(days=300))
        publish(page, reader)
        assert Upkeep.objects.get(page=page).verified_until == IN_A_YEAR
        assert Review.objects.get(page=page).verified_until is None

    def test_a_command_without_a_person_verifies_nothing(self, today, page):
        today.shift(timedelta(days=300))
        publish(page, None)
        assert Upkeep.objects.get(page=page).verified_until == IN_A_YEAR
        assert not Review.objects.exists()

    def test_a_new_steward_keeps_the_practice(self, page, owner, reader):
        page.steward = reader
        publish(page, owner)
        assert Upkeep.objects.get(page=page).owner == reader

    def test_followers_hear_of_an_update_once_a_day(self, committed, page, owner, reader):
        follow(user=reader, target=page)
        with committed():
            publish(page, owner)
            publish(page, owner)
        told = Notification.objects.get(user=reader, kind="page-updated")
        assert "Limit work in progress" in told.text
        assert not Notification.objects.filter(user=owner).exists()

    def test_followers_who_may_not_read_it_any_more_hear_nothing(self, committed, owner, reader):
        guide = make_guide("Secret plans", author=owner, audience=Audience.MEMBERS)
        follow(user=reader, target=guide)
        reader.is_active = False
        reader.save()
        with committed():
            publish(guide, owner)
        assert not Notification.objects.exists()


class TestConfirming:
    def test_still_true_for_another_year(self, today, upkeep, owner):
        today.shift(timedelta(days=400))
        assert Upkeep.objects.get(pk=upkeep.pk).is_overdue
        confirm(upkeep=upkeep, by=owner, note=" Read it again. ")
        upkeep.refresh_from_db()
        assert not upkeep.is_overdue
        assert upkeep.verified_by == owner
        assert Review.objects.get(page=upkeep.page).note == "Read it again."

    def test_the_period_can_be_changed(self, upkeep, owner):
        confirm(upkeep=upkeep, by=owner, every_days=90)
        upkeep.refresh_from_db()
        assert upkeep.verified_until == date(2027, 5, 30)

    @pytest.mark.parametrize("days", [0, -1, 100_000])
    def test_a_period_of_no_sense_is_refused(self, upkeep, owner, days):
        with pytest.raises(KnowledgeError):
            confirm(upkeep=upkeep, by=owner, every_days=days)

    def test_a_retired_page_cannot_be_confirmed(self, upkeep, owner):
        retire(upkeep=upkeep, by=owner, because="Nobody does it.")
        with pytest.raises(KnowledgeError):
            confirm(upkeep=upkeep, by=owner)


class TestHandingOver:
    def test_the_steward_changes_with_the_owner_and_is_told(self, committed, page, upkeep, owner, reader):
        with committed():
            hand_over(upkeep=upkeep, to=reader, by=owner)
        upkeep.refresh_from_db()
        assert upkeep.owner == reader
        assert PracticePage.objects.get(pk=page.pk).steward == reader
        assert Notification.objects.get(user=reader).kind == "page-yours"
        assert Review.objects.get(page=page).verdict == Review.Verdict.HANDED_OVER

    def test_publishing_an_earlier_draft_does_not_give_it_back(self, page, upkeep, owner, reader):
        draft = page.save_revision(user=owner)
        hand_over(upkeep=upkeep, to=reader, by=owner)
        draft.refresh_from_db()
        draft.publish()
        assert Upkeep.objects.get(pk=upkeep.pk).owner == reader

    def test_not_to_somebody_who_left_and_not_to_its_owner(self, upkeep, owner):
        gone = make_user()
        gone.is_active = False
        gone.save()
        for to in (gone, owner):
            with pytest.raises(KnowledgeError) as refused:
                hand_over(upkeep=upkeep, to=to, by=owner)
            assert "to" in refused.value.errors


class TestBringingBack:
    def test_it_is_in_use_again(self, upkeep, owner):
        retire(upkeep=upkeep, by=owner, because="Nobody does it.", successor=make_practice("Pull"))
        bring_back(upkeep=upkeep, by=owner)
        upkeep.refresh_from_db()
        assert (upkeep.retired_on, upkeep.retired_because, upkeep.successor) == (None, "", None)
        with pytest.raises(KnowledgeError):
            bring_back(upkeep=upkeep, by=owner)


def test_pages_from_before_get_an_owner_and_time_to_look(today, page, owner):
    fresh = make_guide(author=owner)
    today.shift(timedelta(days=800))
    fresh.save_revision().publish()
    Upkeep.objects.all().delete()
    migration = import_module("knowledge.migrations.0003_upkeep_of_existing_pages")
    migration.begin_upkeep(apps, None)
    migration.begin_upkeep(apps, None)
    now = date(2027, 3, 1) + timedelta(days=800)
    assert Upkeep.objects.get(page=page).owner == owner
    assert Upkeep.objects.get(page=page).verified_until == now + timedelta(days=30)
    assert Upkeep.objects.get(page=fresh).verified_until == now + timedelta(days=365)
