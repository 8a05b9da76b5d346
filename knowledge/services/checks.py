"""The models' own checks in the words of a refusal."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _


def wrong_fields(instance, *, exclude, prefix=""):
    """{prefix + field name: message} of the model's own field checks, and of texts that are longer than their field.

    Django checks the length of a `TextField` in forms only.
    """
    try:
        instance.clean_fields(exclude=exclude)
        errors = {}
    except ValidationError as wrong:
        errors = {name: " ".join(messages) for name, messages in wrong.message_dict.items()}
    for field in instance._meta.fields:
        if isinstance(field, models.TextField) and field.max_length and field.name not in errors:
            length = len(getattr(instance, field.attname) or "")
            if length > field.max_length:
                errors[field.name] = _("This is too long: %(length)s characters, at most %(most)s.") % {
                    "length": length,
                    "most": field.max_length,
                }
    return {prefix + name: message for name, message in errors.items()}
