"""One stylesheet for every page, put together from the files of the components without a build step.

The order of the layers is declared here; within the layer of components the files come in alphabetical order, so a
new component is one new file. A theme folder (see ``THEME`` in the settings) may replace a file or add one: each
relative path is looked up with the static files finders, and the theme's folder stands first there. A room may bring
a component of its own in ``<room>/static/css/components/``.
"""

import gzip
import hashlib
import posixpath
import re
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.urls import reverse

LAYERS = "@layer reset, tokens, base, layout, components, utilities;"
BEFORE = ("css/fonts.css", "css/reset.css", "css/tokens.css", "css/base.css", "css/layout.css")
COMPONENTS = "css/components"
AFTER = ("css/utilities.css", "css/print.css")
ADDITIONS = "css/theme.css"

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_URL = re.compile(r"""url\(\s*["']?(?!data:|https?:|/|#)([^"')]+)["']?\s*\)""")


@dataclass(frozen=True)
class Stylesheet:
    """The finished sheet: text as bytes, the same compressed, and the hash that names it."""

    body: bytes
    compressed: bytes
    hash: str

    @property
    def url(self) -> str:
        """The address of this version, for ``<link rel="stylesheet">``."""
        return reverse("themes:stylesheet", args=[self.hash])

    @property
    def etag(self) -> str:
        return f'"{self.hash}"'


def roots() -> list[Path]:
    """The static folders that may hold parts of the sheet: the theme's first, then those of the rooms."""
    configured = [entry[1] if isinstance(entry, (list, tuple)) else entry for entry in settings.STATICFILES_DIRS]
    return [*map(Path, configured), *(Path(app.path) / "static" for app in apps.get_app_configs())]


def parts() -> list[str]:
    """The relative paths of all files of the sheet, in their order."""
    found = {f"{COMPONENTS}/{path.name}" for root in roots() for path in (root / COMPONENTS).glob("*.css")}
    return [*BEFORE, *sorted(found), *AFTER, ADDITIONS]


def files() -> list[tuple[str, Path]]:
    """Each part with the file that wins for it. A part that no folder has is left out (``theme.css`` is optional)."""
    located = ((part, finders.find(part)) for part in parts())
    return [(part, Path(path)) for part, path in located if path]


def with_static_urls(css: str, part: str) -> str:
    """Turn addresses relative to the file ``part`` into addresses of static files (hashed ones in production)."""

    def absolute(match: re.Match[str]) -> str:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(part), match[1]))
        return f'url("{static(path)}")'

    return _URL.sub(absolute, css)


def squeezed(css: str) -> str:
    """Without comments, indentation and empty lines."""
    lines = (line.strip() for line in _COMMENT.sub("", css).splitlines())
    return "\n".join(line for line in lines if line)


def digest(body: bytes) -> str:
    """A short name for this content: 16 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(body).hexdigest()[:16]


def build() -> Stylesheet:
    """Read, rewrite and join all parts."""
    css = [LAYERS, *(squeezed(with_static_urls(path.read_text("utf-8"), part)) for part, path in files())]
    body = "\n".join(css).encode()
    return Stylesheet(body=body, compressed=gzip.compress(body, mtime=0), hash=digest(body))


class _Current:
    """The sheet of this process. In development it is put together again when a file has changed."""

    def __init__(self) -> None:
        self.sheet: Stylesheet | None = None
        self.stamp: tuple | None = None

    def get(self) -> Stylesheet:
        if settings.DEBUG:
            stamp = tuple((part, path.stat().st_mtime_ns) for part, path in files())
            if stamp != self.stamp:
                self.sheet, self.stamp = None, stamp
        if self.sheet is None:
            self.sheet = build()
        return self.sheet

    def forget(self) -> None:
        self.sheet = self.stamp = None


_current = _Current()
current = _current.get
forget = _current.forget
