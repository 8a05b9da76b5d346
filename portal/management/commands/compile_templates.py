"""`manage.py compile_templates`: every template of the project parses."""

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.template import TemplateSyntaxError, engines


class Command(BaseCommand):
    """Compile all templates below the project's own apps and themes; fail naming each one that does not parse."""

    help = "Compile every template of the project and report those that do not parse."

    def handle(self, *args, **options):
        broken, count = [], 0
        for name in sorted(self._template_names()):
            count += 1
            try:
                engines["django"].get_template(name)
            except TemplateSyntaxError as error:
                broken.append(f"{name}: {error}")
        if broken:
            raise CommandError("\n".join(broken))
        self.stdout.write(f"{count} templates compile.")

    def _template_names(self):
        folders = [
            settings.BASE_DIR / config.name / "templates"
            for config in apps.get_app_configs()
            if (settings.BASE_DIR / config.name).is_dir()
        ]
        folders += [path / "templates" for path in (settings.BASE_DIR / "themes").iterdir() if path.is_dir()]
        for folder in folders:
            for path in folder.rglob("*"):
                if path.suffix in {".html", ".txt", ".xml"}:
                    yield path.relative_to(folder).as_posix()
