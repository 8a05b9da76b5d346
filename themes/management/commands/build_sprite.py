"""Join the vendored Lucide icons into the sprite that ``{% icon %}`` refers to."""

import re
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

STATIC = Path(__file__).resolve().parent.parent.parent / "static"
SYMBOL = (
    '<symbol id="i-{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-linecap="round" '
    'stroke-linejoin="round">{drawing}</symbol>'
)
_DRAWING = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


def symbol(path: Path) -> str:
    """One icon file as a symbol named after it. Raises ``ValueError`` for a file that is not an icon."""
    match = _DRAWING.search(path.read_text("utf-8"))
    if match is None:
        raise ValueError(f"{path.name} is not an SVG")
    drawing = " ".join(match[1].split()).replace("> <", "><")
    return SYMBOL.format(name=path.stem, drawing=drawing)


class Command(BaseCommand):
    """Run after adding a file to ``themes/static/vendor/lucide/``."""

    help = "Write themes/static/icons/sprite.svg from themes/static/vendor/lucide/*.svg."

    def handle(self, *args: Any, **options: Any) -> None:
        icons = sorted((STATIC / "vendor" / "lucide").glob("*.svg"))
        body = "\n".join(symbol(path) for path in icons)
        target = STATIC / "icons" / "sprite.svg"
        target.parent.mkdir(exist_ok=True)
        target.write_text(f'<svg xmlns="http://www.w3.org/2000/svg">\n{body}\n</svg>\n', "utf-8")
        self.stdout.write(f"{len(icons)} icons")
