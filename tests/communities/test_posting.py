"""What posting, changing, removing, accepting and finding useful do, and what they refuse."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.auth.models import Group

from communities import permissions, services
from communities.exceptions import CommunityError
from communities.models import Post, Usefulness
from communities.models.discussions import LONGEST_POST
from communities.services.discussions import MOST_A_MINUTE
from communities.services.telling import tell_of_post
from people.models import Notification
from people.roles import EDITORS
from tests.communities.making import discussion_on, keep, make_post, subject_on
from tests.factories import make_practice, make_user

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 17, 12, tzinfo=ZoneInfo("Europe/London"))


def texts(user):
    return list(Notification.objects.filter(user=user, kind="comment").values_list("text", flat=True))


def read(post):
    """A post as pages read it."""
    return Post.objects.for_reading(post.author).get(pk=post.pk)


def test_an_answer_to_an_answer_stands_below_the_same_comment():
    page, asks, answers = make_practice(), make_user(), make_user("Elif")
    question = make_post(page, asks, "What about release week?")
    first = make_post(page, answers, "Keep one place free.", reply_to=question)
    second = make_post(page, asks, "For how long?", reply_to=first)
    assert (first.reply_to, second.reply_to) == (question, question)
    assert list(discussion_on(page).posts.in_reading_order()) == [question, first, second]


@pytest.mark.parametrize("text", ["", "   \n\t ", "a\x00b", "x" * (LONGEST_POST + 1)])
def test_what_cannot_be_posted_is_refused_and_leaves_nothing(text):
    page = make_practice()
    with pytest.raises(CommunityError):
        make_post(page, make_user(), text)
    assert not Post.objects.exists()


def test_the_longest_text_is_accepted():
    assert make_post(make_practice(), make_user(), "x" * LONGEST_POST).pk


def test_the_same_words_sent_twice_are_one_post_and_a_minute_later_two():
    page, user = make_practice(), make_user()
    with time_machine.travel(NOON, tick=False) as clock:
        assert make_post(page, user, "Twice.") == make_post(page, user, "Twice.")
        clock.shift(timedelta(seconds=61))
        make_post(page, user, "Twice.")
    assert Post.objects.count() == 2


def test_a_flood_is_bounded_for_one_person_across_threads_and_ends_after_a_minute():
    first, second, user = make_practice(), make_practice("Finish together"), make_user()
    with time_machine.travel(NOON, tick=False) as clock:
        for n in range(MOST_A_MINUTE):
            make_post(first, user, f"Number {n}")
        with pytest.raises(CommunityError, match="Wait a moment"):
            make_post(second, user, "One more")
        make_post(second, make_user(), "Somebody else may")
        clock.shift(timedelta(seconds=61))
        make_post(second, user, "One more")
    assert Post.objects.filter(author=user).count() == MOST_A_MINUTE + 1


def test_an_answer_to_what_was_removed_or_stands_elsewhere_is_refused():
    page, other, user = make_practice(), make_practice("Finish together"), make_user()
    gone, elsewhere = make_post(page, make_user()), make_post(other, make_user())
    services.remove(post=gone, by=gone.author)
    for target in (gone, elsewhere):
        with pytest.raises(CommunityError, match="removed"):
            make_post(page, user, "To whom?", reply_to=target)


def test_the_answered_the_owner_and_followers_are_told_once_each_and_the_writer_never(committed):
    page, owner, asks, follower, writer = (
        make_practice(),
        make_user("Olga"),
        make_user(),
        make_user(),
        make_user("Elif"),
    )
    keep(page, owner)
    question = make_post(page, asks, "What about release week?")
    services.follow_discussion(subject=subject_on(page), user=follower)
    with committed():
        answer = make_post(page, writer, "Keep one place free.", reply_to=question)
    assert texts(asks) == ["Elif Osei answered you on Limit work in progress"]
    assert texts(follower) == ["Elif Osei commented on Limit work in progress"]
    assert len(texts(owner)) == 1
    assert texts(writer) == []
    tell_of_post(post=answer)
    assert len(texts(owner)) == 1
    services.unfollow_discussion(subject=subject_on(page), user=follower)
    with committed():
        make_post(page, writer, "And write down who asked.", reply_to=question)
    assert len(texts(follower)) == 1


def test_the_owner_who_asked_is_told_that_it_is_an_answer(committed):
    page, owner = make_practice(), make_user("Olga")
    keep(page, owner)
    question = make_post(page, owner, "Who has tried it?")
    with committed():
        make_post(page, make_user("Elif"), "We have.", reply_to=question)
    assert texts(owner) == ["Elif Osei answered you on Limit work in progress"]


def test_own_words_can_be_changed_until_somebody_else_answers():
    page, asks, other = make_practice(), make_user(), make_user()
    question = make_post(page, asks, "Wat about it?")
    make_post(page, asks, "I mean what.", reply_to=question)

    def may(user):
        post = read(question)
        return permissions.can_edit_post(user, post, is_answered=post.is_answered)

    assert may(asks)
    assert not may(other)
    services.edit(post=question, text="What about it?")
    assert read(question).edited_at is not None
    answer = make_post(page, other, "This.", reply_to=question)
    assert not may(asks)
    assert permissions.can_edit_post(other, read(answer), is_answered=read(answer).is_answered)
    services.remove(post=answer, by=other)
    assert may(asks)


def test_saving_the_same_words_marks_nothing_as_changed():
    post = make_post(make_practice(), make_user(), "As it is.")
    assert services.edit(post=post, text=" As it is. ").edited_at is None


def test_a_removed_comment_keeps_its_place_while_it_has_answers():
    page, asks, other = make_practice(), make_user(), make_user()
    question = make_post(page, asks, "A secret slip.")
    answer = make_post(page, other, "I see.", reply_to=question)
    services.remove(post=question, by=asks)
    question.refresh_from_db()
    assert (question.text, question.removed_at is not None) == ("", True)
    assert list(discussion_on(page).posts.shown()) == [question, answer]
    services.remove(post=answer, by=other)
    assert not Post.objects.exists()


def test_an_editor_removes_with_a_reason_that_the_author_is_told():
    page, author, editor = make_practice(), make_user(), make_user("Oskar", "Brandt")
    post = make_post(page, author, "Names a customer.")
    with pytest.raises(CommunityError, match="Say why"):
        services.remove(post=post, by=editor, because="  ")
    services.remove(post=post, by=editor, because="It names a customer.")
    post.refresh_from_db()
    assert (post.text, post.removed_because) == ("", "It names a customer.")
    assert texts(author) == ["Oskar Brandt removed your comment on Limit work in progress: It names a customer."]


def test_who_may_remove_what():
    page, author, editor, owner, other = make_practice(), make_user(), make_user(), make_user(), make_user()
    editor.groups.add(Group.objects.get(name=EDITORS))
    editor.forget_cached()
    post = make_post(page, author)
    assert permissions.can_remove_post(author, post)
    for user, may in [(editor, True), (owner, True), (other, False), (author, False)]:
        assert permissions.can_moderate_post(user, post, owner=owner) is may
    assert not permissions.can_remove_post(other, post)


def test_one_answer_is_accepted_by_who_asked_or_the_owner(committed):
    page, asks, one, two, owner = make_practice(), make_user("Amara"), make_user(), make_user(), make_user()
    question = make_post(page, asks, "What about it?")
    first, second = (make_post(page, user, f"By {user.pk}", reply_to=question) for user in (one, two))
    for user, may in [(asks, True), (owner, True), (one, False)]:
        assert permissions.can_accept(user, first, owner=owner) is may
    assert not permissions.can_accept(asks, question, owner=owner)
    with committed():
        services.accept(post=first, by=asks)
        services.accept(post=second, by=asks)
    assert list(question.replies.filter(accepted=True)) == [second]
    assert texts(one) == []
    assert texts(two) == ["Amara Osei says that your comment on Limit work in progress answered it"]
    assert list(discussion_on(page).posts.in_reading_order()) == [question, second, first]
    services.take_back_acceptance(post=second)
    assert not question.replies.filter(accepted=True).exists()


def test_an_accepted_answer_can_be_removed_by_its_author():
    page, asks, one = make_practice(), make_user(), make_user()
    question = make_post(page, asks)
    answer = make_post(page, one, "This.", reply_to=question)
    services.accept(post=answer, by=asks)
    services.remove(post=answer, by=one)
    assert list(Post.objects.all()) == [question]


def test_useful_is_said_once_by_each_person_and_never_of_ones_own():
    post, reader = make_post(make_practice(), make_user()), make_user()
    services.find_useful(post=post, user=reader)
    services.find_useful(post=post, user=reader)
    assert Usefulness.objects.count() == 1
    assert not permissions.can_find_useful(post.author, post)
    services.take_back_useful(post=post, user=reader)
    assert not Usefulness.objects.exists()


def test_what_a_person_said_stays_when_their_account_is_deleted():
    page, author = make_practice(), make_user()
    post = make_post(page, author)
    author.delete()
    post.refresh_from_db()
    assert (post.author, post.text) == (None, "We tried it.")
