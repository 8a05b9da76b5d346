"""A page in the hands of its readers and its owner: words explained in place, readings counted, answers, retirement."""

import re

import pytest
from playwright.sync_api import expect

PRACTICE = "/knowledge/practices/pull-do-not-push/"
GUIDE = "/knowledge/guides/read-a-board-in-five-minutes/"


@pytest.mark.parametrize("width", [390, 1280])
def test_a_term_is_explained_in_place_by_keyboard_and_by_touch(visitor, width):
    """Enter opens the definition, Escape closes it and the focus is back; a tap opens it too, inside the screen."""
    stranger = visitor(viewport={"width": width, "height": 800}, has_touch=True)
    page = stranger.page
    stranger.go(PRACTICE)
    term = page.locator("a.term").first
    term.focus()
    page.keyboard.press("Enter")
    note = page.get_by_role("dialog", name=re.compile(term.inner_text(), re.IGNORECASE))
    expect(note).to_be_visible()
    box = note.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    page.keyboard.press("Escape")
    expect(note).to_be_hidden()
    expect(term).to_be_focused()
    term.tap()
    expect(note).to_be_visible()
    assert page.url.endswith(PRACTICE)


def test_without_script_a_term_leads_to_the_glossary(visitor):
    """The link is a link."""
    stranger = visitor(java_script_enabled=False)
    stranger.go(PRACTICE)
    stranger.page.locator("a.term").first.click()
    expect(stranger.page.get_by_role("heading", name="Glossary", level=1)).to_be_visible()


def test_a_reading_is_counted_once_with_the_words_that_led_there_and_without_a_cookie(visitor):
    """A few seconds after a result of our own search was opened."""
    reader = visitor("lerato.nkosi")
    page, sent = reader.page, []
    page.on("request", lambda request: sent.append(request) if "/visits/" in request.url else None)
    reader.go("/search/?q=pull+board")
    page.get_by_role("main").get_by_role("link", name="Pull, do not push").first.click()
    with page.expect_request(lambda request: "/visits/" in request.url):
        expect(page.get_by_role("heading", name="Pull, do not push", level=1)).to_be_visible()
    page.wait_for_timeout(1_000)
    assert len(sent) == 1
    assert "search=pull+board" in sent[0].post_data
    assert "cookie" not in sent[0].all_headers()


@pytest.mark.parametrize("script", [True, False])
def test_a_reader_says_whether_it_helped_and_changes_their_mind(visitor, script):
    """With script the piece is swapped in place; without, the page comes again."""
    reader = visitor("marie.dubois" if script else "henrik.saether", java_script_enabled=script)
    page = reader.page
    reader.go(GUIDE)
    helpful = page.locator("#helpful")
    helpful.get_by_role("button", name="Yes").click()
    expect(helpful.get_by_text("You said: yes, it helped.")).to_be_visible()
    helpful.get_by_label("Why?").fill("I did it on our own board.")
    helpful.get_by_role("button", name="Keep this reason").click()
    expect(helpful.get_by_label("Why?")).to_have_value("I did it on our own board.")
    helpful.get_by_role("button", name="It did not help").click()
    expect(helpful.get_by_text("You said: no, it did not help.")).to_be_visible()


def test_an_owner_confirms_retires_and_brings_back(visitor):
    """From the list: still true; then retired with a successor that a search finds, and brought back."""
    owner = visitor("ruth.adeyemi")
    page = owner.page
    owner.go("/upkeep/")
    page.get_by_role("button", name=re.compile("Still true.*Pull, do not push")).click()
    expect(page.get_by_text("“Pull, do not push” counts as verified.")).to_be_visible()
    page.get_by_role("link", name="Pull, do not push").first.click()
    page.get_by_role("link", name="Retire this page").click()
    page.get_by_label("Search for the page that takes its place").fill("limit work in progress")
    page.get_by_role("main").get_by_role("button", name="Search").click()
    page.get_by_role("radio", name="Limit work in progress").check()
    page.get_by_label("Why it is retired").fill("The other page says it better.")
    page.get_by_role("button", name="Retire this page").click()
    expect(page.get_by_text("is retired.")).to_be_visible()
    stranger = visitor()
    stranger.go(PRACTICE)
    expect(stranger.page.get_by_role("heading", name="Limit work in progress", level=1)).to_be_visible()
    page.get_by_role("button", name="Bring it back").click()
    expect(page.get_by_text("is in use again.")).to_be_visible()
    stranger.go(PRACTICE)
    expect(stranger.page.get_by_role("heading", name="Pull, do not push", level=1)).to_be_visible()
