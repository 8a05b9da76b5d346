"""The preview beside a long text shows the part that is being written."""

import pytest
from playwright.sync_api import expect

LONG = "\n\n".join(f"Paragraph {n} about the pumps at Skell, and what each of them was for." for n in range(40))


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_the_preview_shows_what_is_being_written(visitor, motion):
    tomasz = visitor("tomasz.wojcik")
    page = tomasz.page
    page.emulate_media(reduced_motion=motion)
    page.set_viewport_size({"width": 1280, "height": 800})
    tomasz.go("/write/lesson-learned/new/")
    preview = page.get_by_role("region", name="Preview")
    for name in ("situation", "did"):
        page.locator(f"[name={name}]").fill(LONG)
    again = page.locator("[name=again]")
    again.fill("The last words.")
    expect(preview.get_by_text("The last words.")).to_be_in_viewport()
    page.locator("[name=title]").focus()
    expect(preview.get_by_text("Without a title")).to_be_in_viewport()
    expect(preview.get_by_text("The last words.")).not_to_be_in_viewport()
    again.focus()
    expect(preview.get_by_text("The last words.")).to_be_in_viewport()
