"""What production refuses to start with: things that are fine on a developer's machine only.

`portal/settings/production.py` asks `refuse_unsafe_settings` as it loads; `portal/wsgi.py` asks
`refuse_demo_accounts` once the database can be read. Both raise `ImproperlyConfigured`, so that no worker serves a
single page.
"""

from django.core.exceptions import ImproperlyConfigured

KEY_LENGTH = 50


def unsafe_settings(*, secret_key, debug, demo):
    """Sentences about settings that production must not start with; an empty list when all is well."""
    faults = []
    if len(secret_key) < KEY_LENGTH or secret_key.startswith("development-only"):
        faults.append(f"SECRET_KEY is a default or shorter than {KEY_LENGTH} characters: set a random one.")
    if debug:
        faults.append("DEBUG is on: it shows settings and code to strangers. Unset it.")
    if demo:
        faults.append("DEMO is on: it shows accounts with a known password. Unset it.")
    return faults


def refuse_unsafe_settings(**values):
    """Raise `ImproperlyConfigured` naming every fault at once."""
    if faults := unsafe_settings(**values):
        raise ImproperlyConfigured(" ".join(faults))


def refuse_demo_accounts(domain):
    """Raise `ImproperlyConfigured` where an active account of the demo content is in the database."""
    from people.models import User  # settings load this module before there are models

    if User.objects.filter(email__iendswith=f"@{domain}", is_active=True).exists():
        raise ImproperlyConfigured(
            f"This database holds demo accounts (…@{domain}) whose password is public. "
            "Deactivate them, or start with an empty database."
        )
