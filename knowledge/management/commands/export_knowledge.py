"""Writes all written knowledge into a folder of Markdown files."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from knowledge.exchange.fields import FOLDERS
from knowledge.exchange.writing_out import Export

OURS = (*FOLDERS.values(), "images", "files")


class Command(BaseCommand):
    help = "Writes published practices, guides, lessons learned, guidelines, tools and terms (docs/knowledge-files.md)."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        parser.add_argument("--prune", action="store_true", help="remove files of an earlier export that are left over")

    def handle(self, *args, folder, prune, **options):
        if folder.exists() and not folder.is_dir():
            raise CommandError(f"{folder} is not a folder.")
        export, written = Export(), set()
        for path, content in export.files():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            if not target.is_file() or target.read_bytes() != content:
                target.write_bytes(content)
            written.add(path)
        left = [path for path in _ours(folder) if path not in written]
        for path in left if prune else ():
            (folder / path).unlink()
        self.stdout.write(f"{len(export.at)} pages, {len(written)} files.")
        if left:
            removed = "removed" if prune else "left over from before (--prune removes them)"
            self.stdout.write(f"{len(left)} files {removed}.")
        if export.left_out:
            self.stdout.write(f"{export.left_out} pages behind a password were left out.")


def _ours(folder):
    """Files that an export would have written: those below our own folders."""
    for name in OURS:
        for path in sorted((folder / name).glob("*")):
            if path.is_file():
                yield path.relative_to(folder).as_posix()
