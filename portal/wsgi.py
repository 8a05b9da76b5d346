"""The WSGI application for gunicorn and other servers."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from portal.checks import refuse_demo_accounts

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")

application = get_wsgi_application()
if settings.REFUSE_DEMO_ACCOUNTS:
    refuse_demo_accounts(settings.DEMO_DOMAIN)
