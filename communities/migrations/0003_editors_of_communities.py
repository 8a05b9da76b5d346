import django.db.models.deletion
from django.db import migrations, models


def found_groups(apps, schema_editor):
    """Every community that is there gets the group of its leads."""
    Community = apps.get_model("communities", "Community")
    Group = apps.get_model("auth", "Group")
    for community in Community.objects.filter(editors_group=None):
        community.editors_group = Group.objects.create(name=f"Community editors: {community.slug}")
        community.save(update_fields=["editors_group"])
        for membership in community.memberships.filter(role="lead"):
            membership.user.groups.add(community.editors_group)


class Migration(migrations.Migration):

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('communities', '0002_discussions'),
    ]

    operations = [
        migrations.AddField(
            model_name='community',
            name='editors_group',
            field=models.OneToOneField(editable=False, help_text='Its leads, who review what is written about its practices.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='edited_community', to='auth.group'),
        ),
        migrations.RunPython(found_groups, migrations.RunPython.noop),
    ]
