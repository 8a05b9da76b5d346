"""A discussion is exactly as visible as what it is about, at once and everywhere."""

import pytest
from django.urls import reverse
from wagtail.models import PageViewRestriction

from communities import services
from communities.models import Post
from people.models import Notification
from search.models import Document
from search.services import about
from tests.communities.making import keep, make_post, sign_in, subject_on, thread_url
from tests.factories import make_home, make_practice, make_section, make_team, make_user

pytestmark = pytest.mark.django_db
SECRET = "The pump at Tarn is failing."


def restrict(page, group):
    """Keep a page to one group, as the CMS does it: the restriction first, then its groups."""
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.GROUPS)
    restriction.groups.add(group)


@pytest.fixture
def team_only(committed):
    """A practice for one team with one comment, and who may and may not see it."""
    make_home()
    team = make_team()
    member, outsider = make_user(team=team), make_user("Otto")
    with committed():
        page = make_practice("Kestrel's own")
        restrict(page, team.group)
        post = make_post(page, member, SECRET)
    return page, post, member, outsider


def addresses(page, post):
    names = ["post_edit", "post_remove", "post_useful", "post_accept"]
    return [thread_url(page), *(reverse(f"communities:{name}", args=[post.pk]) for name in names)]


def test_a_stranger_and_somebody_outside_get_nothing_whatever_they_ask_for(client, team_only):
    page, post, _, outsider = team_only
    assert client.get(thread_url(page)).status_code == 404
    sign_in(client, outsider)
    for url in addresses(page, post):
        for answer in (client.get(url), client.post(url, {"comment-text": "x", "edit-text": "x", "because": "x"})):
            assert answer.status_code in (404, 405)
            assert SECRET not in answer.content.decode()
    assert Post.objects.get().text == SECRET


def test_htmx_is_told_nothing_of_what_is_hidden_or_was_never_there(client, team_only):
    page, _, member, outsider = team_only
    sign_in(client, outsider)
    hidden = client.get(thread_url(page), headers={"HX-Request": "true"})
    never = client.get(
        reverse("communities:thread", args=[page.content_type_id, 987654]), headers={"HX-Request": "true"}
    )
    assert (hidden.status_code, hidden.content) == (never.status_code, never.content) == (200, b"")
    sign_in(client, member)
    assert SECRET in client.get(thread_url(page), headers={"HX-Request": "true"}).content.decode()


def test_a_page_that_is_restricted_later_takes_its_thread_along(client, committed):
    make_home()
    with committed():
        team, page, outsider = make_team(), make_practice(), make_user()
        make_post(page, outsider, SECRET)
    assert Document.objects.visible_to(outsider).filter(kind="discussion").exists()
    sign_in(client, outsider)
    assert SECRET in client.get(thread_url(page)).content.decode()
    with committed():
        restrict(page, team.group)
    assert client.get(thread_url(page)).status_code == 404
    assert not Document.objects.visible_to(outsider).filter(kind="discussion").exists()


def test_a_page_that_moves_below_a_restricted_one_takes_its_thread_out_of_search(committed):
    make_home()
    with committed():
        team, page, outsider = make_team(), make_practice(), make_user()
        make_post(page, outsider, SECRET)
        closed = make_section("guides")
        restrict(closed, team.group)
    assert Document.objects.visible_to(outsider).filter(kind="discussion").exists()
    with committed():
        page.move(closed, pos="last-child")
    assert not Document.objects.visible_to(outsider).filter(kind="discussion").exists()
    assert Document.objects.filter(kind="discussion", audience_group=team.group).exists()


@pytest.mark.parametrize("end", ["unpublish", "delete"])
def test_a_thread_ends_with_its_page(client, committed, end):
    make_home()
    with committed():
        page, user = make_practice(), make_user()
        post = make_post(page, user, SECRET)
    url = thread_url(page)
    sign_in(client, user)
    assert Document.objects.filter(kind="discussion").exists()
    with committed():
        getattr(page, end)()
    assert client.get(url).status_code == 404
    assert client.get(reverse("communities:post_edit", args=[post.pk])).status_code == 404
    assert not Document.objects.filter(kind="discussion").exists()
    assert Post.objects.filter(pk=post.pk).exists()


def test_nobody_is_told_of_what_they_may_not_see(committed):
    make_home()
    team, page = make_team(), make_practice()
    member, owner, follower = make_user(team=team), make_user(), make_user()
    keep(page, owner)
    question = make_post(page, follower, "Open to all.")
    restrict(page, team.group)
    Notification.objects.all().delete()
    with committed():
        make_post(page, member, SECRET, reply_to=question)
    assert not Notification.objects.exists()


def test_a_practice_shows_its_discussion_to_those_who_may_see_it(team_only):
    page, _, member, outsider = team_only
    assert [document.why for document in about(page, member)["discussion"]] == ["1 comment"]
    assert "discussion" not in about(page, outsider)


def test_nobody_can_discuss_what_is_no_page_to_discuss(client):
    make_home()
    user = make_user()
    sign_in(client, user)
    for kind, pk in [(1, 1), (0, 0), (10**18, 1), (10**30, 10**30)]:
        for answer in (
            client.get(f"/discussions/{kind}/{pk}/"),
            client.post(f"/discussions/{kind}/{pk}/", {"comment-text": "x"}),
        ):
            assert answer.status_code == 404
    assert client.get(f"/discussions/posts/{10**30}/edit/").status_code == 404


def test_an_empty_thread_has_no_document(committed):
    make_home()
    with committed():
        page, user = make_practice(), make_user()
        services.follow_discussion(subject=subject_on(page), user=user)
    assert not Document.objects.filter(kind="discussion").exists()
    with committed():
        post = make_post(page, user, "A heron on the **weir**.")
    document = Document.objects.get(kind="discussion")
    assert (document.title, document.body) == ("Comments on Limit work in progress", "A heron on the weir.")
    with committed():
        services.remove(post=post, by=user)
    assert not Document.objects.filter(kind="discussion").exists()


def test_a_link_to_a_hidden_page_does_not_tell_its_address(client, team_only):
    hidden, _, member, outsider = team_only
    page = make_practice()
    make_post(
        page, member, f"See [ours](page:{hidden.pk}) and <a href='page:{hidden.pk}'>this</a>, [open](page:{page.pk})."
    )
    for user, told in [(outsider, False), (member, True)]:
        sign_in(client, user)
        shown = client.get(thread_url(page)).content.decode()
        assert (hidden.slug in shown) is told
        assert page.url in shown
