"""Creating and editing people in the page editor. A profile comes by itself (people/receivers.py)."""

from django.contrib.auth.models import Group
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.users import forms
from wagtail.users.views import users

from people import services


def free_groups():
    """The groups that are given by hand. Those that a team or a community owns are kept in step by its services."""
    owners = [relation.name for relation in Group._meta.related_objects if relation.one_to_one]
    return Group.objects.filter(**{f"{owner}__isnull": True for owner in owners})


class GroupsInStep:
    """Offers the groups given by hand, and keeps the person in the others as they were."""

    error_messages = {
        **forms.UserForm.error_messages,
        "duplicate_username": _("Another account has this e-mail address."),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["groups"].queryset = free_groups()

    def clean_email(self):
        return self.cleaned_data["email"].strip().lower()

    def clean_groups(self):
        owned = Group.objects.exclude(pk__in=free_groups())
        kept = owned.filter(user=self.instance) if self.instance.pk else Group.objects.none()
        return Group.objects.filter(Q(pk__in=self.cleaned_data["groups"]) | Q(pk__in=kept))


class UserCreationForm(GroupsInStep, forms.UserCreationForm):
    """A new account: the person confirms the address when they first sign in."""


class UserEditForm(GroupsInStep, forms.UserEditForm):
    """An account; another address takes the place of all that it had."""

    def save(self, commit=True):
        user = super().save(commit=commit)
        if commit and "email" in self.changed_data:
            services.replace_email(user=user, email=user.email)
        return user


class UserViewSet(users.UserViewSet):
    """Wagtail's, with our forms."""

    def get_form_class(self, for_update=False):
        return UserEditForm if for_update else UserCreationForm
