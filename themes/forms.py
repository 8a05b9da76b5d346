"""Every form of the portal in the look of the portal: label, hint, control, error, and a summary with links.

``{{ form }}`` is enough. A single field is ``{{ field.as_field_group }}`` or
``{% include "components/field.html" with field=form.name %}``.
"""

from django.forms.renderers import TemplatesSetting


class GuildhallRenderer(TemplatesSetting):
    """Renders whole forms and single fields with our templates, widgets with Django's own.

    Widgets keep Django's markup because the page editor shares this renderer; they are dressed by element and type.
    """

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
