"""`manage.py remind_about_guidelines`: once a day, whom a guideline waits for."""

from django.core.management.base import BaseCommand

from knowledge.models import GuidelinePage
from knowledge.services.guidelines import remind_of_ends, remind_readers, tell_readers


class Command(BaseCommand):
    """Tell people who have come since, remind those who are late, and teams whose exception ends within two weeks.

    Each person is told each thing once, so that a second run, or one after days without, does no more than is due.
    """

    help = "Remind people of guidelines that they must read, and teams of exceptions that end. Safe to repeat."

    def handle(self, *args, **options):
        guidelines = GuidelinePage.objects.live().exclude(upkeep__retired_on__isnull=False)
        asked = late = 0
        for guideline in guidelines:
            asked += tell_readers(guideline=guideline)
            late += remind_readers(guideline=guideline)
        self.stdout.write(f"Asked: {asked}. Reminded: {late}. Told of an exception's end: {remind_of_ends()}.")
