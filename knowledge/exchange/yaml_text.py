"""YAML as it is read and written here: plain values, no surprises.

Dates, times and numbers that would lose a digit stay texts (`1.10`, `12:30`, `2026-02-31`), as YAML 1.2 has it; whoever
needs a date reads it from the text. Aliases, which let a few lines unfold into gigabytes, tags and repeated keys are
refused. What `dump` writes, `load` reads back the same.
"""

import math
import re

import yaml
from django.utils.translation import gettext as _

from knowledge.exchange.refusals import Refused

_EVENTS = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

DEEPEST = 20
MOST_VALUES = 50_000
WIDEST = 1_000_000

_INT = re.compile(r"^(?:0|-?[1-9][0-9]{0,17})$")
_FLOAT = re.compile(r"^-?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,17}$")
_BOOL = re.compile(r"^(?:true|false)$")
_NULL = re.compile(r"^(?:null|~|)$")
_KINDS = [
    ("tag:yaml.org,2002:bool", _BOOL, "tf"),
    ("tag:yaml.org,2002:int", _INT, "-0123456789"),
    ("tag:yaml.org,2002:float", _FLOAT, "-0123456789"),
    ("tag:yaml.org,2002:null", _NULL, ["n", "~", ""]),
]
_AWKWARD = re.compile("[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_NOT_AS_BLOCK = re.compile(r"\A\s|[ \t](?:\n|\Z)")
_UNREADABLE = re.compile("[^\x09\x0a\x0d\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class _Loader(yaml.SafeLoader):
    yaml_implicit_resolvers: dict = {}
    yaml_constructors: dict = {}


class _Dumper(yaml.SafeDumper):
    yaml_implicit_resolvers: dict = {}

    def ignore_aliases(self, data):
        return True

    def increase_indent(self, flow=False, indentless=False):
        return super().increase_indent(flow, False)


for _tag, _pattern, _first in _KINDS:
    _Loader.add_implicit_resolver(_tag, _pattern, list(_first))
    _Dumper.add_implicit_resolver(_tag, _pattern, list(_first))


def _text(loader, node):
    return node.value


def _float(loader, node):
    value = float(node.value)
    return value if repr(value) == node.value else node.value


_Loader.add_constructor("tag:yaml.org,2002:str", _text)
_Loader.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value))
_Loader.add_constructor("tag:yaml.org,2002:float", _float)
_Loader.add_constructor("tag:yaml.org,2002:bool", lambda loader, node: node.value == "true")
_Loader.add_constructor("tag:yaml.org,2002:null", lambda loader, node: None)


def _represent_text(dumper, value):
    """Several lines as a block that can be read; what a block or a bare word would change, in quotes."""
    style = None
    if _AWKWARD.search(value):
        style = '"'
    elif "\n" in value:
        style = '"' if _NOT_AS_BLOCK.search(value) else "|"
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


def _represent_float(dumper, value):
    return dumper.represent_scalar("tag:yaml.org,2002:float", repr(value))


_Dumper.add_representer(str, _represent_text)
_Dumper.add_representer(float, _represent_float)


def load(text, first_line=1):
    """(value, {key of the outermost mapping: line}) of a YAML text that begins at `first_line` of its file.

    Raises `Refused` with the line for what is not YAML or not plain values.
    """
    unreadable = _UNREADABLE.search(text)
    if unreadable:
        line = first_line + text.count("\n", 0, unreadable.start())
        raise Refused(_("The character U+%(code)04X is not allowed here.") % {"code": ord(unreadable[0])}, line)
    try:
        _guard(text, first_line)
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
            return (_value(loader, node, first_line), _lines(node, first_line)) if node else (None, {})
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as wrong:
        mark = wrong.problem_mark or wrong.context_mark
        line = first_line + mark.line if mark else None
        raise Refused(_("This is not YAML: %(problem)s.") % {"problem": wrong.problem}, line) from wrong
    except (yaml.YAMLError, ValueError, RecursionError) as wrong:
        raise Refused(_("This is not YAML: %(problem)s.") % {"problem": wrong}, first_line) from wrong


def _guard(text, first_line):
    """Look at the stream of events, which is as long as the text, before anything is built from it."""
    depth = 0
    for number, event in enumerate(yaml.parse(text, Loader=_EVENTS)):
        line = first_line + event.start_mark.line
        if isinstance(event, yaml.AliasEvent):
            raise Refused(_("Aliases (*name) are not read; write the value out."), line)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST or number > MOST_VALUES:
            raise Refused(_("This is nested too deeply or holds too many values."), line)


def _lines(node, first_line):
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return {key.value: first_line + key.start_mark.line for key, _value in pairs}


def _value(loader, node, first_line):
    """The value of a node: built here, because PyYAML would let a repeated key win in silence."""
    line = first_line + node.start_mark.line
    if isinstance(node, yaml.ScalarNode):
        if "\0" in node.value:
            raise Refused(_("There is a NUL character here."), line)
        if node.tag not in loader.yaml_constructors:
            raise Refused(_("Tags like %(tag)s are not read.") % {"tag": node.tag[:60]}, line)
        return loader.yaml_constructors[node.tag](loader, node)
    if isinstance(node, yaml.SequenceNode) and node.tag == "tag:yaml.org,2002:seq":
        return [_value(loader, each, first_line) for each in node.value]
    if not isinstance(node, yaml.MappingNode) or node.tag != "tag:yaml.org,2002:map":
        raise Refused(_("Tags like %(tag)s are not read.") % {"tag": node.tag[:60]}, line)
    found = {}
    for key, value in node.value:
        at = first_line + key.start_mark.line
        if not isinstance(key, yaml.ScalarNode):
            raise Refused(_("A key must be a word."), at)
        if "\0" in key.value:
            raise Refused(_("There is a NUL character here."), at)
        if key.value in found:
            raise Refused(_("“%(key)s” stands here twice.") % {"key": key.value[:60]}, at)
        found[key.value] = _value(loader, value, first_line)
    return found


def dump(value):
    """YAML of plain values, keys in their order, long lines left whole."""
    return yaml.dump(
        plain(value), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=WIDEST, default_flow_style=False
    )


def plain(value):
    """The value with numbers that YAML and JSON cannot both hold turned into texts."""
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return value if _INT.match(str(value)) else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) and _FLOAT.match(repr(value)) else repr(value)
    return str(value)
