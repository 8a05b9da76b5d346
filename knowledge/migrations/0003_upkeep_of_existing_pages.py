"""Somebody answers for every page that was published before upkeep began: its steward, its author or who made it.

A page counts as verified for a year from its last publication; where that year is up, its owner has a month to look.
"""

from datetime import timedelta

from django.db import migrations
from django.utils import timezone

KEPT_BY = {
    "PracticePage": "steward_id",
    "GuidePage": "author_id",
    "LessonLearnedPage": "author_id",
    "GuidelinePage": None,
    "ToolPage": None,
}
EVERY_DAYS, TIME_TO_LOOK = 365, 30
BATCH = 500


def begin_upkeep(apps, schema_editor):
    Upkeep = apps.get_model("knowledge", "Upkeep")
    today = timezone.localdate()
    for name, keeper in KEPT_BY.items():
        pages = apps.get_model("knowledge", name).objects.filter(live=True, upkeep=None)
        columns = ["pk", "owner_id", "last_published_at", *([keeper] if keeper else [])]
        rows = [
            Upkeep(
                page_id=page["pk"],
                owner_id=(page[keeper] if keeper else None) or page["owner_id"],
                verified_until=max(
                    (page["last_published_at"].date() if page["last_published_at"] else today)
                    + timedelta(days=EVERY_DAYS),
                    today + timedelta(days=TIME_TO_LOOK),
                ),
            )
            for page in pages.values(*columns)
        ]
        Upkeep.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0002_knowledge_that_stays_true")]

    operations = [migrations.RunPython(begin_upkeep, migrations.RunPython.noop)]
