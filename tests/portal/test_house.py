"""The house keeps its plan: foreign keys point down, files stay near one idea, no page holds inline style or script."""

import re
from itertools import chain

import pytest
from django.apps import apps
from django.conf import settings

FLOORS = {
    "themes": 0,
    "people": 1,
    "search": 2,
    "portfolio": 3,
    "knowledge": 4,
    "assessments": 5,
    "events": 5,
    "courses": 6,
    "communities": 7,
    "portal": 8,
}
ROOMS = sorted(FLOORS)


def relations():
    """Every (model, field) of our rooms that points at another room's model, many-to-many included."""
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models(include_auto_created=True):
            fields = chain(model._meta.local_fields, model._meta.local_many_to_many)
            for field in fields:
                target = field.related_model if field.is_relation else None
                if target is not None and target._meta.app_label in FLOORS:
                    yield room, f"{model._meta.label}.{field.name}", target._meta.app_label


def test_foreign_keys_point_to_lower_floors_only():
    found = list(relations())
    assert len(found) > 40
    wrong = [
        f"{name} points at {target}"
        for room, name, target in found
        if target != room and FLOORS[target] >= FLOORS[room]
    ]
    assert wrong == []


def our_files(*endings):
    for folder in [*ROOMS, "tests"]:
        for path in (settings.BASE_DIR / folder).rglob("*"):
            if path.suffix in endings and not {"migrations", "vendor", "__pycache__", "content"} & set(path.parts):
                yield path


def test_no_file_is_longer_than_400_lines():
    long = {
        str(path.relative_to(settings.BASE_DIR)): count
        for path in our_files(".py", ".html", ".css", ".js")
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert long == {}


INLINE = re.compile(
    r"""\sstyle\s*=\s*["']|<style\b|<script\b(?![^>]*(?:\bsrc=|application/json))|\son[a-z]+\s*=\s*["']|hx-on""",
    re.IGNORECASE,
)


def test_no_page_template_has_inline_style_or_script():
    wrong = []
    for path in our_files(".html"):
        text = re.sub(r"{% comment %}.*?{% endcomment %}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        if "email" not in path.parts:
            wrong += [f"{path.relative_to(settings.BASE_DIR)}: {found.group(0)}" for found in INLINE.finditer(text)]
    assert wrong == []


@pytest.mark.parametrize("room", ROOMS)
def test_each_room_says_what_it_is(room):
    module = apps.get_app_config(room).module
    assert module.__doc__
