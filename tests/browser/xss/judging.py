"""Is a piece of HTML harmless? Judged by html5lib against a list of its own, which knows nothing of what cleaned it."""

import re
from urllib.parse import urlsplit

import html5lib

# What Markdown may become, written out anew here: a wider allow list must be a decision, not an accident.
ELEMENTS = {
    *("p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "li", "dl", "dt", "dd"),
    *("a", "em", "strong", "del", "mark", "sub", "sup", "kbd", "abbr", "code", "pre", "span", "div"),
    *("img", "table", "caption", "thead", "tbody", "tr", "th", "td", "input", "details", "summary"),
}
ATTRIBUTES = {
    *("href", "title", "src", "alt", "width", "height", "loading", "start", "scope", "data-align"),
    *("data-status", "tabindex", "role", "aria-label", "type", "checked", "disabled", "class", "rel", "id"),
}
CLASSES = {
    *("callout", "callout-title", "highlight", "footnote", "table-scroll", "table", "task-list"),
    *("task-list-item", "permalink", "footnote-ref", "footnote-backref"),
}
TOKEN_CLASS = re.compile(r"[a-z][a-z0-9]{0,2}|hll|err|esc")
SCHEMES = {"", "http", "https", "mailto"}
ID = re.compile(r"(s-|fn|fnref)[\w:.\-]*")
LEADING = "".join(map(chr, range(0x21)))
SKIPPED = re.compile(r"[\t\n\r]")


def objections(html, *, ids=True):
    """What is wrong with it, one line for each."""
    tree = html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False)
    return [line for element in tree.iter() for line in _against(element, ids)]


def _against(element, ids):
    if not isinstance(element.tag, str):
        return ["a comment"]
    if element.tag == "DOCUMENT_FRAGMENT":
        return []
    wrong = [] if element.tag in ELEMENTS else [f"<{element.tag}>"]
    for name, value in element.attrib.items():
        wrong += _against_attribute(element.tag, name, value, ids)
    return wrong


def _against_attribute(tag, name, value, ids):
    wrong = []
    if name not in ATTRIBUTES:
        wrong.append(f"{name}=")
    if name in ("href", "src") and _scheme(value) not in SCHEMES:
        wrong.append(f"{name}={value!r}")
    if name == "src" and urlsplit(value.strip()).netloc:
        wrong.append(f"asks another host: {value!r}")
    if name == "id" and not (ids and ID.fullmatch(value)):
        wrong.append(f"id={value!r}")
    if name == "class":
        wrong += [
            f"class {each}"
            for each in value.split()
            if each not in CLASSES and not (tag == "span" and TOKEN_CLASS.fullmatch(each))
        ]
    return wrong


def _scheme(address):
    """The scheme as a browser reads it (WHATWG URL, 4.4: leading controls, then all tabs and line ends are skipped)."""
    found = re.match(r"([a-zA-Z][a-zA-Z0-9+.\-]*):", SKIPPED.sub("", address.lstrip(LEADING)))
    return found[1].lower() if found else ""
