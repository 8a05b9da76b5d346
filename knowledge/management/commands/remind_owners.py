"""`manage.py remind_owners`: once a day, tell owners which of their pages are due for a look."""

from django.core.management.base import BaseCommand

from knowledge.services import check_links, forget_old, remind_owners


class Command(BaseCommand):
    help = (
        "Reminds owners of pages 14 days before they are due and on the day, in one notification each; looks again at "
        "all links of published pages; forgets old counts of reading. Run it daily: a missed day is caught up with, "
        "and a second run on one day tells nobody twice."
    )

    def handle(self, *args, verbosity=1, **options):
        told = remind_owners()
        broken = check_links()
        forget_old()
        if verbosity:
            self.stdout.write(f"{told} owners were reminded; {broken} pages have links to mend.")
