"""The role of editors may add, change and delete terms of the glossary."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

ROLE = "Editors"
NAMES = ["add_term", "change_term", "delete_term", "view_term"]


def allow(apps, schema_editor):
    # Permissions are made after all migrations; here they are needed before.
    create_permissions(installed.get_app_config("knowledge"), apps=apps, verbosity=0)
    Permission, Group = apps.get_model("auth", "Permission"), apps.get_model("auth", "Group")
    found = Permission.objects.filter(content_type__app_label="knowledge", codename__in=NAMES)
    Group.objects.get_or_create(name=ROLE)[0].permissions.add(*found)


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0003_upkeep_of_existing_pages"), ("people", "0002_role_groups")]

    operations = [migrations.RunPython(allow, migrations.RunPython.noop)]
