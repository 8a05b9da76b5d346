"""Ids of a page put together from several texts."""

from themes.anchors import keep_apart


def test_a_second_id_of_one_name_gets_a_number_with_the_links_to_it():
    part = '<a href="#fn:1">1</a><li id="fn:1">x</li>'
    assert keep_apart([part, part]) == [part, '<a href="#fn:1-2">1</a><li id="fn:1-2">x</li>']


def test_a_number_that_is_taken_is_not_given_twice():
    parts = keep_apart(['<h2 id="a">', '<h2 id="a"><h2 id="a-2">', '<h2 id="a-2">'])
    assert parts[1] == '<h2 id="a-3"><h2 id="a-2">'
    assert parts[2] == '<h2 id="a-2-2">'


def test_links_to_other_parts_stay():
    assert keep_apart(['<h2 id="a">', '<a href="#a">']) == ['<h2 id="a">', '<a href="#a">']
