"""Comments below a page: with JavaScript they are written in place, without it on a page of their own."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.checking import check

GUIDE = "/knowledge/guides/read-a-board-in-five-minutes/"
QUESTION = "Does minute one count the cards of the kittiwake project?"


def thread_of(someone, path=GUIDE):
    """The comments below a page, once htmx has brought them."""
    someone.go(path)
    someone.page.locator("[hx-trigger=revealed]").scroll_into_view_if_needed()
    thread = someone.page.locator("#thread")
    expect(thread).to_be_visible()
    return thread


def the_post(thread, text):
    """The innermost comment with these words."""
    return thread.get_by_role("article").filter(has_text=text).last


def test_a_comment_is_written_answered_and_accepted_in_place(visitor):
    """Nobody leaves the guide: posting, answering, finding useful, accepting, changing; and the author is told."""
    petr, elif_ = visitor("petr.dvorak"), visitor("elif.sahin")
    thread = thread_of(petr)
    thread.get_by_role("button", name="Post the comment").click()
    field = thread.get_by_label("Your comment", exact=True)
    expect(field).to_have_attribute("aria-invalid", "true")
    field.fill(QUESTION)
    thread.get_by_role("button", name="Post the comment").click()
    expect(the_post(thread, QUESTION)).to_contain_text("Team Dunlin")
    expect(field).to_have_value("")
    expect(petr.page).to_have_url(re.compile(GUIDE))
    the_post(thread, QUESTION).get_by_role("link", name="Change").click()
    thread.get_by_role("textbox", name="Change your comment").fill(QUESTION.replace("minute one", "the first minute"))
    thread.get_by_role("button", name="Save the comment").click()
    expect(the_post(thread, "Does the first minute count")).to_contain_text("changed")

    other = thread_of(elif_)
    other.get_by_label("Your comment", exact=True).fill("Half a thought")
    the_post(other, "kittiwake").get_by_role("link", name="Reply").click()
    other.get_by_label("Your answer to Petr Dvořák").fill("Every card that somebody has put an hour into.")
    other.get_by_role("button", name="Post the answer").click()
    expect(the_post(other, "put an hour into")).to_contain_text("Team Heron")
    expect(other.get_by_label("Your comment", exact=True)).to_have_value("Half a thought")

    petr.go("/notifications/")
    petr.page.get_by_role("link", name=re.compile("Elif Şahin answered you on Read a board")).click()
    thread = petr.page.locator("#thread")
    answer = the_post(thread, "put an hour into")
    answer.get_by_role("button", name="Useful").click()
    expect(answer.get_by_role("button", name="Useful, 1")).to_have_attribute("aria-pressed", "true")
    answer.get_by_role("button", name="This answered it").click()
    expect(answer).to_have_attribute("data-accepted", "")


@pytest.mark.parametrize("width", [390, 1280])
def test_a_comment_is_written_without_script(visitor, width):
    """The guide leads to the page of its comments, which has the same form."""
    rosa = visitor("rosa.gimenez", java_script_enabled=False, viewport={"width": width, "height": 900})
    page = rosa.page
    rosa.go(GUIDE)
    page.get_by_role("link", name="Comments on this page").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Comments on Read a board in five minutes")
    text = f"Ours is {width} centimetres wide."
    page.get_by_label("Your comment", exact=True).fill("   ")
    page.get_by_role("button", name="Post the comment").click()
    expect(page.get_by_label("Your comment", exact=True)).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Your comment", exact=True).fill(text)
    page.get_by_role("button", name="Post the comment").click()
    posted = the_post(page.locator("#thread"), text)
    expect(posted).to_be_visible()
    posted.get_by_role("link", name="Reply").click()
    page.get_by_label("Your answer to Rosa Giménez").fill("And a half.")
    page.get_by_role("button", name="Post the answer").click()
    answer = the_post(page.locator("#thread"), "And a half.")
    answer.get_by_role("link", name="Remove").click()
    page.get_by_role("button", name="Remove the comment").click()
    expect(page.get_by_text("And a half.")).to_have_count(0)
    expect(page.get_by_text(text)).to_be_visible()


def test_what_was_typed_survives_an_ended_session(visitor):
    """The comment waits behind the sign-in and is sent with one press."""
    hannah = visitor().sign_in("hannah.fairweather")
    page, thread = hannah.page, thread_of(hannah)
    thread.get_by_label("Your comment", exact=True).fill("The dotterel board has no minute two.")
    hannah.context.clear_cookies(name="sessionid")
    thread.get_by_role("button", name="Post the comment").click()
    page.wait_for_url(re.compile("/accounts/login/"))
    page.get_by_label("E-mail", exact=False).first.fill("hannah.fairweather@northmoor.example")
    page.get_by_label("Password", exact=True).fill("guildhall-demo")
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Send it now").click()
    expect(the_post(page.locator("#thread"), "The dotterel board")).to_be_visible()


@pytest.mark.parametrize("username", [None, "jonas.lindqvist", "oskar.brandt"])
def test_comments_are_open_to_everybody(visitor, axe_source, username):
    """Strangers, owners and editors: no violation of WCAG 2.2 AA in the thread, its page and its forms."""
    someone = visitor(username, bypass_csp=True, reduced_motion="reduce")
    someone.context.add_init_script(axe_source)
    page, thread = someone.page, thread_of(someone, "/knowledge/practices/limit-work-in-progress/")
    if username:
        thread.get_by_role("link", name="Reply").first.click()
        expect(thread.get_by_label(re.compile("Your answer to"))).to_be_focused()
        thread.get_by_role("link", name="Remove").first.click()
        expect(thread.get_by_role("button", name="Remove the comment")).to_be_visible()
    else:
        expect(thread.get_by_role("link", name="Sign in to comment")).to_be_visible()
    page.evaluate("scrollTo(0, 0)")
    check(page)
    thread.get_by_role("link", name=re.compile(r"day$|\d")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Comments on Limit work in progress")
    check(page)
