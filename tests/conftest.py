"""Fixtures shared by all rooms' tests."""

import shutil

import pytest
from django.conf import settings
from django.core.cache import cache


@pytest.fixture(autouse=True)
def clean_cache():
    """No test sees what another one cached."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(scope="session", autouse=True)
def test_folder():
    """The index and uploads of this test process, removed at the end."""
    settings.TEST_DIR.mkdir(parents=True, exist_ok=True)
    yield settings.TEST_DIR
    shutil.rmtree(settings.TEST_DIR, ignore_errors=True)
