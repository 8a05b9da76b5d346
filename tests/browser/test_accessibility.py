"""Every page type by axe-core, WCAG 2.2 AA, in light and dark, on a phone and a desk; and no sideways scrolling."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.checking import check
from tests.browser.conftest import Visitor
from tests.browser.pages import PAGES, STATUS

SPOIL = """() => {
  const bad = document.createElement("p");
  bad.append(document.createElement("input"), "Hardly to be read");
  Object.assign(bad.style, {color: "#888", background: "#999", width: "2000px"});
  document.querySelector("main").append(bad);
}"""


@pytest.fixture(scope="module")
def readers(chromium, portal, keys, axe_source):
    """One browser of their own for everybody who opens a page here, by username, with the checker in each page."""
    opened = {}

    def reader(username):
        if username not in opened:
            found = Visitor(chromium, portal, storage_state=keys.get(username), reduced_motion="reduce")
            if username and username not in keys:
                found.sign_in(username)
                keys[username] = found.context.storage_state()
            found.context.add_init_script(axe_source)
            opened[username] = found
        return opened[username]

    yield reader
    complaints = [complaint for each in opened.values() for complaint in each.complaints]
    for each in opened.values():
        each.close()
    assert complaints == []


def test_the_checker_finds_what_is_wrong(readers):
    """A page without contrast, label and room is refused: otherwise the tests below would say nothing."""
    reader = readers("amara.osei")
    reader.go("/settings/")
    reader.page.evaluate(SPOIL)
    with pytest.raises(AssertionError) as refused:
        check(reader.page)
    for rule in ("color-contrast", "label", "sideways at 320"):
        assert rule in str(refused.value)


@pytest.mark.parametrize(("name", "path", "username"), PAGES, ids=[page[0] for page in PAGES])
def test_a_page_is_open_to_everybody(readers, name, path, username):
    """No violation of WCAG 2.2 AA, contrast included, and nothing to scroll sideways."""
    reader = readers(username)
    assert reader.go(path) == STATUS.get(name, 200)
    expect(reader.page.get_by_role("heading", level=1)).to_have_count(1)
    check(reader.page)


def test_a_marked_quiz_is_open_to_everybody(readers):
    """The result of an attempt, with right and wrong answers."""
    reader = readers("callum.straiton")
    reader.go("/courses/see-the-work/quiz/")
    for question in reader.page.get_by_role("main").get_by_role("group").all():
        question.locator("input").first.check()
    reader.page.get_by_role("button", name="Hand in my answers").click()
    expect(reader.page).to_have_url(re.compile("/courses/attempts/"))
    check(reader.page)


def test_forms_with_errors_are_open_to_everybody(readers):
    """The same forms, sent empty: errors are named, linked and announced."""
    reader = readers("aoife.brennan")
    reader.go("/retrospectives/new/")
    reader.page.get_by_role("button", name="Save the retrospective").click()
    expect(reader.page.get_by_role("textbox", name="Title")).to_have_attribute("aria-invalid", "true")
    check(reader.page)


def test_a_failed_sign_in_is_open_to_everybody(readers):
    """The sign-in form with its refusal."""
    reader = readers(None)
    reader.go("/accounts/login/")
    reader.page.get_by_label("E-mail").first.fill("nobody@northmoor.example")
    reader.page.get_by_label("Password", exact=True).fill("not the password")
    reader.page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(reader.page.get_by_role("alert").first).to_be_visible()
    check(reader.page)


def test_the_search_dialog_and_the_menu_are_open_to_everybody(readers):
    """What opens over a page is checked open, and closes by Escape."""
    reader = readers("amara.osei")
    page = reader.page
    reader.go("/")
    page.keyboard.press("Control+k")
    page.keyboard.type("limit")
    dialog = page.get_by_role("dialog", name="Search the portal")
    expect(dialog.get_by_role("link").first).to_be_visible()
    check(page)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
