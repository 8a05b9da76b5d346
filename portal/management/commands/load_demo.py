"""`manage.py load_demo`: Northmoor Water, from the content files, through the services."""

import logging

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.demo import loader


class Command(BaseCommand):
    """Load the demo once; a second run changes nothing. Prints the address and the sign-ins."""

    help = "Load the demo organisation (once) and print how to sign in."

    def handle(self, *args, **options):
        if settings.REFUSE_DEMO_ACCOUNTS:
            raise CommandError("The demo's accounts have a public password; production does not take them.")
        logging.getLogger("wagtail").setLevel(logging.WARNING)
        if loader.load(say=lambda text: self.stdout.write(f"  {text} …")):
            self.stdout.write("The demo is loaded.")
        self.stdout.write(f"\nGuildhall: {settings.BASE_URL}/   (password of all accounts: {settings.DEMO_PASSWORD})\n")
        for account in settings.DEMO_ACCOUNTS:
            self.stdout.write(f"  {account['role']:<14}  {account['email']}")
        self.stdout.write("")
