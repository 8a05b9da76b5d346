"""The test suite: a fast password hash, mail in memory, tasks at once, a search index of its own for each process."""

import os
import tempfile
from pathlib import Path

from portal.settings.base import *  # noqa: F403
from portal.settings.base import WAGTAILSEARCH_BACKENDS

SECRET_KEY = "test-key"  # noqa: S105
DEBUG = False
STYLEGUIDE = True
ALLOWED_HOSTS = ["*"]
CSRF_TRUSTED_ORIGINS = []
BASE_URL = "http://testserver"
WAGTAILADMIN_BASE_URL = BASE_URL
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
WHITENOISE_USE_FINDERS = True
SIGNUP = "open"

TEST_DIR = Path(tempfile.gettempdir()) / f"guildhall-test-{os.getpid()}"
MEDIA_ROOT = TEST_DIR / "media"
SEARCH_INDEX_DIR = TEST_DIR / "search"
WAGTAILSEARCH_BACKENDS["portal"]["PATH"] = SEARCH_INDEX_DIR
