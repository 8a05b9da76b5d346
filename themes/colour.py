"""Colour arithmetic: OKLCH to sRGB and the contrast ratio, to refuse a brand that nobody could read.

Sources: Björn Ottosson, "A perceptual color space for image processing" (2020, https://bottosson.github.io/posts/oklab/),
for the matrices; CSS Color Module Level 4, section 13.2, for bringing a colour into the sRGB gamut by less chroma;
WCAG 2.2, "relative luminance" and "contrast ratio", for the ratio; IEC 61966-2-1 for the transfer function.
"""

import math
import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_HEX = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True)
class Colour:
    """A colour in OKLCH: lightness 0 to 1, chroma 0 to about 0.4, hue in degrees."""

    lightness: float
    chroma: float
    hue: float

    @property
    def linear_rgb(self) -> tuple[float, float, float]:
        """Linear-light sRGB; a component outside 0 to 1 means that a screen cannot show it."""
        a = self.chroma * math.cos(math.radians(self.hue))
        b = self.chroma * math.sin(math.radians(self.hue))
        long = (self.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
        medium = (self.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
        short = (self.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
        return (
            4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
            -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
            -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
        )

    @property
    def in_gamut(self) -> bool:
        return all(-1e-4 <= part <= 1 + 1e-4 for part in self.linear_rgb)

    def fitted(self) -> "Colour":
        """The same lightness and hue with as much chroma as sRGB can show (16 halvings, finer than 8 bits)."""
        if self.in_gamut:
            return self
        low, high = 0.0, self.chroma
        for _halving in range(16):
            middle = (low + high) / 2
            if Colour(self.lightness, middle, self.hue).in_gamut:
                low = middle
            else:
                high = middle
        return Colour(self.lightness, low, self.hue)

    @property
    def shown(self) -> tuple[float, float, float]:
        """Linear-light sRGB as shown, each part from 0 to 1."""
        red, green, blue = (min(1.0, max(0.0, part)) for part in self.fitted().linear_rgb)
        return red, green, blue

    @property
    def luminance(self) -> float:
        """Relative luminance after WCAG 2.2, 0 (black) to 1 (white)."""
        red, green, blue = self.shown
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    @property
    def hex(self) -> str:
        return "#" + "".join(f"{round(_encode(part) * 255):02x}" for part in self.shown)


def _encode(part: float) -> float:
    return 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055


def _decode(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def is_hex(value: str) -> bool:
    """Whether this is a colour written as ``#rrggbb``."""
    return _HEX.fullmatch(value) is not None


def from_hex(value: str) -> Colour:
    """Read ``#rrggbb``; raises ``ValueError`` for anything else."""
    if not is_hex(value):
        raise ValueError(f"not a colour as #rrggbb: {value!r}")
    red, green, blue = (_decode(int(value[i : i + 2], 16) / 255) for i in (1, 3, 5))
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return Colour(lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360)


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio after WCAG 2.2, 1 to 21."""
    darker, lighter = sorted((one.luminance, other.luminance))
    return (lighter + 0.05) / (darker + 0.05)


# The tokens that a brand is measured against; they repeat css/tokens.css.
PAPER_LIGHT = Colour(0.972, 0.008, 88)
PAPER_DARK = Colour(0.205, 0.018, 225)
ON_ACCENT_LIGHT = Colour(0.99, 0.004, 88)
ON_ACCENT_DARK = Colour(0.20, 0.02, 225)
ON_MARK = Colour(0.25, 0.03, 228)


def accent_light(brand: Colour) -> Colour:
    """``--accent`` in light mode: the brand's hue, fixed lightness, capped chroma."""
    return Colour(0.44, min(brand.chroma, 0.13), brand.hue)


def accent_dark(brand: Colour) -> Colour:
    """``--accent`` in dark mode."""
    return Colour(0.80, min(brand.chroma, 0.12), brand.hue)


@dataclass(frozen=True)
class Check:
    """One measured pair: what it is, its ratio and the ratio it needs."""

    name: str | Promise
    ratio: float
    needed: float

    @property
    def passed(self) -> bool:
        return self.ratio >= self.needed


def accent_checks(brand: Colour) -> list[Check]:
    """Links and buttons need 4.5:1 as text, on paper and in the button, in both modes."""
    light, dark = accent_light(brand), accent_dark(brand)
    return [
        Check(_("accent on light paper"), contrast(light, PAPER_LIGHT), 4.5),
        Check(_("accent on dark paper"), contrast(dark, PAPER_DARK), 4.5),
        Check(_("text on a button in light mode"), contrast(light, ON_ACCENT_LIGHT), 4.5),
        Check(_("text on a button in dark mode"), contrast(dark, ON_ACCENT_DARK), 4.5),
    ]


def highlight_checks(mark: Colour) -> list[Check]:
    """The highlighter carries dark text (4.5:1) and must be seen as a mark on dark paper (3:1)."""
    return [
        Check(_("text on the highlight"), contrast(mark, ON_MARK), 4.5),
        Check(_("highlight on dark paper"), contrast(mark, PAPER_DARK), 3.0),
    ]
