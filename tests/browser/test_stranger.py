"""What a team keeps to itself is nowhere to be found: by strangers, by members of other teams, by administrators."""

import re
from urllib.parse import quote, urljoin, urlsplit

import pytest
from playwright.sync_api import expect

# Retrospectives that only their team and its coach may read: the address, a word that stands in no other text of the
# demo, and someone of the team.
KEPT = [
    ("billing-portal-direct-debit-date", "snarrowgate", "amara.osei"),
    ("contact-desk-the-queue-times-story", "zaggleworth", "elif.sahin"),
    ("customer-onboarding-after-the-reorganisation", "pimblestone", "ngozi.eze"),
    ("meter-app-who-signs-for-berlin", "kwellenstaub", "ifeoma.nwosu"),
    ("works-orders-tests-nobody-believes", "fettlecrake", "manoj.pillai"),
]
# Rosa is in team Dipper, which wrote none of these; Grace leads the PMO and Ines administers, and both are in no team.
READERS = [None, "rosa.gimenez", "grace.whitlock", "admin"]
CRAWLERS = [None, "rosa.gimenez", "admin"]
JOIN = "meet.example.org"
MEMBERS_EVENT = "slicing-with-field-crews"
LINK = re.compile(r'href="([^"#]+)"')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
UNHEARD = "qqzzxxnever"
SKIPPED = ("/static/", "/theme/", "/media/", "/cms/", "/accounts/", "/styleguide/", "/documents/", "/calendar/")
ENOUGH_PAGES = 60


def leaks(text):
    """The words and addresses of kept retrospectives that stand in a text, whatever their case."""
    text = text.lower()
    return [word for slug, word, _ in KEPT for word in (slug, word) if word in text]


def crawl(reader):
    """(path, text) of every page that links lead to from the home page, without changing anything.

    Of the queries in links only pages of lists and practices are followed: filters show parts of what the lists show.
    """
    seen, waiting = {"/"}, ["/", "/retrospectives/", "/events/past/", "/events/calendar.ics", "/sitemap.xml"]
    while waiting:
        path = waiting.pop()
        answer = reader.fetch(path)
        text = answer.text() if answer.ok else ""
        yield path, text
        for found in LINK.findall(text):
            address = urlsplit(urljoin(f"{reader.portal}{path}", found.replace("&amp;", "&")))
            link = address.path + (f"?{address.query}" if address.query.startswith(("page=", "practice=")) else "")
            if reader.portal.endswith(address.netloc) and link not in seen and not link.startswith(SKIPPED):
                seen.add(link)
                waiting.append(link)


@pytest.mark.parametrize("username", CRAWLERS)
def test_no_page_that_links_lead_to_tells_what_a_team_keeps_to_itself(visitor, username):
    """Pages, lists, teams, people, projects, practices, feeds and the sitemap, as far as links lead."""
    pages = dict(crawl(visitor(username)))
    assert len(pages) > ENOUGH_PAGES
    assert {path: leaks(text) for path, text in pages.items() if leaks(text)} == {}


@pytest.mark.parametrize("username", READERS)
def test_the_address_of_what_a_team_keeps_to_itself_opens_nothing(visitor, username):
    """Retrospectives, their forms, assessments and laps answer as if there were none."""
    reader = visitor(username)
    paths = [f"/retrospectives/{slug}/{more}" for slug, _, _ in KEPT for more in ("", "edit/")]
    paths += ["/assess/kestrel/3/", "/assess/dipper/2/take/" if username != "rosa.gimenez" else "/assess/heron/1/take/"]
    for path in paths:
        answer = reader.fetch(path)
        if username:
            assert answer.status == 404, path
        else:
            assert urlsplit(answer.url).path == "/accounts/login/", path
        told = leaks(answer.text().replace(path, "").replace(quote(path, safe=""), "").replace(quote(path), ""))
        assert told == [], path
    for path in ("/retrospectives/nothing-of-this-name/", "/assess/nobody/1/"):
        answer = reader.fetch(path)
        assert (answer.status, urlsplit(answer.url).path) == ((404, path) if username else (200, "/accounts/login/"))


@pytest.mark.parametrize("username", READERS)
def test_search_neither_finds_nor_counts_it(visitor, username):
    """No hit, no count, no facet, no suggestion: the answer is that of a word that nobody ever wrote."""
    reader = visitor(username)
    for slug, word, _ in KEPT:
        finds_nothing(reader, slug, word)


def finds_nothing(reader, slug, word):
    for address in ("/search/?q={}", "/search/?q={}&kind=retrospective", "/search/suggest/?q={}"):
        found = reader.fetch(address.format(word)).text()
        nothing = reader.fetch(address.format(UNHEARD)).text()
        assert TOKEN.sub("", found).replace(word, "") == TOKEN.sub("", nothing).replace(UNHEARD, "")
    for typed in (word[:6], *slug.split("-")[:2], "the"):
        assert slug not in reader.fetch(f"/search/suggest/?q={typed}").text()


@pytest.mark.parametrize(("slug", "word", "member"), KEPT)
def test_its_own_team_reads_and_finds_it(visitor, slug, word, member):
    """Without this, the tests above could pass on a portal that has lost everything."""
    reader = visitor(member)
    assert reader.go(f"/retrospectives/{slug}/") == 200
    assert word in reader.page.content().lower()
    reader.go(f"/search/?q={word}")
    expect(reader.page.locator(f'main article a[href="/retrospectives/{slug}/"]')).to_be_visible()
    others = [other for other, _, _ in KEPT if other != slug]
    assert [reader.fetch(f"/retrospectives/{other}/").status for other in others] == [404] * len(others)


def test_evidence_counts_only_what_its_reader_may_read(visitor):
    """Heron's use of a practice, kept to the team, is a notch for Heron and for nobody else."""
    practice = "/knowledge/practices/look-back-and-change-one-thing/"
    elif_ = visitor("elif.sahin")
    elif_.go(practice)
    evidence = elif_.page.get_by_role("region", name="Evidence")
    expect(evidence).to_contain_text("helped 1")
    expect(evidence).to_contain_text("hurt 1")
    for username in READERS:
        reader = visitor(username)
        reader.go(practice)
        evidence = reader.page.get_by_role("region", name="Evidence")
        expect(evidence).to_contain_text("helped 1" if username else "No shared evidence yet")
        expect(evidence).not_to_contain_text("hurt 1")
        expect(evidence.get_by_role("link", name="Hurt:")).to_have_count(0)
        reader.go("/knowledge/practices/")
        listed = reader.page.get_by_role("article").filter(has_text="Look back and change one thing")
        expect(listed).not_to_contain_text("hurt")


def test_a_look_back_kept_to_the_team_stays_hidden_on_a_lap_that_others_may_read(visitor):
    """Its title stands on the lap for the team; others see that lap, the project, the practice and the news without."""
    aoife = visitor("aoife.brennan")
    page = aoife.page
    aoife.go("/retrospectives/new/?team=heron&lap=3")
    page.get_by_role("textbox", name="Title").fill("Contact desk: the hoopoe hour")
    page.get_by_role("group", name="Practice 1").get_by_label("What it did").select_option(label="Hurt")
    page.get_by_role("button", name="Save the retrospective").click()
    expect(page.get_by_role("main")).to_contain_text("Your retrospective is saved")
    assert "hoopoe" in visitor("elif.sahin").fetch("/laps/heron/3/").text()
    for username in READERS[1:]:
        reader = visitor(username)
        assert reader.fetch("/laps/heron/3/").status == 200
        places = [
            "/laps/heron/3/",
            "/teams/heron/",
            "/projects/contact-desk/",
            "/notifications/",
            "/",
            "/retrospectives/",
        ]
        for path in [*places, "/knowledge/practices/talk-to-a-user-every-week/", "/search/suggest/?q=contact"]:
            assert "hoopoe" not in reader.fetch(path).text(), path


def test_people_teams_and_their_laps_are_for_those_who_sign_in(visitor):
    """A stranger is asked to sign in."""
    stranger = visitor()
    paths = ["/people/", "/people/amara-osei/", "/teams/", "/teams/kestrel/", "/laps/kestrel/3/", "/insights/"]
    for path in [*paths, "/notifications/", "/settings/", "/events/mine/", "/cms/"]:
        assert urlsplit(stranger.fetch(path).url).path == "/accounts/login/", path


def test_a_stranger_finds_no_people_by_search(visitor):
    """Neither as hits nor as a kind to filter by."""
    text = visitor().fetch("/search/?q=amara").text()
    assert "/people/" not in text
    assert "/teams/" not in text


def test_an_event_for_members_is_no_strangers_business(visitor):
    """Its page and feed do not exist for a stranger; it stands in no list, calendar, search or sitemap of theirs."""
    stranger = visitor()
    for path in (f"/events/{MEMBERS_EVENT}/", f"/events/{MEMBERS_EVENT}/calendar.ics"):
        assert stranger.fetch(path).status == 404
    for path in ("/events/", "/events/calendar.ics", "/search/?q=slicing", "/sitemap.xml", "/"):
        text = stranger.fetch(path).text()
        assert MEMBERS_EVENT not in text, path
        assert "Slicing stories with field crews" not in text, path
    assert "running-a-board" in stranger.fetch("/events/calendar.ics").text()
    assert visitor("amara.osei").fetch(f"/events/{MEMBERS_EVENT}/").status == 200
    # The public calendar is given away, so it is the same whoever asks.
    assert MEMBERS_EVENT not in visitor("amara.osei").fetch("/events/calendar.ics").text()


def test_join_links_are_for_those_who_are_registered(visitor):
    """Neither pages nor feeds give the link to others; search does not find it."""
    public, members = "/events/when-a-limit-breaks/", "/events/what-heron-dropped/"
    amara = visitor("amara.osei")
    assert JOIN in amara.fetch(public).text()
    assert JOIN in amara.fetch(members).text()
    for username in (None, "takumi.ishikawa"):
        reader = visitor(username)
        paths = [public, f"{public}calendar.ics", "/events/", "/events/calendar.ics", "/search/?q=limit"]
        paths += [members, f"{members}calendar.ics", "/events/mine/"] if username else []
        for path in paths:
            answer = reader.fetch(path)
            assert answer.status == 200, path
            assert JOIN not in answer.text(), path
    assert JOIN not in amara.fetch(f"{public}calendar.ics").text()


@pytest.mark.parametrize("token", ["nobodys-token", "0" * 43, "%00", "a" * 500])
def test_a_private_calendar_needs_its_token(visitor, token):
    """A wrong address tells nothing, not even that it is wrong."""
    assert visitor().fetch(f"/calendar/{token}.ics").status == 404
