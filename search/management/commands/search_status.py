"""`manage.py search_status`: how far behind the index is, how large, and whether it agrees with the rows."""

from django.core.management.base import BaseCommand, CommandError

from search.services import health
from search.services.indexing import disagreements


class Command(BaseCommand):
    help = "Says how many documents there are, how many are behind, and what is wrong where something is."

    def add_arguments(self, parser):
        parser.add_argument("--verify", action="store_true", help="compare index and rows; fails on differences")

    def handle(self, *args, verify=False, **options):
        found = health()
        self.stdout.write(f"Engine      {found.engine}")
        self.stdout.write(f"Documents   {found.documents}")
        self.stdout.write(f"To index    {found.behind}, to remove {found.removals}, to describe {found.changes}")
        self.stdout.write(f"Size        {found.size / 1_000_000:.1f} MB")
        if not found.ok:
            raise CommandError(f"Not well: {found.problem}.")
        if verify:
            self.verify()

    def verify(self):
        """Raises `CommandError` where rows and index differ."""
        missing, surplus = disagreements()
        if missing or surplus:
            raise CommandError(
                f"Rows and index differ: {len(missing)} documents are not indexed {missing[:10]}, "
                f"{len(surplus)} are indexed but gone {surplus[:10]}."
            )
        self.stdout.write(self.style.SUCCESS("Rows and index agree."))
