"""A lesson learned from the first word to its readers: the connection drops, changes are asked for, a second editor
saves meanwhile, and nothing that anybody typed is lost."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.checking import check

TITLE = "The night the heron valve stuck"
WORDS = "Nobody had oiled the heronvalve since spring."
OFFLINE = "Words typed in the tunnel."
PRACTICE = "/knowledge/practices/pair-on-risky-changes/"
DROPPED = "ERR_INTERNET_DISCONNECTED"


def field(page, name):
    return page.get_by_role("textbox", name=name, exact=True)


def status(page):
    return page.locator("[data-editor-status]")


def expected_while_offline(visitor):
    """What the browser says itself about requests that could not be made is no fault of the page."""
    visitor.complaints[:] = [each for each in visitor.complaints if DROPPED not in each]


def test_a_lesson_is_written_lost_for_a_moment_reviewed_and_found(visitor):
    amara = visitor("amara.osei")
    write(amara)
    lose_the_connection(amara)
    leave_and_come_back(amara)
    send(amara)
    tomasz = visitor("tomasz.wojcik")
    ask_for_changes(tomasz)
    oskar = visitor("oskar.brandt")
    answer_while_an_editor_saves(amara, oskar)
    publish(tomasz)
    find(amara)


def write(amara):
    page = amara.page
    amara.go(PRACTICE)
    page.get_by_role("link", name="Write what you learned with it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Write a lesson learned")
    field(page, "Title").fill(TITLE)
    field(page, "Summary").fill("A valve that nobody owned, and what we do about the others.")
    situation = field(page, "Situation")
    situation.fill(f"{WORDS} See ")
    situation.press("End")
    situation.press_sequentially("[[pair on")
    option = page.get_by_role("option", name=re.compile("Pair on risky changes"))
    option.click()
    expect(situation).to_have_value(re.compile(r"See \[Pair on risky changes\]\(page:\d+\)$"))
    expect(page.get_by_role("region", name="Preview").get_by_role("link", name="Pair on risky changes")).to_be_visible()
    expect(status(page)).to_contain_text("Saved at")
    expect(page).to_have_url(re.compile(r"/write/drafts/\d+/$"))


def lose_the_connection(amara):
    page = amara.page
    amara.context.set_offline(True)
    field(page, "What we did").fill(OFFLINE)
    expect(status(page)).to_have_text("Connection lost. Your text is kept on this device")
    page.get_by_role("button", name="Send it for a review").click()
    expect(field(page, "What we did")).to_have_value(OFFLINE)


def leave_and_come_back(amara):
    """The page is left while the connection is down. Coming back, the text of this device is offered."""
    page = amara.page
    address = page.url
    page.goto("about:blank")
    amara.context.set_offline(False)
    expected_while_offline(amara)
    page.goto(address)
    # Where the last save reached the portal after all, the saved draft has the text and nothing is offered.
    field(page, "What we did").wait_for()
    page.wait_for_load_state("networkidle")
    if page.get_by_role("heading", name="This device has a newer text than the saved draft").is_visible():
        expect(page.locator("#kept-here")).to_contain_text(OFFLINE)
        page.get_by_role("button", name="Use the text of this device").click()
    expect(field(page, "What we did")).to_have_value(OFFLINE)
    expect(field(page, "Situation")).to_have_value(re.compile(WORDS))
    expect(status(page)).to_contain_text(re.compile("[Ss]aved"))
    page.reload()
    expect(field(page, "What we did")).to_have_value(OFFLINE)
    expect(page.locator("#kept-here")).to_be_hidden()


def send(amara):
    page = amara.page
    page.get_by_role("button", name="Send it for a review").click()
    expect(page.get_by_role("main")).to_contain_text("It is sent.")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)


def ask_for_changes(tomasz):
    page = tomasz.page
    tomasz.go("/write/")
    page.get_by_role("region", name="Waiting for your review").get_by_role("link", name=TITLE).click()
    page.get_by_role("button", name="Ask for changes").click()
    expect(page.get_by_role("alert").first).to_contain_text("Say what should change")
    page.get_by_role("textbox", name=re.compile("Your comment")).fill("Say **which** valve.")
    page.get_by_role("button", name="Ask for changes").click()
    expect(page.get_by_role("main")).to_contain_text("The author hears what should change.")


def answer_while_an_editor_saves(amara, oskar):
    """Amara has the form open; Oskar mends the same page in the CMS. Both versions are put together."""
    page = amara.page
    amara.go("/write/")
    row = page.get_by_role("article").filter(has_text=TITLE)
    expect(row).to_contain_text("Changes asked for")
    row.get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("main")).to_contain_text("Say which valve.")
    page.get_by_role("link", name="Change it").click()
    number = re.search(r"/pages/(\d+)/", page.url) or re.search(r"page-(\d+)", page.content())
    field(page, "What we did").fill(f"{OFFLINE} It was valve 7.")
    expect(status(page)).to_contain_text("Saved at")

    cms = oskar.page
    oskar.go(f"/cms/pages/{number[1]}/edit/")
    cms.locator("#id_did").fill("Oskar put this sentence here.")
    cms.locator("#id_summary").fill("A valve that nobody owned.")
    cms.get_by_role("button", name="Save draft").first.click()
    cms.wait_for_load_state("networkidle")

    page.get_by_role("button", name="Send it again").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This page was changed while you wrote")
    main = page.get_by_role("main")
    expect(main).to_contain_text("Oskar put this sentence here.")
    expect(main).to_contain_text("It was valve 7.")
    expect(main).to_contain_text("You did not touch these: Summary.")
    clash = page.get_by_role("region", name="What we did")
    clash.get_by_label("Use the text below").check()
    clash.get_by_role("textbox").fill(f"{OFFLINE} It was valve 7. Oskar put this sentence here.")
    page.get_by_role("button", name="Go on with this").click()
    expect(field(page, "Summary")).to_have_value("A valve that nobody owned.")
    page.get_by_role("button", name="Send it again").click()
    expect(page.get_by_role("main")).to_contain_text("It is sent.")


def publish(tomasz):
    page = tomasz.page
    tomasz.go("/write/")
    page.get_by_role("region", name="Waiting for your review").get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("main")).to_contain_text("It was valve 7. Oskar put this sentence here.")
    page.get_by_role("button", name="Publish it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page).to_have_url(re.compile("/knowledge/lessons-learned/"))
    page.get_by_role("link", name="History", exact=True).click()
    for words in ("Oskar Brandt", "Amara Osei", "published by Tomasz Wójcik", "What readers see"):
        expect(page.get_by_role("main")).to_contain_text(words)


def find(amara):
    page = amara.page
    amara.go("/notifications/")
    expect(page.get_by_role("main")).to_contain_text(f"“{TITLE}” is published")
    amara.go("/search/?q=heronvalve")
    page.get_by_role("main").get_by_role("link", name=TITLE).first.click()
    expect(page.get_by_role("main")).to_contain_text(WORDS)


def test_an_ended_session_loses_nothing(visitor):
    """Signing in again in another tab, the open form goes on by itself."""
    writer = visitor().sign_in("elif.sahin")
    page = writer.page
    writer.go("/write/lesson-learned/new/")
    field(page, "Title").fill("The kettle and the fuse")
    expect(status(page)).to_contain_text("Saved at")
    writer.context.clear_cookies()
    field(page, "Summary").fill("Typed after the session had ended.")
    expect(status(page)).to_contain_text("You are signed out. Your text is kept on this device")
    expect(status(page).get_by_role("link", name="Sign in in another tab")).to_be_visible()
    other = writer.context.new_page()
    own, writer.page = writer.page, other
    writer.sign_in("elif.sahin")
    writer.page = own
    other.close()
    expect(status(page)).to_contain_text("Saved at")
    page.reload()
    expect(field(page, "Summary")).to_have_value("Typed after the session had ended.")


@pytest.mark.parametrize("username", ["marie.dubois"])
def test_without_javascript_a_lesson_is_saved_and_sent(visitor, username):
    """A plain form, with a button that saves, and errors that keep what was typed."""
    writer = visitor().sign_in(username)
    state = writer.context.storage_state()
    plain = visitor(java_script_enabled=False)
    plain.context.add_cookies(state["cookies"])
    page = plain.page
    plain.go("/write/lesson-learned/new/")
    field(page, "Situation").fill("A van without a map.")
    page.get_by_role("button", name="Send it for a review").click()
    expect(page.get_by_role("main")).to_contain_text("Give it a title.")
    expect(field(page, "Situation")).to_have_value("A van without a map.")
    field(page, "Title").fill("A van without a map")
    page.get_by_role("button", name="Save draft").first.click()
    expect(page.get_by_role("main")).to_contain_text("Your draft is saved")
    field(page, "Summary").fill("The depot prints one for each van.")
    page.get_by_role("button", name="Send it for a review").click()
    expect(page.get_by_role("main")).to_contain_text("It is sent.")


def test_the_pages_of_a_review_are_open_to_everybody(visitor, axe_source):
    """A piece with its decision, a change with its comparison, the history: both schemes, all widths."""
    priya = visitor("priya.raman")
    priya.context.add_init_script(axe_source)
    page = priya.page
    priya.go("/write/")
    page.get_by_role("link", name="A forecast that said “we do not know”").click()
    expect(page.get_by_role("button", name="Publish it")).to_be_visible()
    check(page)
    priya.go("/knowledge/practices/forecast-from-what-you-finished/")
    page.get_by_role("link", name="Suggest a change").click()
    expect(page.get_by_role("region", name="Preview")).to_be_visible()
    field(page, "Summary").fill("Say a range, from what was finished. A date is a guess with a face.")
    expect(status(page)).to_contain_text("Saved at")
    check(page)
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("It is published.")
    page.get_by_role("link", name="History", exact=True).click()
    expect(page.get_by_role("button", name="Compare these two")).to_be_visible()
    check(page)
    page.get_by_role("button", name="Compare these two").click()
    expect(page.get_by_role("main")).to_contain_text("A date is a guess with a face.")
    check(page)
