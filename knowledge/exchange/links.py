"""Where the texts of a file lead to: found in Markdown and in rich text, outside code, and replaced."""

import re
from html import unescape
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from django.utils.html import escape

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})(.*)$")
_PARTS = re.compile(
    r"""
    (?P<code>(?<!`)(?P<ticks>`+)(?!`).{1,5000}?(?<!`)(?P=ticks)(?!`))
    | (?P<open>!?\[)(?P<words>(?:!?\[[^\[\]]{0,500}\](?:\([^()\s]{0,2000}\))?|\\.|[^\[\]\\]){0,2000}+)(?P<mid>\]\(\s*)
      (?P<inline><[^<>\n]*>|[^\s()<>]*+(?:\([^\s()]*\)[^\s()<>]*+)*+)
    | (?P<define>^[ ]{0,3}\[[^\]\n]{1,500}\]:[ \t]*)(?P<defined><[^<>\n]*>|\S+)
    | (?P<attribute>\b(?P<name>href|src)=(?P<quote>["']))(?P<value>[^"'\n]*)(?P=quote)
    | <(?P<auto>https?://[^\s<>]+)>
    | (?<![\w/])(?P<bare>https?://[^\s<>"'\[\]\\|]*[^\s<>"'\[\]\\|.,;:!?)*_])
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
_PICTURES = re.compile(
    r"""
    (?P<code>(?<!`)(?P<ticks>`+)(?!`).{1,5000}?(?<!`)(?P=ticks)(?!`))
    | !\[\s*\](?P<rest>\(\s*<?(?P<inline>[^\s()<>]*)|\[(?P<label>[^\[\]\n]{1,200})\])
    | <img\b(?:[^<>]*?\bsrc=["'](?P<source>[^"']*)["'])?[^<>]*>
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_RICH = re.compile(r"<(a|embed)\b([^>]*)>")
_RICH_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')

RICH_KINDS = {"page": "page", "document": "file"}


def name_pictures(markdown):
    """(Markdown, sources of pictures that did not say what they show): those get the words of their file's name."""
    named = []

    def replaced(match):
        if match["code"]:
            return match[0]
        source = match["inline"] or match["label"] or match["source"] or ""
        words = re.sub(r"[-_\s]+", " ", unquote(PurePosixPath(source.split("?")[0]).stem)).strip() or "…"
        words = re.sub(r'[\[\]"<>\\]', "", words)
        if match["inline"] is not None or match["label"] is not None:
            named.append(source)
            return f"![{words}]{match['rest']}"
        if re.search(r"""\balt=(["']).*?\S.*?\1""", match[0]):
            return match[0]
        named.append(source)
        return re.sub(r"""\s+alt=(["'])\s*\1|\s+alt(?=[\s/>])""", "", match[0]).replace(
            "<img", f'<img alt="{words}"', 1
        )

    text = _by_text(markdown, lambda part: _PICTURES.sub(replaced, part))
    return text, named


def rewrite(markdown, change):
    """The Markdown with other destinations. `change(destination, embed)` gives the new one, or `None` to leave it.

    Links and pictures in a line, definitions of links, raw HTML and bare addresses are asked about; code is not. A bare
    address that is given a destination becomes a link whose words are the address.
    """
    return _by_text(markdown, lambda text: _rewrite_text(text, change))


def _by_text(markdown, work):
    """Have `work` done on what stands outside fenced code."""
    pieces, text, fence = [], [], None
    for line in (markdown or "").split("\n"):
        found = _FENCE.match(line)
        if fence is None and found and not (found[1][0] == "`" and "`" in found[2]):
            pieces.append(work("\n".join(text)) if text else None)
            text, fence = [], found[1]
            pieces.append(line)
        elif fence is not None:
            pieces.append(line)
            if found and found[1].startswith(fence) and not found[2].strip():
                fence = None
        else:
            text.append(line)
    pieces.append(work("\n".join(text)) if text else None)
    return "\n".join(piece for piece in pieces if piece is not None)


def _rewrite_text(text, change, *, in_link=False):
    def replaced(match):
        if match["code"]:
            return match[0]
        if match["open"]:
            embed = match["open"] == "!["
            words = match["words"] if embed else _rewrite_text(match["words"], change, in_link=True)
            return match["open"] + words + match["mid"] + _changed(match["inline"], change, embed)
        if match["define"]:
            return match["define"] + _changed(match["defined"], change, False)
        if match["attribute"]:
            to = change(match["value"], match["name"] == "src")
            return match[0] if to is None else f"{match['attribute']}{to}{match['quote']}"
        address = match["auto"] or match["bare"]
        to = None if in_link else change(address, False)
        return match[0] if to is None else f"[{address}]({to})"

    return _PARTS.sub(replaced, text)


def _changed(destination, change, embed):
    bare = destination[1:-1] if destination.startswith("<") and destination.endswith(">") else destination
    to = change(bare, embed)
    return destination if to is None else to


def rich_to_paths(html, destination):
    """Wagtail's rich text with destinations in place of ids.

    `destination(kind, pk)` gives a path beside the files or an address of this portal.
    """

    def replaced(match):
        attributes = dict(_RICH_ATTRIBUTE.findall(match[2]))
        kind = "image" if match[1] == "embed" else RICH_KINDS.get(attributes.get("linktype"))
        if not kind or not attributes.get("id", "").isdigit():
            return match[0]
        to = destination(kind, int(attributes.pop("id")))
        if match[1] == "a":
            attributes = {"href": to}
        else:
            attributes["path"] = to
        return _tag(match[1], attributes)

    return _RICH.sub(replaced, html)


def rich_to_ids(html, reference_of):
    """The same back. `reference_of(destination)` gives a `Reference`, or `None` for what is not known here."""

    def replaced(match):
        attributes = dict(_RICH_ATTRIBUTE.findall(match[2]))
        path = attributes.pop("path" if match[1] == "embed" else "href", None)
        found = reference_of(unescape(path)) if path else None
        if found is None:
            return match[0]
        if match[1] == "embed":
            return _tag("embed", {**attributes, "id": found.pk}) if found.kind == "image" else match[0]
        types = {kind: name for name, kind in RICH_KINDS.items()}
        if found.kind not in types:
            return match[0]
        return _tag("a", {"linktype": types[found.kind], "id": found.pk})

    return _RICH.sub(replaced, html)


def _tag(name, attributes):
    shown = {key: attributes[key] for key in sorted(attributes)}
    ending = "/" if name == "embed" else ""
    return f"<{name} " + " ".join(f'{key}="{escape(value)}"' for key, value in shown.items()) + f"{ending}>"


def split(destination):
    """(address without query and anchor, anchor with its # or "") of a destination, percent signs decoded."""
    try:
        parts = urlsplit(destination)
    except ValueError:
        return destination, ""
    anchor = f"#{parts.fragment}" if re.fullmatch(r"[\w-]+", parts.fragment) else ""
    address = f"{parts.scheme}://{parts.netloc}{parts.path}" if parts.scheme and parts.netloc else parts.path
    return (destination if parts.scheme and not parts.netloc else unquote(address)), anchor
