"""Production does not start with what is fine on a developer's machine only."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from portal.checks import refuse_demo_accounts
from tests.factories import make_user

GOOD = {
    "SECRET_KEY": "k" * 10 + "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJ",
    "ALLOWED_HOSTS": "portal.example",
    "BASE_URL": "https://portal.example",
}


def start(tmp_path, **changes):
    """Load the production settings in a fresh process with this environment."""
    environ = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), **GOOD, **changes}
    return subprocess.run(
        [sys.executable, "-c", "import portal.settings.production"],
        cwd=settings.BASE_DIR,
        env={key: value for key, value in environ.items() if value is not None},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_production_starts_with_a_real_key(tmp_path):
    assert start(tmp_path).returncode == 0


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is a default or shorter"),
        ({"SECRET_KEY": "development-only-key-that-production-refuses-to-start-with"}, "SECRET_KEY is a default"),
        ({"DEBUG": "1"}, "DEBUG is on"),
        ({"DEMO": "1"}, "DEMO is on"),
    ],
)
def test_production_refuses_unsafe_settings_and_names_them(tmp_path, changes, said):
    result = start(tmp_path, **changes)
    assert result.returncode != 0
    assert said in result.stderr


@pytest.mark.django_db
def test_production_refuses_a_database_with_demo_accounts():
    refuse_demo_accounts(settings.DEMO_DOMAIN)
    user = make_user(email=f"somebody@{settings.DEMO_DOMAIN}")
    with pytest.raises(ImproperlyConfigured, match="demo accounts"):
        refuse_demo_accounts(settings.DEMO_DOMAIN)
    user.is_active = False
    user.save()
    refuse_demo_accounts(settings.DEMO_DOMAIN)
