"""An index of its own for every test, and a way to have commits happen inside a test's transaction."""

import pytest
from django.contrib.auth.models import AnonymousUser

from people.models import User


@pytest.fixture(autouse=True)
def index_folder(settings, tmp_path):
    """An empty folder for this test's index."""
    folder = tmp_path / "index"
    backends = settings.WAGTAILSEARCH_BACKENDS
    settings.WAGTAILSEARCH_BACKENDS = {**backends, "portal": {**backends["portal"], "PATH": folder}}
    return folder


@pytest.fixture
def committed(db, django_capture_on_commit_callbacks):
    """`with committed():` the changes inside are committed, and what waits for a commit happens at its end."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def stranger():
    return AnonymousUser()


@pytest.fixture
def again():
    """A person as the next request reads them: with the groups they have by then."""
    return lambda user: User.objects.get(pk=user.pk)
