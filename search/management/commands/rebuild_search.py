"""`manage.py rebuild_search`: describe everything anew and make the index anew, while search goes on."""

from django.core.management.base import BaseCommand, CommandError

from search.engines.whoosh.index import IndexBusyError
from search.services import rebuild


class Command(BaseCommand):
    help = (
        "Describes every findable thing anew and fills a fresh index, then switches to it. "
        "Search goes on meanwhile; an interruption (Ctrl-C) leaves the index in use as it was."
    )

    def handle(self, *args, verbosity=1, **options):
        self.verbosity = verbosity
        try:
            count = rebuild(progress=self.show)
        except IndexBusyError as error:
            raise CommandError("Another rebuild is running. Nothing was changed.") from error
        except KeyboardInterrupt as error:
            raise CommandError("Interrupted. The index in use is as it was.") from error
        if verbosity:
            self.stdout.write(self.style.SUCCESS(f"{count} documents are indexed."))

    def show(self, done, total):
        """A line for each tenth."""
        if self.verbosity and (done == total or done * 10 // total != (done - 200) * 10 // total):
            self.stdout.write(f"{done} of {total} documents")
