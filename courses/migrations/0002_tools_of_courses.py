"""Courses say which tools they teach."""

import modelcluster.fields
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0001_initial"),
        ("knowledge", "0002_knowledge_that_stays_true"),
    ]

    operations = [
        migrations.AddField(
            model_name="coursepage",
            name="tools",
            field=modelcluster.fields.ParentalManyToManyField(
                blank=True, help_text="Tools that it teaches.", related_name="+", to="knowledge.toolpage"
            ),
        ),
    ]
