"""Evidence counts projects, not retrospectives, and only what the reader may see."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from knowledge.evidence import EvidenceStrip, Mark, evidence_counts, evidence_for, evidence_for_many
from knowledge.models import Outcome, PracticeUse, Retrospective
from knowledge.services import share_retrospective, update_retrospective
from people.audiences import Audience, is_visible
from tests.factories import make_practice, make_project, make_team, make_user
from tests.knowledge.makers import make_retrospective

pytestmark = pytest.mark.django_db


def mark(outcome, department="", when=date(2026, 1, 5)):
    return Mark(outcome, "Project", when, "/", "Title", "", "Team", department)


def test_one_project_is_one_notch_and_its_latest_retrospective_decides(team, practice, outsider):
    project = make_project("Billing portal")
    for day, outcome in [(2, "hurt"), (9, "mixed"), (5, "helped")]:
        make_retrospective(
            team, [(practice, outcome)], held_on=date(2026, 3, day), project=project, audience=Audience.MEMBERS
        )
    strip = evidence_for(practice, outsider)
    assert (strip.total, strip.mixed, strip.helped, strip.hurt) == (1, 1, 0, 0)
    assert strip.marks[0].label == "Billing portal"


def test_on_one_day_the_later_written_retrospective_counts(team, practice, outsider):
    project = make_project()
    make_retrospective(team, [(practice, "hurt")], project=project, audience=Audience.MEMBERS)
    make_retrospective(team, [(practice, "helped")], project=project, audience=Audience.MEMBERS)
    assert [m.outcome for m in evidence_for(practice, outsider).marks] == ["helped"]


def test_a_retrospective_without_a_project_stands_for_itself(team, practice, member):
    make_retrospective(team, [(practice, "helped")])
    make_retrospective(team, [(practice, "hurt")])
    assert evidence_for(practice, member).total == 2


def test_what_a_team_kept_for_itself_counts_for_nobody_else(team, practice, member, outsider):
    project = make_project()
    make_retrospective(team, [(practice, "hurt")], project=project)
    assert evidence_for(practice, member).hurt == 1
    administrator = make_user()
    administrator.is_superuser = True
    for reader in (outsider, AnonymousUser(), administrator):
        strip = evidence_for(practice, reader)
        assert (strip.total, strip.marks, strip.sentence) == (0, [], "No shared evidence yet.")
        assert practice.pk not in evidence_counts(reader)


def test_a_later_team_only_retrospective_does_not_hide_the_shared_one(team, practice, member, outsider):
    project = make_project()
    make_retrospective(team, [(practice, "helped")], project=project, audience=Audience.MEMBERS)
    make_retrospective(team, [(practice, "hurt")], project=project, held_on=date(2026, 4, 1))
    assert evidence_for(practice, outsider).helped == 1
    assert evidence_for(practice, member).hurt == 1


def test_sharing_and_withdrawing_changes_the_count_at_once(team, practice, outsider):
    retrospective = make_retrospective(team, [(practice, "helped")], audience=Audience.MEMBERS)
    share_retrospective(retrospective=retrospective, audience=Audience.GROUP)
    assert evidence_for(practice, outsider).total == 0
    share_retrospective(retrospective=retrospective, audience=Audience.PUBLIC)
    assert evidence_for(practice, AnonymousUser()).total == 1
    update_retrospective(retrospective=retrospective, title="T", held_on=retrospective.held_on, practices=[])
    assert evidence_for(practice, AnonymousUser()).total == 0


def test_a_project_that_the_reader_may_not_see_counts_but_is_not_named(team, practice, outsider):
    project = make_project("Secret merger", audience=Audience.GROUP, audience_group=team.group)
    make_retrospective(team, [(practice, "helped")], project=project, audience=Audience.MEMBERS, title="We tried it")
    assert [m.label for m in evidence_for(practice, outsider).marks] == ["We tried it"]


def test_notches_counts_and_sources_agree(practice, outsider):
    teams = [make_team(name) for name in ("Dunlin", "Tern", "Teal")]
    other = make_practice("Finish together")
    projects = [make_project(name) for name in ("One", "Two")]
    audiences = [Audience.MEMBERS, Audience.GROUP, Audience.PUBLIC]
    for n in range(18):
        make_retrospective(
            teams[n % 3],
            [((practice, other)[n % 2], Outcome.values[n % 3])],
            held_on=date(2025, 1, 1) + timedelta(days=n * 11 % 97),
            project=[*projects, None][n % 3],
            audience=audiences[n * 7 % 3],
        )
    for reader in (outsider, AnonymousUser(), make_user(team=teams[0])):
        strips = evidence_for_many([practice, other], reader)
        counts = evidence_counts(reader)
        for page in (practice, other):
            latest = {}
            for use in PracticeUse.objects.filter(practice=page).select_related("retrospective"):
                told = use.retrospective
                if is_visible(told.audience, told.audience_group_id, reader):
                    key = told.project_id or f"alone {told.pk}"
                    latest[key] = max(latest.get(key, (date.min, 0, "")), (told.held_on, told.pk, use.outcome))
            expected = sorted(outcome for _day, _pk, outcome in latest.values())
            assert sorted(m.outcome for m in strips[page.pk].marks) == expected
            if expected:
                assert counts[page.pk].total == len(expected)
                assert counts[page.pk].helped == expected.count("helped")


def test_many_practices_take_one_query(team, member, django_assert_num_queries):
    practices = [make_practice(f"Practice {n}") for n in range(3)]
    for page in practices:
        make_retrospective(team, [(page, "helped")])
    assert member.group_ids
    with django_assert_num_queries(1):
        assert len(evidence_for_many(practices, member)) == 3
    with django_assert_num_queries(1):
        evidence_for_many(practices[:1], member)
    with django_assert_num_queries(0):
        assert evidence_for_many([], member) == {}


def test_the_newest_24_are_notches_and_the_rest_a_count():
    notches = [mark("hurt"), mark("helped"), *[mark("helped", when=date(2026, 2, 2))] * 24]
    strip = EvidenceStrip(notches)
    assert len(strip.marks) == 24
    assert (strip.total, strip.earlier_total, strip.earlier_helped) == (26, 2, 1)
    assert strip.years == [("2026", 24)]


def test_the_sentence_says_only_what_happened():
    assert EvidenceStrip([mark("helped")] * 6 + [mark("mixed")] * 2 + [mark("hurt")]).sentence == (
        "Tried in 9 projects: helped 6, mixed 2, hurt 1."
    )
    assert EvidenceStrip([mark("hurt")]).sentence == "Tried in 1 project: hurt 1."


@pytest.mark.parametrize(
    ("notches", "pips", "words"),
    [
        ([], 0, ""),
        ([mark("helped", "A"), mark("helped", "B")], 0, "not yet"),
        ([mark("helped", "A"), mark("mixed", "A"), mark("hurt", "A")], 1, "a little"),
        ([mark("helped", "A")] * 3, 2, "somewhat"),
        ([mark("helped", d) for d in "ABCABC"] + [mark("mixed")] * 2 + [mark("hurt")], 3, "fairly"),
        ([mark("helped", d) for d in "ABCABC"], 4, "very"),
    ],
)
def test_how_sure_rests_on_projects_departments_and_agreement(notches, pips, words):
    strip = EvidenceStrip(notches)
    assert (strip.sure_pips, strip.sure_words) == (pips, words)
    assert strip.too_few == (len(notches) < 3)


def test_evidence_outlives_the_page_it_is_about(team, practice):
    retrospective = make_retrospective(team, [(practice, "helped")])
    practice.delete()
    use = Retrospective.objects.get(pk=retrospective.pk).practice_uses.get()
    assert (use.practice, use.practice_title) == (None, "Limit work in progress")
