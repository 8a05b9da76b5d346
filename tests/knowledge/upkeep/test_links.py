"""Links into nowhere are never published, whichever way a page comes; those that break later are told to owners."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.images import get_image_model

from knowledge.backlinks import backlinks
from knowledge.exceptions import KnowledgeError
from knowledge.link_checks import canonicalise, links_of, lost_links, publishing_errors
from knowledge.models import PracticePage, Upkeep
from knowledge.pages import publish_guide
from knowledge.services import check_links
from people.audiences import Audience
from search.services import catch_up
from tests.factories import make_practice, make_project, make_section, make_team
from tests.knowledge.makers import make_guide


def problems(page):
    return dict(publishing_errors(page))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("See [the other page](page:99999).", "the other page"),
        ("See [a heading](page:99999#s-one).", "a heading"),
        ("![A pump](image:99999)", "A pump"),
        ("Read [the file](file:99999).", "the file"),
        ("See [this](/knowledge/practices/never-there/).", "this"),
        ("See [that](/knowledge/practices/never-there) too.", "that"),
        ("[by name]: page:99999", "by name"),
        ("See [the draft](/write/drafts/1/).", "the draft"),
        ("Ask [them](/people/nobody/).", "them"),
        ("See [a team](/teams/never-there/).", "a team"),
        ("See [top](/nonsense-top/).", "top"),
        ("Read [the sheet](/media/nope.pdf).", "the sheet"),
        ("Read [up there](/media/../settings.py).", "up there"),
        ("See [half a name](page:abc).", "half a name"),
        ("See [below](#s-nothing).", "below"),
    ],
)
def test_a_page_is_not_published_with_a_link_into_nowhere(page, text, words):
    page.how_to = text
    assert words in problems(page)["how_to"][0]
    revision = page.save_revision()
    with pytest.raises(ValidationError) as refused:
        revision.publish()
    assert words in str(refused.value.message_dict["how_to"])
    assert PracticePage.objects.get(pk=page.pk).how_to == ""


@pytest.mark.parametrize(
    "text",
    [
        "Nothing at all.",
        "`[not a link](page:99999)`",
        "```\n[not a link](page:99999)\n```",
        "~~~\n[not a link](page:99999)\n~~~",
        "[elsewhere](https://example.com/knowledge/practices/never-there/)",
        "[mail](mailto:somebody@example.com) [other](//example.com/knowledge/x/)",
        "[a list](/retrospectives/) and [nothing]()",
        "### One\n\nBack to [the heading](#s-one) of [this section](#s-how-to-try-it).",
        "page:99999 and (page:99999)",
    ],
)
def test_what_is_no_link_of_ours_is_no_problem(page, text):
    page.how_to = text
    assert problems(page) == {}


def test_a_link_to_what_has_a_page_of_its_own_is_kept(page):
    team, project = make_team(), make_project()
    catch_up()
    page.how_to = f"[They]({team.get_absolute_url()}) did it on [this]({project.get_absolute_url()}?tab=1#s-x)."
    assert problems(page) == {}


def test_a_practice_cannot_both_need_another_and_conflict_with_it(page):
    other = make_practice("Say who decides")
    page.needs = [other]
    page.conflicts_with = [other]
    assert "Say who decides" in problems(page)["conflicts_with"][0]
    page.conflicts_with = []
    assert problems(page) == {}


def test_a_link_to_a_draft_or_an_unpublished_page_is_refused(page):
    other = make_practice("Pull")
    page.how_to = f"See [pulling](page:{other.pk})."
    assert problems(page) == {}
    other.unpublish()
    assert "pulling" in problems(page)["how_to"][0]


def test_a_page_may_link_to_itself_before_it_is_published(db):
    page = PracticePage(title="Self", slug="self", summary="It.", live=False)
    make_section().add_child(instance=page)
    page.how_to = f"See [below](page:{page.pk}#s-problem)."
    page.save_revision().publish()
    assert PracticePage.objects.get(pk=page.pk).live


def test_links_and_pictures_in_blocks_of_the_body_count(page):
    page.body = [("text", '<p><a linktype="page" id="99999">gone</a></p>'), ("markdown", "[lost](page:88888)")]
    messages = problems(page)["body"]
    assert len(messages) == 2
    assert "lost" in messages[0]


def test_commands_get_a_refusal_in_words(db):
    with pytest.raises(KnowledgeError) as refused:
        publish_guide(
            section=make_section("guides"), slug="new", title="New", summary="It.", body="[words](page:99999)"
        )
    assert "words" in refused.value.errors["body"]


def test_addresses_of_pages_become_references_that_survive_a_move(page):
    other = make_practice("Pull")
    page.how_to = f"[a]({other.url}) [b]({other.url.rstrip('/')}#s-one) `[c]({other.url})` [d](http://x.org{other.url})"
    page.body = [("markdown", f"[e]({other.url})"), ("text", "<p>Text</p>")]
    canonicalise(page)
    assert page.how_to == (
        f"[a](page:{other.pk}) [b](page:{other.pk}#s-one) `[c]({other.url})` [d](http://x.org{other.url})"
    )
    assert page.body[0].value == f"[e](page:{other.pk})"


def test_addresses_with_the_portals_own_name_are_known_too(page, settings):
    other = make_practice("Pull")
    page.how_to = f"[a]({settings.BASE_URL}{other.url})"
    page.save_revision().publish()
    assert PracticePage.objects.get(pk=page.pk).how_to == f"[a](page:{other.pk})"


def test_a_query_in_an_address_keeps_it_as_it_is(page):
    listing = page.get_parent().url
    page.how_to = f"[a]({listing}?topic=flow)"
    canonicalise(page)
    assert page.how_to == f"[a]({listing}?topic=flow)"
    assert problems(page) == {}


def test_long_text_of_awkward_signs_takes_no_time(page):
    for text in ("[" * 25_000, "`" * 49_000, "[a](" * 12_000, "` " * 24_000, "[a]: " * 10_000, "![](" * 12_000):
        page.how_to = text
        assert links_of(page) == []


def test_a_practice_cannot_need_itself(page):
    page.needs = [page]
    page.supports = [page]
    assert set(problems(page)) == {"needs", "supports"}


def test_practices_cannot_need_each_other_in_a_circle(page):
    first = make_practice("First")
    second = make_practice("Second", needs=[first])
    first.needs = [page]
    first.save_revision().publish()
    page.needs = [second]
    assert problems(page)["needs"] == [
        "These practices would need each other in a circle: "
        "“Limit work in progress” → “Second” → “First” → “Limit work in progress”."
    ]
    with pytest.raises(ValidationError):
        page.save_revision().publish()
    page.needs = [first]
    first.needs = []
    first.save_revision().publish()
    assert problems(page) == {}


def test_a_circle_elsewhere_and_long_chains_do_not_disturb(page, django_assert_max_num_queries):
    chain = [make_practice(f"Practice {number}") for number in range(12)]
    through = PracticePage.needs.through.objects
    through.bulk_create(
        through.model(from_practicepage_id=one.pk, to_practicepage_id=two.pk)
        for one, two in zip(chain, [*chain[1:], chain[0]], strict=True)
    )
    page.needs = [chain[0]]
    with django_assert_max_num_queries(4):
        assert problems(page) == {}


def test_the_cms_shows_the_problem_beside_the_field_and_keeps_drafts(client, editor, page):
    editor.is_superuser = editor.is_staff = True
    editor.save()
    client.force_login(editor)
    form = PracticePage.get_edit_handler().get_form_class()
    values = {"title": page.title, "slug": page.slug, "summary": page.summary, "how_to": "[words](page:99999)"}
    counts = {"body-count": "0", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    publishing = form({**values, **counts}, instance=page, for_user=editor)
    assert not publishing.is_valid()
    assert "words" in publishing.errors["how_to"][0]
    drafting = form({**values, **counts}, instance=PracticePage.objects.get(pk=page.pk), for_user=editor)
    drafting.defer_required_fields()
    assert drafting.is_valid(), drafting.errors
    circle = form({**values, **counts, "how_to": "", "needs": [page.pk]}, instance=page, for_user=editor)
    assert not circle.is_valid()
    assert "needs" in circle.errors


class TestBrokenLater:
    @pytest.fixture
    def guide(self, page, owner):
        return make_guide("How we began", author=owner, body=f"See [the limit](page:{page.pk}).")

    def broken(self, guide):
        return Upkeep.objects.get(page=guide).broken_links

    def test_unpublishing_the_target_is_noticed_and_publishing_mends_it(self, committed, guide, page):
        assert self.broken(guide) == []
        with committed():
            page.unpublish()
        assert "the limit" in self.broken(guide)[0]
        with committed():
            page.save_revision().publish()
        assert self.broken(guide) == []

    def test_deleting_the_target_is_noticed(self, committed, guide, page):
        with committed():
            page.delete()
        assert "the limit" in self.broken(guide)[0]

    def test_the_daily_look_finds_what_no_signal_told(self, guide):
        get_image_model().objects.all().delete()
        type(guide).objects.filter(pk=guide.pk).update(body='[{"type": "markdown", "value": "![x](image:5)"}]')
        assert check_links() == 1
        assert self.broken(guide) == ["The picture “x” is not there any more."]
        assert check_links() == 1

    def test_publishing_something_else_on_the_page_names_the_old_link(self, guide, page):
        page.unpublish()
        guide.refresh_from_db()
        with pytest.raises(ValidationError):
            guide.save_revision().publish()


class TestBacklinks:
    def test_pages_that_refer_here_as_far_as_the_reader_may_see(self, page, reader, owner):
        text = f"See [the limit](page:{page.pk})."
        make_guide("For everyone", body=text)
        make_guide("For members", body=text, audience=Audience.MEMBERS)
        from django.contrib.auth.models import AnonymousUser

        assert [each.title for each in backlinks(page, reader).pages] == ["For everyone", "For members"]
        assert [each.title for each in backlinks(page, AnonymousUser()).pages] == ["For everyone"]

    def test_what_stands_beside_the_text_already_is_not_repeated(self, page, reader):
        make_practice("Needs it", needs=[page])
        make_guide("About it", practices=[page])
        assert backlinks(page, reader).pages == []

    def test_the_page_shows_a_few_and_how_many_more_in_constant_queries(
        self, client, page, reader, django_assert_max_num_queries
    ):
        for number in range(10):
            make_guide(f"Guide {number:02}", body=f"See [the limit](page:{page.pk}).")
        with django_assert_max_num_queries(6):
            found = backlinks(page, reader)
        assert (len(found.pages), found.more) == (8, 2)
        content = client.get(page.url).content.decode()
        assert "and 2 more" in content
        assert "Guide 07" in content
        assert "Guide 08" not in content

    def test_a_link_that_was_taken_out_is_gone(self, page, reader):
        guide = make_guide("Was about it", body=f"See [the limit](page:{page.pk}).")
        guide.body = [("markdown", "Nothing.")]
        guide.save_revision().publish()
        assert backlinks(page, reader).pages == []


def test_lost_links_ask_a_constant_number_of_questions(page, django_assert_max_num_queries):
    others = [make_practice(f"Practice {number}") for number in range(5)]
    page.how_to = " ".join(f"[x](page:{other.pk}) [y]({other.url}) ![z](image:1) [f](file:2)" for other in others)
    with django_assert_max_num_queries(6):
        assert len(lost_links(page)) == 2
