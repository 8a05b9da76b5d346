"""Where files come from: a folder or a zip. Both are looked through with suspicion before anything is read."""

import stat
import unicodedata
import zipfile
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext as _

from knowledge.exchange import files
from knowledge.exchange.refusals import Refused

MOST_FILES = 20_000
LARGEST_FILE = 50 * 1024 * 1024
LARGEST_ALL = 1024 * 1024 * 1024
STEEPEST = 200
SMALL = 1024 * 1024
CHUNK = 256 * 1024

TEXTS = (".md", ".markdown")
ASIDE = ("readme.md", "license.md", "contributing.md")
GLOSSARY = "glossary.yaml"
LIBRARY = "library.yaml"


class Source:
    """Files by their path (with forward slashes, relative). `names` are sorted; hidden files are left out."""

    sizes: dict[str, int]

    def read(self, name, limit=LARGEST_FILE):
        """The bytes of a file. Raises `Refused` where there are more than `limit`."""
        raise NotImplementedError

    def pages(self):
        """The Markdown files that should hold a page each."""
        return [name for name in self.sizes if name.lower().endswith(TEXTS) and not self._is_aside(name)]

    def _is_aside(self, name):
        """A README without front matter belongs to the folder, not to the knowledge."""
        if PurePosixPath(name).name.lower() not in ASIDE:
            return False
        return self.sizes[name] > files.LARGEST or not files.has_front_matter(self.read(name))

    def find(self, name):
        """The path of a file that stands at the top, or in the one folder that everything is in."""
        tops = {path.split("/", 1)[0] for path in self.sizes}
        candidates = [name, *(f"{top}/{name}" for top in tops if len(tops) == 1)]
        return next((path for path in candidates if path in self.sizes), None)

    def text(self, name):
        """The text of a file that is not a page. Raises `Refused`."""
        return files.decode(self.read(name, files.LARGEST))

    def close(self):
        """Let go of what is open."""


class Folder(Source):
    """A folder on this machine. Symbolic links are not followed."""

    def __init__(self, path):
        self.root = Path(path)
        if not self.root.is_dir():
            raise Refused(_("There is no folder %(path)s.") % {"path": path})
        self.sizes = {}
        for found in sorted(self.root.rglob("*")):
            name = found.relative_to(self.root).as_posix()
            if _is_hidden(name) or found.is_symlink() or not found.is_file() or self._leads_out(found):
                continue
            self.sizes[name] = found.stat().st_size
            if len(self.sizes) > MOST_FILES:
                raise Refused(_("There are more than %(limit)s files.") % {"limit": MOST_FILES})

    def _leads_out(self, found):
        return not found.resolve().is_relative_to(self.root.resolve())

    def read(self, name, limit=LARGEST_FILE):
        if self.sizes[name] > limit:
            raise Refused(_too_large(limit))
        return (self.root / name).read_bytes()


class Zip(Source):
    """A zip. Sizes are counted while reading, since a header can say anything."""

    def __init__(self, file):
        try:
            self.zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as wrong:
            raise Refused(_("This is not a zip.")) from wrong
        self.sizes, self.entries, self.spent = {}, {}, 0
        entries = [entry for entry in self.zip.infolist() if not entry.is_dir()]
        if len(entries) > MOST_FILES:
            raise Refused(_("The zip holds more than %(limit)s files.") % {"limit": MOST_FILES})
        for entry in sorted(entries, key=lambda each: each.filename):
            self._admit(entry)
        if sum(self.sizes.values()) > LARGEST_ALL:
            raise Refused(_("The zip unpacks to more than %(limit)s MB.") % {"limit": LARGEST_ALL // 1024**2})

    def _admit(self, entry):
        raw = entry.orig_filename if "\0" in entry.orig_filename else entry.filename
        name = unicodedata.normalize("NFC", raw)
        shown = {"name": name[:120].replace("\0", "␀")}
        path = PurePosixPath(name)
        if "\0" in name or "\\" in name or path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
            raise Refused(_("The zip holds “%(name)s”, which leads out of it.") % shown)
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise Refused(_("The zip holds a symbolic link (“%(name)s”).") % shown)
        if entry.flag_bits & 0x1:
            raise Refused(_("The zip is encrypted (“%(name)s”).") % shown)
        name = path.as_posix()
        if _is_hidden(name):
            return
        if name in self.entries:
            raise Refused(_("The zip holds “%(name)s” twice.") % shown)
        self.entries[name], self.sizes[name] = entry, entry.file_size

    def read(self, name, limit=LARGEST_FILE):
        entry, pieces, size = self.entries[name], [], 0
        if entry.file_size > limit:
            raise Refused(_too_large(limit))
        try:
            with self.zip.open(entry) as file:
                while piece := file.read(CHUNK):
                    pieces.append(piece)
                    size += len(piece)
                    self.spent += len(piece)
                    self._guard(entry, size, limit)
        except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as wrong:
            raise Refused(_("This file cannot be unpacked; the zip is damaged.")) from wrong
        except Exception as wrong:  # zlib.error and its kin share no base of their own
            if isinstance(wrong, Refused):
                raise
            raise Refused(_("This file cannot be unpacked; the zip is damaged.")) from wrong
        return b"".join(pieces)

    def _guard(self, entry, size, limit):
        if size > limit:
            raise Refused(_too_large(limit))
        if size > SMALL and size > STEEPEST * max(1, entry.compress_size):
            raise Refused(_("This file unpacks to more than %(times)s times its size.") % {"times": STEEPEST})

    def close(self):
        self.zip.close()


def _too_large(limit):
    return _("The file is larger than %(limit)s KB.") % {"limit": limit // 1024}


def _is_hidden(name):
    return any(part.startswith(".") or part == "__MACOSX" for part in name.split("/"))
