"""What the keys and headings of another library mean here, said in YAML (docs/knowledge-files.md)."""

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from django.utils.text import slugify
from django.utils.translation import gettext as _

from knowledge.exchange import blocks, yaml_text
from knowledge.exchange.fields import FOLDERS, KINDS, items, keys_of, words
from knowledge.exchange.refusals import Refused

ALLOWED = {"name", "kind", "slug", "keys", "join", "topics", "drop", "body", "headings", "links", "defaults"}
TARGETS = {"field", "section", "body"}
OPTIONS = {"values", "text", "item", "otherwise", "cut"}

_HOLE = re.compile(r"\{(\w*)\}")


@dataclass(frozen=True)
class Meant:
    """What one foreign key becomes: `to` is field, section or body, `name` which one (a heading for the body)."""

    to: str
    name: str
    values: dict = field(default_factory=dict)
    text: str = ""
    item: str = ""
    otherwise: str = ""
    cut: int = 0

    def render(self, value):
        """The value as one Markdown or plain text."""
        if isinstance(value, list):
            if self.item:
                return "\n".join(f"- {each}" for each in filter(None, map(self._item, value)))
            value = ", ".join(items([each for each in value if not isinstance(each, (dict, list))]))
        if isinstance(value, dict):
            value = self._item(value) if self.item else ""
        text = words(value)
        text = words(self.values.get(text, text))
        if text and self.text:
            text = self.text.replace("{}", text)
        return _shortened(text, self.cut) if self.cut else text

    def is_cut(self, value):
        """Is something of the value lost when it is shortened?"""
        return bool(self.cut) and self.render(value).endswith("…")

    def _item(self, value):
        row = {name: _in_line(each) for name, each in (value if isinstance(value, dict) else {"": value}).items()}
        for pattern in (self.item, self.otherwise):
            if pattern and all(row.get(name) for name in _HOLE.findall(pattern)):
                return _HOLE.sub(lambda match: row[match[1]], pattern)
        return " ".join(filter(None, row.values()))


def _in_line(value):
    return " ".join(words(value).split()) if not isinstance(value, (dict, list)) else ""


def _shortened(text, length):
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1].rsplit(" ", 1)[0] + "…"


@dataclass(frozen=True)
class Understood:
    """A file in our own terms. `kept` are keys that are none of ours, `given` ours that the file speaks of."""

    kind: str
    given: dict
    kept: dict
    lines: dict[str, int]
    text: blocks.Text
    old_paths: tuple[str, ...] = ()
    topics: dict[str, str] = field(default_factory=dict)


class Mapping:
    """A mapping file, checked. Without one, keys are our own."""

    def __init__(self, source=None):
        self.source = source or {}
        self._check()
        links = self.source.get("links") or {}
        self.name = words(self.source.get("name")) or "files"
        self.prefixes = tuple(items(links.get("prefixes")))
        self.old_paths = words(links.get("old_paths"))
        self.keys = {key: _meant(key, value) for key, value in (self.source.get("keys") or {}).items()}
        self.creates_topics = self.source.get("topics") == "create"

    @classmethod
    def of(cls, text):
        """The mapping that a YAML text says; an empty text says none. Raises `Refused`."""
        return cls(yaml_text.load(text)[0] if text.strip() else None)

    @property
    def is_foreign(self):
        """Are the files those of another library?"""
        return bool(self.source)

    def _check(self):
        if not isinstance(self.source, dict):
            raise Refused(_("A mapping is a list of keys and values."))
        if unknown := set(self.source) - ALLOWED:
            raise Refused(_("A mapping has no “%(key)s”.") % {"key": sorted(unknown)[0]})
        for key in ("keys", "join", "headings", "links", "defaults"):
            if not isinstance(self.source.get(key) or {}, dict):
                raise Refused(_("“%(key)s” of the mapping is a list of keys and values.") % {"key": key})
        for key, allowed in (("topics", ("create", "known")), ("body", ("all", "fill"))):
            if self.source.get(key, allowed[0]) not in allowed:
                raise Refused(_("“%(key)s” is one of: %(values)s.") % {"key": key, "values": ", ".join(allowed)})
        if self.source and not words(self.source.get("name")):
            raise Refused(_("A mapping needs a “name”, from which ids are made."))

    def kind_of(self, path, front):
        """The kind of a file. Raises `Refused` where nothing says it."""
        said = self.source.get("kind")
        if isinstance(said, dict):
            theirs = words(front.get(words(said.get("key"))))
            found = words((said.get("values") or {}).get(theirs) or said.get("otherwise"))
        else:
            found = words(said) or words(front.get("kind")) or _kind_of_folder(path)
        if found not in KINDS:
            known = ", ".join(KINDS)
            raise Refused(_("“%(kind)s” is not a kind (%(known)s).") % {"kind": found[:40], "known": known})
        return found

    def understand(self, file):
        """A `MarkdownFile` in our terms. Raises `Refused`."""
        kind = self.kind_of(file.path, file.front)
        if self.is_foreign:
            return self._translate(kind, file)
        known = keys_of(kind)
        given = {key: value for key, value in file.front.items() if key in known}
        kept = {key: value for key, value in file.front.items() if key not in known}
        text = blocks.read(KINDS[kind], file.text, first_line=file.text_line)
        return Understood(kind, given, kept, file.lines, text)

    def _translate(self, kind, file):
        model, drop = KINDS[kind], set(items(self.source.get("drop")))
        given, lines, sections, body, topics = {}, dict(file.lines), {}, [], {}
        for key, meant in self.keys.items():
            value = file.front.get(key)
            if meant.to == "field" and meant.name == "topics":
                topics |= {slugify(tag)[:50]: tag[:80] for tag in items(value) if slugify(tag)}
            elif value not in (None, "", [], {}):
                lines.setdefault(meant.name, file.lines.get(key, 1))
                self._place(meant, value, given, sections, body)
        if topics:
            given["topics"] = list(topics)
        for name in set(sections) - set(model.SECTIONS):
            raise Refused(_("A %(kind)s has no section “%(name)s”.") % {"kind": kind, "name": name})
        text = self._text(model, file, sections, body)
        cut = {key for key, meant in self.keys.items() if key in file.front and meant.is_cut(file.front[key])}
        known = {*self.keys, *drop, self.old_paths} - cut
        kept = {key: value for key, value in file.front.items() if key not in known}
        if text is None:
            text, kept["body"] = blocks.Text({}, []), file.text.strip()
        text.sections |= {name: blocks.tidy("\n\n".join(each)) for name, each in sections.items()}
        if body:
            text.blocks.insert(0, blocks.Part(blocks.MARKDOWN, blocks.tidy("\n\n".join(body)), file.text_line))
        own = {key: value for key, value in (self.source.get("defaults") or {}).items() if key not in given}
        old_paths = items(file.front.get(self.old_paths)) if self.old_paths else ()
        names = {slug: _named(name) for slug, name in topics.items()}
        return Understood(kind, {**own, **given}, kept, lines, text, tuple(old_paths), names)

    def _place(self, meant, value, given, sections, body):
        join = (self.source.get("join") or {}).get(meant.name)
        if meant.to == "field" and isinstance(value, list) and not meant.item and join is None:
            given.setdefault(meant.name, value)
            return
        text = meant.render(value)
        if not text:
            return
        if meant.to == "section":
            sections.setdefault(meant.name, []).append(text)
        elif meant.to == "body":
            body.append(f"## {meant.name}\n\n{text}" if meant.name else text)
        elif join is not None and meant.name in given:
            given[meant.name] = f"{given[meant.name]}{join}{text}"
        else:
            given.setdefault(meant.name, text)

    def _text(self, model, file, sections, body):
        """What stood below the front matter, or `None` where it is only kept: `body: fill` and something was mapped."""
        if self.source.get("body") == "fill" and (sections or body) and file.text.strip():
            return None
        also = self.source.get("headings") or {}
        return blocks.read(model, file.text, first_line=file.text_line, also=also, filled=set(sections))


def _meant(key, value):
    """A key's `Meant`; a word alone is a field."""
    if isinstance(value, str):
        return Meant("field", value)
    if not isinstance(value, dict) or len(TARGETS & set(value)) != 1 or set(value) - TARGETS - OPTIONS:
        choices = ", ".join(sorted(TARGETS))
        raise Refused(_("“%(key)s” of the mapping needs one of: %(choices)s.") % {"key": key, "choices": choices})
    (to,) = TARGETS & set(value)
    options = {name: value[name] for name in OPTIONS if name in value}
    for name, kind in (("values", dict), ("text", str), ("item", str), ("otherwise", str), ("cut", int)):
        if not isinstance(options.get(name, kind()), kind):
            words_ = _("“%(name)s” of “%(key)s” in the mapping is of the wrong kind.")
            raise Refused(words_ % {"name": name, "key": key})
    return Meant(to, words(value[to]), **options)


def _named(tag):
    return tag if tag != tag.lower() else tag[:1].upper() + tag[1:].replace("-", " ")


def _kind_of_folder(path):
    folders = {folder: kind for kind, folder in FOLDERS.items()}
    return next((folders[part] for part in reversed(PurePosixPath(path).parts[:-1]) if part in folders), "")
