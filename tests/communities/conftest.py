"""An index of its own for every test, and a way to have commits happen inside a test's transaction."""

import pytest


@pytest.fixture(autouse=True)
def index_folder(settings, tmp_path):
    """An empty folder for this test's index."""
    backends = settings.WAGTAILSEARCH_BACKENDS
    settings.WAGTAILSEARCH_BACKENDS = {**backends, "portal": {**backends["portal"], "PATH": tmp_path / "index"}}


@pytest.fixture
def committed(db, django_capture_on_commit_callbacks):
    """`with committed():` the changes inside are committed, and what waits for a commit happens at its end."""
    return lambda: django_capture_on_commit_callbacks(execute=True)
