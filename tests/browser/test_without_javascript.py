"""The portal with JavaScript switched off: reading, filtering, searching, learning, registering and writing."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

SHEET = "/retrospectives/new/"


@pytest.fixture
def plain(visitor):
    """Makes visitors whose browser runs no script."""

    def make(username=None, **context):
        return visitor(username, java_script_enabled=False, **context)

    return make


def test_signing_in_and_out(plain):
    """The form of signing in, its refusal, and signing out."""
    stranger = plain()
    page = stranger.page
    stranger.go("/accounts/login/")
    page.get_by_label("E-mail").first.fill("leilani.kahale@northmoor.example")
    page.get_by_label("Password", exact=True).fill("not the password")
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert").first).to_be_visible()
    expect(page.get_by_label("E-mail").first).to_have_value("leilani.kahale@northmoor.example")
    stranger.sign_in("leilani.kahale")
    expect(page.get_by_role("heading", name="My week", level=1)).to_be_visible()
    stranger.go("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    stranger.go("/")
    expect(page.get_by_role("banner").get_by_role("link", name="Sign in")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_practices_are_filtered_by_a_button(plain, width):
    """Filters are a form, folded away on a phone; what is on is shown, and can be taken away by a link."""
    stranger = plain(viewport={"width": width, "height": 900})
    page = stranger.page
    stranger.go("/knowledge/practices/")
    expect(page.get_by_role("main").get_by_role("article")).to_have_count(18)
    if width == 390:
        page.get_by_text("Filters", exact=True).click()
    page.get_by_role("radio", name="Flow of work").check()
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile(r"topic=flow"))
    expect(page.get_by_role("main").get_by_role("article")).to_have_count(4)
    page.get_by_role("link", name=re.compile("Flow of work")).first.click()
    expect(page.get_by_role("main").get_by_role("article")).to_have_count(18)


def test_search_is_a_page(plain):
    """The search of the header is a link to a form that works alone."""
    stranger = plain()
    page = stranger.page
    stranger.go("/")
    page.get_by_role("banner").get_by_role("link", name=re.compile("Open search")).click()
    page.get_by_role("main").get_by_role("searchbox").fill("limit work")
    page.get_by_role("main").get_by_role("button", name="Search").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Results for “limit work”")
    expect(
        page.get_by_role("heading", level=2).get_by_role("link", name="Limit work in progress", exact=True)
    ).to_be_visible()
    page.get_by_role("checkbox", name="Guides").check()
    page.get_by_role("main").get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("kind=guide"))
    expect(page.get_by_role("main").get_by_role("article").first).to_contain_text("Guide")


def test_a_lesson_is_marked_and_a_quiz_handed_in(plain):
    """Marking leads to the next lesson; a quiz without answers is marked as well, and says what is needed."""
    petr = plain("petr.dvorak")
    page = petr.page
    petr.go("/learn/courses/looking-back-well/an-hour-that-pays/")
    page.get_by_role("button", name="Mark as done").click()
    expect(page).to_have_url(re.compile("facts-before-opinions"))
    petr.go("/learn/courses/looking-back-well/")
    expect(page.get_by_role("region", name="Lessons")).to_contain_text("1 of 4 done")
    petr.go("/courses/looking-back-well/quiz/")
    page.get_by_role("button", name="Hand in my answers").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Not passed yet: 0 of")
    page.get_by_role("link", name="Try again").click()
    expect(page).to_have_url(re.compile("/courses/looking-back-well/quiz/"))


def test_a_person_registers_and_gives_the_place_back(plain):
    """One place, shown under my registrations, and free again after a question."""
    petr = plain("petr.dvorak")
    page = petr.page
    petr.go("/events/definition-of-done-workshop/")
    expect(page.get_by_text("9 of 16 left")).to_be_visible()
    page.get_by_role("radio", name=re.compile("^Me")).check()
    page.get_by_role("button", name="Register").click()
    expect(page.get_by_text("8 of 16 left")).to_be_visible()
    expect(page.get_by_role("region", name="Your place")).to_contain_text("You are registered")
    page.get_by_role("link", name="Give my place back").click()
    page.get_by_role("main").get_by_role("button", name=re.compile("Give .*back")).click()
    petr.go("/events/definition-of-done-workshop/")
    expect(page.get_by_text("9 of 16 left")).to_be_visible()


def test_a_retrospective_is_written_with_a_row_more(plain):
    """A row is added by a button that keeps what was typed; the page shows all of it, for the team alone."""
    gareth = plain("gareth.llewellyn")
    page = gareth.page
    gareth.go(SHEET)
    page.get_by_role("textbox", name="Title").fill("Leak reports: the wallcreeper fortnight")
    page.get_by_label("What went well (optional)").fill("We sat together.\nThe phones were kind.")
    first = page.get_by_role("group", name="Practice 1")
    first.get_by_label("Practice", exact=True).select_option(label="Slice stories thin")
    first.get_by_label("What it did").select_option(label="Helped")
    page.get_by_role("button", name="Add another practice").click()
    expect(page.get_by_role("textbox", name="Title")).to_have_value("Leak reports: the wallcreeper fortnight")
    expect(first.get_by_label("What it did").locator(":checked")).to_have_text("Helped")
    second = page.get_by_role("group", name="Practice 2")
    second.get_by_label("Practice", exact=True).select_option(label="Finish together")
    second.get_by_label("What it did").select_option(label="Mixed")
    page.get_by_role("button", name="Save the retrospective").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Leak reports: the wallcreeper fortnight")
    for text in ("We sat together.", "The phones were kind.", "Slice stories thin", "Finish together"):
        expect(page.get_by_role("main").get_by_text(text).first).to_be_visible()
    gareth.go("/search/?q=wallcreeper")
    expect(page.get_by_role("main").get_by_role("article")).to_have_count(1)


def test_a_refused_retrospective_keeps_what_was_typed(plain):
    """Without a title, dated in the future, and half a practice: each field says what to do, and nothing is written."""
    gareth = plain("gareth.llewellyn")
    page = gareth.page
    gareth.go(SHEET)
    later = (date.today() + timedelta(days=2)).isoformat()
    page.get_by_label("The day you met").fill(later)
    page.get_by_label("In short (optional)").fill("A capercaillie sat on the meter.")
    page.get_by_role("group", name="Practice 1").get_by_label("What it did").select_option(label="Hurt")
    page.get_by_role("button", name="Save the retrospective").click()
    title = page.get_by_role("textbox", name="Title")
    expect(title).to_have_attribute("aria-invalid", "true")
    expect(title).to_have_accessible_description(re.compile("Give it a title that says the result"))
    expect(page.get_by_label("In short (optional)")).to_have_value("A capercaillie sat on the meter.")
    expect(page.get_by_label("The day you met")).to_have_value(later)
    practice = page.get_by_role("group", name="Practice 1")
    expect(practice.get_by_label("What it did").locator(":checked")).to_have_text("Hurt")
    expect(practice.get_by_label("Practice", exact=True)).to_have_accessible_description(
        re.compile("Choose the practice")
    )
    title.fill("Leak reports: the capercaillie")
    practice.get_by_label("Practice", exact=True).select_option(label="Finish together")
    page.get_by_role("button", name="Save the retrospective").click()
    day = page.get_by_label("The day you met")
    expect(day).to_have_attribute("aria-invalid", "true")
    expect(day).to_have_value(later)
    expect(day).not_to_have_accessible_description("")
    gareth.go("/search/?q=capercaillie")
    expect(page.get_by_role("main").get_by_role("article")).to_have_count(0)
