"""Footnotes of a text that is kept in parts."""

from themes.footnotes import settle


def test_a_definition_moves_to_the_part_that_refers_to_it_with_its_lines():
    assert settle(["One[^1].", "Two.\n\n[^1]: By hand,\n    twice.\n"]) == [
        "One[^1].\n\n[^1]: By hand,\n    twice.",
        "Two.",
    ]


def test_parts_with_footnotes_of_their_own_keep_them():
    parts = ["One[^1].\n\n[^1]: First.", "Two[^1].\n\n[^1]: Second."]
    assert settle(parts) == parts


def test_code_is_left_alone():
    parts = ["One[^1].\n\n```\n[^1]: not a note\n```", "`[^2]` Two.\n\n[^1]: A note.", "[^2]: Unused."]
    assert settle(parts)[0].endswith("[^1]: A note.")
    assert "[^1]: not a note" in settle(parts)[0]
    assert settle(parts)[2] == "[^2]: Unused."


def test_what_is_defined_nowhere_stays_as_it_was_written():
    assert settle(["One[^1]."]) == ["One[^1]."]
    assert settle([]) == []
