"""Takes written knowledge in from a folder or a zip of Markdown files."""

from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from knowledge.exchange.mapping import Mapping
from knowledge.exchange.refusals import Refused
from knowledge.exchange.sources import Folder, Zip
from knowledge.exchange.taking_in import REFUSED, Import
from knowledge.exchange.whole import run
from people.models import User

OWN_MAPPINGS = Path(__file__).parents[2] / "exchange" / "mappings"


class Command(BaseCommand):
    help = "Takes practices, guides, lessons learned, guidelines, tools and terms in (docs/knowledge-files.md)."

    def add_arguments(self, parser):
        parser.add_argument("source", help="a folder, or a zip")
        parser.add_argument("--mapping", help="a YAML file, or the name of one of ours (open-practice-library)")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")
        parser.add_argument("--section", help="the section that all pages go into")
        parser.add_argument("--as", dest="user", help="e-mail address of the person whose import this is")

    def handle(self, *args, **options):
        user = User.objects.filter(email__iexact=options["user"]).first() if options["user"] else None
        if options["user"] and user is None:
            raise CommandError(f"There is no account for {options['user']}.")
        source = None
        try:
            source = Zip(options["source"]) if Path(options["source"]).is_file() else Folder(options["source"])
            import_ = Import(source, self._mapping(options["mapping"]), user=user, section=options["section"])
            self.verbosity = options["verbosity"]
            rows = run(import_, dry=options["dry_run"], say=self._say)
        except Refused as wrong:
            raise CommandError(wrong.words) from wrong
        finally:
            if source:
                source.close()
        self._report(rows, import_, options["dry_run"])

    @staticmethod
    def _mapping(name):
        if not name:
            return Mapping()
        path = Path(name) if Path(name).is_file() else OWN_MAPPINGS / f"{Path(name).stem}.yaml"
        if not path.is_file():
            raise CommandError(f"There is no mapping {name}.")
        try:
            return Mapping.of(path.read_text(encoding="utf-8"))
        except UnicodeDecodeError as wrong:
            raise CommandError(f"{name} is not UTF-8 text.") from wrong
        except Refused as wrong:
            raise CommandError(f"{name}: {wrong.words}") from wrong

    def _say(self, done, total, row):
        """A line for each remark and refusal, and a line of progress for every hundred files."""
        if row.messages and (self.verbosity or row.state == REFUSED):
            for message in row.messages:
                self.stderr.write(f"{row.file}: {message}")
        if done and (done % 100 == 0 or done == total):
            self.stdout.write(f"{done} of {total} files")

    def _report(self, rows, import_, dry):
        states = Counter(row.state for row in rows)
        counted = ", ".join(f"{count} {state}" for state, count in sorted(states.items())) or "nothing"
        links = sum(row.links for row in rows)
        would = "would be " if dry else ""
        self.stdout.write(f"{len(import_.paths)} read; {would}{counted}; {links} links between the files found.")
        if states[REFUSED]:
            others = "Nothing was written." if dry else "The others are in."
            raise CommandError(f"{states[REFUSED]} refused: see above. {others}", returncode=2)
