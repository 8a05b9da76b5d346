"""Communities: who sees them, joining and leaving, and what their page shows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from communities.models import Community
from communities.services import CommunityError, join, leave
from people.audiences import Audience
from tests.factories import make_community, make_home, make_practice, make_user

pytestmark = pytest.mark.django_db


def signed_in(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_joining_opens_the_communitys_own_audience_and_leaving_closes_it():
    community, lead, user = make_community(), make_user(), make_user()
    join(community=community, user=lead, role="lead")
    join(community=community, user=user)
    join(community=community, user=user)
    assert community.memberships.count() == 2
    assert community.members_group_id in user.group_ids
    leave(community=community, user=user)
    assert community.members_group_id not in user.group_ids


def test_the_last_lead_stays():
    community, lead = make_community(), make_user()
    join(community=community, user=lead, role="lead")
    with pytest.raises(CommunityError, match="only lead"):
        leave(community=community, user=lead)
    assert community.memberships.filter(user=lead).exists()


def test_a_member_joins_by_the_button_and_sees_it(client):
    make_home()
    community, user = make_community(), make_user()
    signed_in(client, user)
    response = client.post(reverse("communities:join", args=[community.slug]), follow=True)
    assert "You are a member of Flow guild" in response.content.decode()
    assert community.memberships.filter(user=user).exists()


def test_joining_needs_a_post_and_an_account(client):
    community = make_community()
    url = reverse("communities:join", args=[community.slug])
    assert client.post(url).status_code == 302
    assert client.get(url).status_code in {302, 405}
    assert not community.memberships.exists()


def test_strangers_and_people_outside_a_closed_community_get_nothing(client):
    make_home()
    community, outsider = make_community("Secretariat"), make_user()
    Community.objects.filter(pk=community.pk).update(audience=Audience.GROUP, audience_group=community.members_group)
    url = community.get_absolute_url()
    assert client.get(url).status_code == 404
    signed_in(client, outsider)
    assert client.get(url).status_code == 404
    assert client.post(reverse("communities:join", args=[community.slug])).status_code == 404
    assert "Secretariat" not in client.get("/communities/").content.decode()
    join(community=community, user=outsider)
    assert client.get(url).status_code == 200


def test_the_page_lists_practices_with_their_evidence(client):
    make_home()
    practice = make_practice("Pull, do not push")
    community = make_community(practices=[practice])
    signed_in(client, make_user())
    page = client.get(community.get_absolute_url()).content.decode()
    assert "Pull, do not push" in page
    assert "No shared evidence yet" in page


@pytest.mark.parametrize("path", ["/communities/", "page"])
def test_queries_do_not_grow_with_rows(client, path):
    make_home()
    community = make_community(practices=[make_practice()])
    join(community=community, user=make_user())
    signed_in(client, make_user())
    url = community.get_absolute_url() if path == "page" else path
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for _ in range(2):
        join(community=community, user=make_user())
        community.practices.add(make_practice())
        make_community()
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(few) <= 30


def test_leads_of_a_community_review_what_is_written_about_its_practices():
    """Also when the practice's page is published again later."""
    practice, cared_for = make_practice(), make_practice("Pull, do not push")
    first = make_community(practices=[practice, cared_for])
    second = make_community(practices=[practice])
    lead, member = make_user(), make_user()
    join(community=first, user=lead, role="lead")
    join(community=first, user=member)
    assert set(first.editors_group.user_set.all()) == {lead}
    practice.refresh_from_db()
    assert practice.review_group == first.editors_group != second.editors_group
    practice.get_latest_revision().publish()
    practice.refresh_from_db()
    assert practice.review_group == first.editors_group
    join(community=first, user=make_user(), role="lead")
    leave(community=first, user=lead)
    assert lead not in first.editors_group.user_set.all()
