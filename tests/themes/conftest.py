"""Fixtures of the look."""

import pytest

from themes import brand, stylesheet


@pytest.fixture(autouse=True)
def fresh_look():
    """No test sees the brand or the stylesheet that another one made."""
    brand.forget()
    stylesheet.forget()
    yield
    brand.forget()
    stylesheet.forget()
