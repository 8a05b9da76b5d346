"""Light and dark, and a theme that is swapped by a setting."""

import pytest
from playwright.sync_api import expect

from tests.browser.checking import check
from tests.browser.conftest import Visitor
from tests.browser.serving import serving

SWITCH = "Switch between light and dark"
GROUND = "() => getComputedStyle(document.body).backgroundColor"
SHEETS = "links => links.map((each) => new URL(each.href).pathname)"


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_the_chosen_scheme_stays(visitor, scripts):
    """The switch turns the page at once, other pages too, and a reload; and back."""
    stranger = visitor(color_scheme="light", java_script_enabled=scripts)
    page, root = stranger.page, stranger.page.locator("html")
    stranger.go("/")
    light = page.evaluate(GROUND)
    for _ in range(1 if scripts else 2):
        # Without a script the server does not know the system's choice, so the first press may name what is on already.
        if root.get_attribute("data-theme") != "dark":
            page.get_by_role("button", name=SWITCH).click()
    expect(root).to_have_attribute("data-theme", "dark")
    dark = page.evaluate(GROUND)
    assert dark != light
    page.reload()
    expect(root).to_have_attribute("data-theme", "dark")
    stranger.go("/knowledge/practices/")
    assert page.evaluate(GROUND) == dark
    page.get_by_role("button", name=SWITCH).click()
    expect(root).to_have_attribute("data-theme", "light")
    stranger.go("/")
    assert page.evaluate(GROUND) == light


def test_the_systems_scheme_counts_where_nobody_has_chosen(visitor):
    """A dark system gets a dark page without a cookie."""
    grounds = []
    for scheme in ("light", "dark"):
        stranger = visitor(color_scheme=scheme)
        stranger.go("/")
        grounds.append(stranger.page.evaluate(GROUND))
    assert grounds[0] != grounds[1]


def test_another_theme_is_a_setting(chromium, visitor, prepared, axe_source):
    """The same pages on the same data, in another sheet with another header; open to everybody, all from here."""
    ours = visitor()
    ours.go("/")
    with serving(prepared, workers=1, THEME="moor") as address:
        moor = Visitor(chromium, address)
        moor.context.add_init_script(axe_source)
        page = moor.page
        for path in ("/", "/knowledge/practices/limit-work-in-progress/", "/events/"):
            assert moor.go(path) == 200
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            check(page)
        expect(page.locator(".site-band")).to_be_visible()
        expect(ours.page.locator(".site-band")).to_have_count(0)
        sheets = [each.page.locator('link[rel="stylesheet"]').evaluate_all(SHEETS) for each in (ours, moor)]
        assert sheets[0][0] != sheets[1][0]
        page.keyboard.press("Control+k")
        expect(page.get_by_role("dialog", name="Search the portal")).to_be_visible()
        complaints = moor.complaints
        moor.close()
    assert complaints == []
