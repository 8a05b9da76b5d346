"""Reading the written form of a maturity model: every mistake is named with its place."""

import re

from django.utils.translation import gettext as _

from assessments.exceptions import AssessmentError

KEY = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")
LONGEST_KEY = 50
LONGEST_ITEM_KEY = 80
LONGEST_TITLE = 120
LONGEST_TEXT = 600
HIGHEST_LEVEL = 100


def read_model(data):
    """The model as plain, trimmed values in a fixed form. Raises `AssessmentError` with one message for each place."""
    errors = {}
    if not isinstance(data, dict):
        raise AssessmentError({"": _("A model is written as names with values.")})
    key = _key(data, "", errors, longest=LONGEST_KEY)
    if "." in key:
        errors["id"] = _("The id of a model has no dots.")
    scale = _scale(data.get("scale"), errors)
    definition = {
        "id": key,
        "version": _version(data.get("version"), errors),
        "title": _text(data, "title", "", errors, required=True, longest=LONGEST_TITLE),
        "summary": _text(data, "summary", "", errors),
        "scale": scale,
        "dimensions": _dimensions(data, [level["value"] for level in scale], errors),
    }
    if errors:
        raise AssessmentError(errors)
    return definition


def _is_whole(value):
    return isinstance(value, int) and not isinstance(value, bool)


def _version(value, errors):
    if not _is_whole(value) or not 1 <= value <= 10_000:
        errors["version"] = _("The version is a whole number from 1.")
    return value


def _text(node, name, where, errors, *, required=False, longest=LONGEST_TEXT):
    value = node.get(name)
    place = f"{where}{name}"
    if value is not None and not isinstance(value, str):
        errors[place] = _("Write text here, in quotes if it looks like a number.")
        return ""
    text = " ".join((value or "").split())
    if required and not text:
        errors[place] = _("This is missing.")
    elif len(text) > longest or "\0" in text:
        errors[place] = _("Use at most %(longest)s plain characters.") % {"longest": longest}
    return text


def _key(node, where, errors, *, longest=LONGEST_ITEM_KEY):
    key = node.get("id")
    if not isinstance(key, str) or not KEY.fullmatch(key) or len(key) > longest:
        errors[f"{where}id"] = _("An id is made of small letters, digits, dots and hyphens, like flow.limits.")
        return ""
    return key


def _scale(levels, errors):
    if not isinstance(levels, list) or len(levels) < 2 or not all(isinstance(level, dict) for level in levels):
        errors["scale"] = _("A scale has two levels or more, each with value and name.")
        return []
    read = []
    for row, level in enumerate(levels):
        where = f"scale.{row}."
        if not _is_whole(level.get("value")) or not 0 <= level["value"] <= HIGHEST_LEVEL:
            errors[f"{where}value"] = _("The value of a level is a whole number from 0 to 100.")
            continue
        if read and level["value"] <= read[-1]["value"]:
            errors[f"{where}value"] = _("The values of a scale rise from level to level.")
        name = _text(level, "name", where, errors, required=True, longest=LONGEST_TITLE)
        description = _text(level, "description", where, errors)
        read.append({"value": level["value"], "name": name, "description": description})
    return read


def _rows(node, name, where, errors):
    """A list of nodes that is not empty."""
    rows = node.get(name)
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        errors[f"{where}{name}"] = _("There is nothing here.")
        return []
    return rows


def _dimensions(data, values, errors):
    seen, read = {}, []
    for place, dimension in enumerate(_rows(data, "dimensions", "", errors)):
        where = f"dimensions.{place}."
        items = [
            _item(item, f"{where}items.{row}.", values, seen, errors)
            for row, item in enumerate(_rows(dimension, "items", where, errors))
        ]
        summary = _text(dimension, "summary", where, errors)
        read.append({**_node(dimension, where, seen, errors), "summary": summary, "items": items})
    return read


def _node(node, where, seen, errors):
    """What dimensions and items share. Ids are unique in the whole model."""
    key = _key(node, where, errors)
    if key and key in seen:
        errors[f"{where}id"] = _("“%(id)s” is also the id at %(other)s. Every id stands once.") % {
            "id": key,
            "other": seen[key],
        }
    seen.setdefault(key, where.rstrip("."))
    return {
        "id": key,
        "title": _text(node, "title", where, errors, required=True, longest=LONGEST_TITLE),
        "question": _text(node, "question", where, errors, required=True),
    }


def _item(item, where, values, seen, errors):
    return {
        **_node(item, where, seen, errors),
        "hint": _text(item, "hint", where, errors),
        "levels": _levels(item.get("levels"), where, values, errors),
        "practices": _slugs(item.get("practices"), where, errors),
    }


def _levels(levels, where, values, errors):
    """A text for every level of the scale and for no other."""
    levels = levels if isinstance(levels, dict) else {}
    texts = {str(value): text for value, text in levels.items()}
    for value in sorted(set(texts) - {str(value) for value in values}):
        errors[f"{where}levels.{value}"] = _("The scale has no level %(level)s.") % {"level": value}
    return {str(value): _text(texts, str(value), f"{where}levels.", errors, required=True) for value in values}


def _slugs(slugs, where, errors):
    slugs = [] if slugs is None else slugs
    if not isinstance(slugs, list) or not all(isinstance(slug, str) for slug in slugs):
        errors[f"{where}practices"] = _("Practices are a list of slugs.")
        return []
    return list(dict.fromkeys(slugs))
