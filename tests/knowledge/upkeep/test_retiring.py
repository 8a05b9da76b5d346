"""Retired pages: where their address leads, who sees what, who is told, and that they are found nowhere."""

import pytest
from wagtail.models import PageViewRestriction

from knowledge.exceptions import KnowledgeError
from knowledge.models import Upkeep
from knowledge.services import bring_back, retire
from people.models import Notification
from people.services import follow
from search.models import Document
from search.services import search
from tests.factories import make_practice
from tests.knowledge.makers import make_guide


@pytest.fixture(autouse=True)
def index_folder(settings, tmp_path):
    backends = settings.WAGTAILSEARCH_BACKENDS
    settings.WAGTAILSEARCH_BACKENDS = {**backends, "portal": {**backends["portal"], "PATH": tmp_path / "index"}}


@pytest.fixture
def successor(owner):
    return make_practice("Pull, do not push", steward=owner)


def members_only(page):
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def test_its_address_leads_to_the_successor_also_for_strangers(client, upkeep, owner, successor):
    retire(upkeep=upkeep, by=owner, because="The other one says it better.", successor=successor)
    response = client.get(upkeep.page.url)
    assert response.status_code == 301
    assert response["Location"].endswith(successor.url)
    assert "no-cache" in response["Cache-Control"]


def test_a_stranger_learns_nothing_of_a_successor_for_members(client, upkeep, owner, reader, successor):
    members_only(successor)
    retire(upkeep=upkeep, by=owner, because="The other one says it better.", successor=successor)
    response = client.get(upkeep.page.url)
    assert response.status_code == 200
    assert "Retired on 1 March 2027" in response.content.decode()
    assert successor.title not in response.content.decode()
    client.force_login(reader)
    assert client.get(upkeep.page.url).status_code == 301


def test_the_way_through_several_successors_is_one_step(client, upkeep, owner, successor):
    last = make_practice("Finish together")
    retire(upkeep=upkeep, by=owner, because="Better there.", successor=successor)
    retire(upkeep=Upkeep.objects.get(page=successor), by=owner, because="Better there.", successor=last)
    assert client.get(upkeep.page.url)["Location"].endswith(last.url)


def test_without_a_successor_it_stays_readable_with_the_reason(client, upkeep, owner):
    retire(upkeep=upkeep, by=owner, because="Nobody <b>does</b> it.")
    content = client.get(upkeep.page.url).content.decode()
    assert "Nobody &lt;b&gt;does&lt;/b&gt; it." in content


def test_it_leaves_lists_and_search_until_it_is_brought_back(client, committed, upkeep, owner, reader):
    client.force_login(reader)
    listing = upkeep.page.get_parent().url
    with committed():
        upkeep.page.specific.save_revision(user=owner).publish()
    assert search("progress", reader).total == 1
    with committed():
        retire(upkeep=upkeep, by=owner, because="Nobody does it.")
    assert search("progress", reader).total == 0
    assert not Document.objects.filter(title=upkeep.page.title).exists()
    assert upkeep.page.title not in client.get(listing).content.decode()
    assert upkeep.page.url not in client.get("/sitemap.xml").content.decode()
    with committed():
        bring_back(upkeep=upkeep, by=owner)
    assert search("progress", reader).total == 1
    assert upkeep.page.title in client.get(listing).content.decode()


def test_a_successor_must_be_another_published_page_in_use(upkeep, owner, successor):
    draft = make_practice("Draft")
    draft.unpublish()
    retire(upkeep=Upkeep.objects.get(page=successor), by=owner, because="Old.")
    for page in (upkeep.page, draft, successor):
        page.refresh_from_db()
        with pytest.raises(KnowledgeError) as refused:
            retire(upkeep=upkeep, by=owner, because="Old.", successor=page)
        assert "successor" in refused.value.errors
    upkeep.refresh_from_db()
    assert upkeep.retired_on is None


def test_no_reason_is_refused_and_twice_too(upkeep, owner):
    with pytest.raises(KnowledgeError):
        retire(upkeep=upkeep, by=owner, because="  ")
    retire(upkeep=upkeep, by=owner, because="Old.")
    with pytest.raises(KnowledgeError):
        retire(upkeep=upkeep, by=owner, because="Old.")


def test_followers_and_owners_of_pages_that_refer_to_it_are_told(committed, upkeep, owner, reader, editor):
    guide = make_guide("How we began", author=editor, body=f"See [the limit](page:{upkeep.page_id}).")
    follow(user=reader, target=upkeep.page.specific)
    with committed():
        retire(upkeep=upkeep, by=owner, because="Old.")
    assert Notification.objects.get(user=reader).kind == "page-updated"
    told = Notification.objects.get(user=editor)
    assert told.kind == "link-retired"
    assert "How we began" in told.text
    assert not Notification.objects.filter(user=owner).exists()
    assert "“the limit” leads to a page that is retired." in Upkeep.objects.get(page=guide).broken_links
    with committed():
        bring_back(upkeep=Upkeep.objects.get(pk=upkeep.pk), by=owner)
    assert Upkeep.objects.get(page=guide).broken_links == []


def test_before_it_is_retired_the_owner_sees_what_refers_to_it(client, upkeep, owner):
    make_guide("How we began", body=f"See [the limit](page:{upkeep.page_id}).")
    client.force_login(owner)
    content = client.get(f"/upkeep/{upkeep.page_id}/retire/").content.decode()
    assert "How we began" in content


def test_the_form_keeps_what_was_typed_and_names_what_is_missing(client, upkeep, owner, successor):
    client.force_login(owner)
    url = f"/upkeep/{upkeep.page_id}/retire/"
    assert "This field is required" in client.post(url, {"because": ""}).content.decode()
    content = client.post(url, {"because": "It is old.", "successor": "999999999999"}).content.decode()
    assert "It is old." in content
    response = client.post(url, {"because": "It is old.", "successor": successor.pk})
    assert response.status_code == 302
    upkeep.refresh_from_db()
    assert upkeep.successor_id == successor.pk


def test_practices_that_name_it_are_listed_before_and_told_after_and_name_it_no_longer(
    client, committed, upkeep, owner, reader
):
    """Relations lead to a retired page as links do."""
    other = make_practice("Say who decides", steward=reader)
    other.needs = [upkeep.page.specific]
    other.save_revision().publish()
    client.force_login(owner)
    assert "Say who decides" in client.get(f"/upkeep/{upkeep.page_id}/retire/").content.decode()
    assert upkeep.page.title in client.get(other.url).content.decode()
    with committed():
        retire(upkeep=upkeep, by=owner, because="Nobody does it.")
    assert Notification.objects.filter(user=reader, kind="link-retired").count() == 1
    assert upkeep.page.title not in client.get(other.url).content.decode()
