"""Colour arithmetic against published values, and the contrast of our own tokens."""

import re

import pytest
from django.conf import settings

from themes import colour
from themes.colour import Colour

TOKENS = "static/css/tokens.css"
MOOR = "moor/static/css/theme.css"
TOKEN = re.compile(r"--([a-z0-9-]+): light-dark\(oklch\(([^)]+)\), oklch\(([^)]+)\)\);")


def tokens(part):
    """Name to (light, dark) of the colours in a CSS file of ours."""
    text = (settings.BASE_DIR / "themes" / part).read_text("utf-8")
    return {name: tuple(Colour(*map(float, values.split())) for values in pair) for name, *pair in TOKEN.findall(text)}


@pytest.mark.parametrize(
    ("hex_value", "lightness", "chroma", "hue"),
    [("#ffffff", 1.0, 0.0, None), ("#ff0000", 0.628, 0.2577, 29.23), ("#0000ff", 0.452, 0.3132, 264.05)],
)
def test_hex_to_oklch_as_published(hex_value, lightness, chroma, hue):
    found = colour.from_hex(hex_value)
    assert found.lightness == pytest.approx(lightness, abs=0.001)
    assert found.chroma == pytest.approx(chroma, abs=0.001)
    if hue is not None:
        assert found.hue == pytest.approx(hue, abs=0.1)


@pytest.mark.parametrize("hex_value", ["#000000", "#1f6f6b", "#c0ffee", "#fe7a16"])
def test_hex_survives_the_way_there_and_back(hex_value):
    assert colour.from_hex(hex_value).hex == hex_value


def test_contrast_of_black_on_white_is_21():
    assert colour.contrast(colour.from_hex("#000000"), colour.from_hex("#ffffff")) == pytest.approx(21, abs=0.01)
    assert colour.contrast(colour.from_hex("#777777"), colour.from_hex("#ffffff")) == pytest.approx(4.48, abs=0.01)


def test_what_a_screen_cannot_show_is_fitted_with_less_chroma():
    vivid = Colour(0.8, 0.3, 264)
    assert not vivid.in_gamut
    fitted = vivid.fitted()
    assert fitted.in_gamut
    assert (fitted.lightness, fitted.hue) == (vivid.lightness, vivid.hue)


@pytest.mark.parametrize("value", ["", "red", "#12345", "#12345g", "1f6f6b", "#1f6f6b;}"])
def test_anything_but_six_digits_is_refused(value):
    with pytest.raises(ValueError, match="not a colour"):
        colour.from_hex(value)


@pytest.mark.parametrize("hue", range(0, 360, 15))
@pytest.mark.parametrize("chroma", [0.0, 0.08, 0.2, 0.37])
def test_an_accent_of_any_hue_and_strength_can_be_read(hue, chroma):
    weak = [check for check in colour.accent_checks(Colour(0.6, chroma, hue)) if not check.passed]
    assert weak == []


@pytest.mark.parametrize("theme", ["", MOOR])
@pytest.mark.parametrize("mode", [0, 1])
def test_text_on_every_surface_has_enough_contrast(theme, mode):
    values = tokens(TOKENS) | (tokens(theme) if theme else {})
    surfaces = ["paper", "sheet", "sunk"]
    texts = ["ink", "ink-2", "ink-3", "good", "bad", "note", "warn"] + [n for n in values if n.startswith("cat-")]
    weak = {
        (text, surface): round(ratio, 2)
        for text in texts
        for surface in surfaces
        if (ratio := colour.contrast(values[text][mode], values[surface][mode])) < 4.5
    }
    assert weak == {}


@pytest.mark.parametrize("mode", [0, 1])
def test_borders_of_controls_and_evidence_can_be_seen(mode):
    values = tokens(TOKENS)
    for name in ("edge", "mixed", "focus"):
        assert colour.contrast(values[name][mode], values["sheet"][mode]) >= 3, name


def test_a_brand_is_measured_against_the_tokens_of_the_sheet():
    paper, on_accent = tokens(TOKENS)["paper"], tokens(TOKENS)["on-accent"]
    assert paper == (colour.PAPER_LIGHT, colour.PAPER_DARK)
    assert on_accent == (colour.ON_ACCENT_LIGHT, colour.ON_ACCENT_DARK)
