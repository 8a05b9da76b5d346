"""Fixtures shared by all rooms' tests."""

import fcntl
import hashlib
import shutil
import tempfile
from importlib.metadata import version
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from pytest_django.fixtures import django_db_setup as create_by_migrating

MIGRATED_BY = ["Django", "wagtail", "django-allauth", "django-tasks-db"]


@pytest.fixture(scope="session")
def django_db_setup(request):
    """A fresh database for each test process. On SQLite it is a copy of one that was migrated once on this machine:
    running all migrations takes half a minute, copying the file none. Elsewhere migrations run as usual."""
    if connection.vendor != "sqlite":
        request.getfixturevalue("migrated_database")
        yield
        return
    blocker = request.getfixturevalue("django_db_blocker")
    settings.TEST_DIR.mkdir(parents=True, exist_ok=True)
    mine = settings.TEST_DIR / "test.sqlite3"
    connection.close()
    connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = str(mine)
    with blocker.unblock():
        shutil.copyfile(_migrated_template(), mine)
        connection.cursor().execute("PRAGMA synchronous=OFF")
    yield
    with blocker.unblock():
        connection.close()


migrated_database = create_by_migrating


def _migrated_template():
    """The migrated file, named by what made it: our migrations and the versions of those that bring their own."""
    digest = hashlib.sha256("".join(f"{name}{version(name)}" for name in MIGRATED_BY).encode())
    for path in sorted(settings.BASE_DIR.glob("*/migrations/*.py")):
        digest.update(path.read_bytes())
    template = Path(tempfile.gettempdir()) / f"guildhall-migrated-{digest.hexdigest()[:16]}.sqlite3"
    with open(template.with_suffix(".lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not template.exists():
            _migrate_into(template)
    return template


def _migrate_into(template):
    name, draft = connection.settings_dict["NAME"], template.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    connection.settings_dict["NAME"] = str(draft)
    call_command("migrate", verbosity=0)
    connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    connection.settings_dict["NAME"] = name
    draft.rename(template)


@pytest.fixture(autouse=True)
def clean_cache():
    """No test sees what another one cached."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(scope="session", autouse=True)
def test_folder():
    """The database, index and uploads of this test process, removed at the end."""
    settings.TEST_DIR.mkdir(parents=True, exist_ok=True)
    yield settings.TEST_DIR
    shutil.rmtree(settings.TEST_DIR, ignore_errors=True)
