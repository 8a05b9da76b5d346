"""The pages of a discussion: what each reader gets, with htmx and without, and what a refused form keeps."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from communities import services
from communities.models import Post
from communities.threads import A_PAGE
from courses.services import plant_learning
from tests.communities.making import discussion_on, keep, make_post, sign_in, thread_url
from tests.courses.conftest import make_course
from tests.factories import make_home, make_practice, make_user

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/knowledge/practices/x/"}


@pytest.fixture
def practice():
    make_home()
    return make_practice()


def of(name, post):
    return reverse(f"communities:{name}", args=[post.pk])


def test_a_stranger_reads_and_is_asked_to_sign_in(client, practice):
    make_post(practice, make_user("Elif", "Sahin"), "Keep *one* place free.")
    shown = client.get(thread_url(practice)).content.decode()
    assert "Keep <em>one</em> place free." in shown
    assert "Sign in to comment" in shown
    assert "<textarea" not in shown
    assert "/people/" not in shown.partition('id="thread"')[2]


def test_posting_without_script_leads_to_the_post(client, practice):
    sign_in(client, make_user())
    answer = client.post(thread_url(practice), {"comment-text": "We tried it."})
    post = Post.objects.get()
    assert answer.url == f"{thread_url(practice)}?post={post.pk}#post-{post.pk}"
    shown = client.get(answer.url).content.decode()
    assert "Your comment is posted." in shown
    assert "1 comment" in shown


def test_posting_with_htmx_brings_the_thread_alone(client, practice):
    sign_in(client, make_user())
    answer = client.post(thread_url(practice), {"comment-text": "We tried it."}, headers=HTMX)
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert shown.lstrip().startswith("<section")
    assert shown.count("We tried it.") == 1
    assert "HX-Request" in answer["Vary"]


@pytest.mark.parametrize("text", ["", "nul\x00byte", "x" * 5001])
def test_a_refused_comment_is_kept_in_its_field(client, practice, text):
    sign_in(client, make_user())
    answer = client.post(thread_url(practice), {"comment-text": text})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in shown
    assert text.replace("\x00", "") in shown.replace("\x00", "")
    assert not Post.objects.exists()


def test_an_answer_to_what_has_gone_becomes_a_comment_that_is_kept(client, practice):
    sign_in(client, make_user())
    typed = {"reply-text": "Too late for this.", "reply-reply_to": "4711"}
    answer = client.post(thread_url(practice), typed)
    assert answer.status_code == 422
    assert re.search(r'<textarea[^>]*name="comment-text"[^>]*>\s*Too late for this.', answer.content.decode())
    assert not Post.objects.exists()


@pytest.mark.parametrize("target", ["", "-1", "x", "9" * 40, "1e3"])
def test_malformed_answers_are_refused(client, practice, target):
    sign_in(client, make_user())
    answer = client.post(thread_url(practice), {"reply-text": "To whom?", "reply-reply_to": target})
    assert answer.status_code == 422
    assert not Post.objects.exists()


@pytest.mark.parametrize(
    "query", ["?page=0", "?page=x", "?page=99", "?post=x", "?post=99999999999999999999", "?reply_to=x"]
)
def test_malformed_addresses_show_the_thread(client, practice, query):
    make_post(practice, make_user(), "Here I am.")
    assert "Here I am." in client.get(thread_url(practice) + query).content.decode()


def test_what_was_typed_survives_an_ended_session(client, practice):
    for headers, where in [({}, "Location"), (HTMX, "HX-Redirect")]:
        client.logout()
        answer = client.post(thread_url(practice), {"comment-text": "Typed at length."}, headers=headers)
        assert answer[where].startswith("/accounts/login/")
        assert not Post.objects.exists()
        sign_in(client, make_user())
        offered = client.get(thread_url(practice)).content.decode()
        assert "What you typed is still here" in offered
        assert "Typed at length." in offered


def test_a_draft_below_survives_an_answer_above(client, practice):
    post = make_post(practice, make_user())
    sign_in(client, make_user())
    typed = {"reply-text": "Like this.", "reply-reply_to": str(post.pk), "comment-text": "Half a thought"}
    shown = client.post(thread_url(practice), typed, headers=HTMX).content.decode()
    assert "Like this." in shown
    assert re.search(r'name="comment-text"[^>]*>\s*Half a thought', shown)


def test_htmx_asks_for_the_form_of_an_answer_alone(client, practice):
    post = make_post(practice, make_user("Elif", "Sahin"))
    sign_in(client, make_user())
    url = f"{thread_url(practice)}?reply_to={post.pk}"
    alone = client.get(url, headers={**HTMX, "HX-Target": f"slot-{post.pk}"}).content.decode()
    assert "Your answer to Elif Sahin" in alone
    assert 'id="thread"' not in alone
    plain = client.get(url).content.decode()
    assert "Your answer to Elif Sahin" in plain
    assert 'id="thread"' in plain


def test_changing_ones_words_and_not_those_of_others(client, practice):
    author, other = make_user(), make_user()
    post = make_post(practice, author, "We tired it.")
    sign_in(client, other)
    assert client.get(of("post_edit", post)).status_code == 403
    assert client.post(of("post_edit", post), {"edit-text": "Mine now"}).status_code == 403
    sign_in(client, author)
    assert "We tired it." in client.get(of("post_edit", post)).content.decode()
    assert client.post(of("post_edit", post), {"edit-text": " "}).status_code == 422
    client.post(of("post_edit", post), {"edit-text": "We tried it."})
    post.refresh_from_db()
    assert post.text == "We tried it."
    assert "changed" in client.get(thread_url(practice)).content.decode()


def test_a_refused_change_with_htmx_stays_in_its_place(client, practice):
    author = make_user()
    post = make_post(practice, author)
    sign_in(client, author)
    answer = client.post(of("post_edit", post), {"edit-text": ""}, headers=HTMX)
    assert answer["HX-Retarget"] == f"#slot-{post.pk}"
    assert 'aria-invalid="true"' in answer.content.decode()


def test_removing_leaves_the_place_of_what_was_answered(client, practice):
    author = make_user()
    post = make_post(practice, author, "A slip.")
    make_post(practice, make_user(), "An answer.", reply_to=post)
    sign_in(client, author)
    assert "cannot be brought back" in client.get(of("post_remove", post)).content.decode()
    shown = client.post(of("post_remove", post), follow=True).content.decode()
    assert "Removed by its author" in shown
    assert "A slip." not in shown
    assert "An answer." in shown
    assert client.post(of("post_remove", post)).status_code == 404


def test_the_owner_removes_with_a_reason_and_others_cannot(client, practice):
    owner, other = make_user(), make_user()
    keep(practice, owner)
    post = make_post(practice, make_user(), "Names a customer.")
    sign_in(client, other)
    assert client.post(of("post_remove", post), {"because": "I dislike it"}).status_code == 403
    sign_in(client, owner)
    assert client.post(of("post_remove", post), {"because": ""}).status_code == 422
    shown = client.post(of("post_remove", post), {"because": "It names a customer."}, follow=True).content.decode()
    assert "Removed: It names a customer." in shown
    assert "Names a customer." not in shown.replace("It names a customer.", "")


def test_useful_is_counted_and_taken_back(client, practice):
    post = make_post(practice, make_user())
    sign_in(client, make_user())
    shown = client.post(of("post_useful", post), {"useful": "yes"}, follow=True).content.decode()
    assert re.search(r'aria-pressed="true"[^>]*>.*?Useful, 1', shown, re.DOTALL)
    shown = client.post(of("post_useful", post), {"useful": "no"}, follow=True).content.decode()
    assert "Useful, 1" not in shown
    sign_in(client, post.author)
    assert client.post(of("post_useful", post)).status_code == 403


def test_who_asked_accepts_and_others_are_refused(client, practice):
    asks, answers = make_user(), make_user()
    question = make_post(practice, asks, "What about it?")
    answer = make_post(practice, answers, "This.", reply_to=question)
    sign_in(client, answers)
    assert client.post(of("post_accept", answer)).status_code == 403
    sign_in(client, asks)
    assert "data-accepted" in client.post(of("post_accept", answer), follow=True).content.decode()
    assert (
        "data-accepted" not in client.post(of("post_accept", answer), {"accepted": "no"}, follow=True).content.decode()
    )


def test_following_and_stopping(client, practice):
    user = make_user()
    sign_in(client, user)
    kind, pk = practice.content_type_id, practice.pk
    url = reverse("communities:thread_follow", args=[kind, pk])
    assert "Stop following" in client.post(url, {"follow": "yes"}, follow=True).content.decode()
    assert user.follows.count() == 1
    assert "Follow the comments" in client.post(url, {"follow": "no"}, follow=True).content.decode()
    assert user.follows.count() == 0


def test_long_threads_have_pages_and_a_post_is_found_on_its_own(client, practice):
    author = make_user()
    question = make_post(practice, author, "The first question.")
    others = [make_post(practice, make_user(), f"Answer {n}.", reply_to=question) for n in range(A_PAGE)]
    last = make_post(practice, author, "The last word.")
    first_page = client.get(thread_url(practice)).content.decode()
    assert "The last word." not in first_page
    second = client.get(last.get_absolute_url()).content.decode()
    assert "The last word." in second
    assert "The first question." in second
    assert f'id="{others[-1].anchor}"' in second
    assert f'id="{others[0].anchor}"' not in second
    embedded = client.get(thread_url(practice), headers=HTMX).content.decode()
    assert f"All {A_PAGE + 2} comments" in embedded
    assert "?page=2" not in embedded


def test_references_lead_to_pages_and_raw_html_to_nothing(client, practice):
    other = make_practice("Finish together")
    make_post(practice, make_user(), f"See [this](page:{other.pk}). <script>x()</script><b hx-get='/x'>bold</b>")
    shown = client.get(thread_url(practice)).content.decode().partition('id="thread"')[2]
    assert f'href="{other.url}"' in shown
    assert "x()" not in shown
    assert "hx-get='/x'" not in shown
    assert 'hx-get="/x"' not in shown


@pytest.mark.parametrize("signed_in", [True, False])
def test_queries_do_not_grow_with_posts(client, practice, signed_in):
    other = make_practice("Finish together")
    question = make_post(practice, make_user(), f"See [this](page:{other.pk}).")
    if signed_in:
        sign_in(client, make_user())
    client.get(thread_url(practice))
    with CaptureQueriesContext(connection) as few:
        client.get(thread_url(practice))
    for n in range(14):
        author = make_user()
        post = make_post(practice, author, f"Number {n}, see [this](page:{practice.pk}).")
        services.find_useful(post=post, user=make_user())
        make_post(practice, author, f"Answer {n}", reply_to=question)
    assert discussion_on(practice).posts.count() == 29
    with CaptureQueriesContext(connection) as many:
        client.get(thread_url(practice))
    assert len(many) == len(few) <= (20 if signed_in else 12)


def test_a_lesson_can_be_discussed(client):
    plant_learning(home=make_home())
    _course, (lesson,) = make_course(lessons=1)
    assert f'hx-get="{thread_url(lesson)}"' in client.get(lesson.url).content.decode()
    make_post(lesson, make_user(), "Where do you hang it?")
    assert "Where do you hang it?" in client.get(thread_url(lesson)).content.decode()
