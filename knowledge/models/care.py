"""What guards a page of written knowledge when it is saved and served: its links, and its successor once retired."""

from django.http import HttpResponsePermanentRedirect
from wagtail.admin.forms import WagtailAdminPageForm


class KnowledgePageForm(WagtailAdminPageForm):
    """The CMS's form: says beside the field what keeps the page from being published. Drafts may have it."""

    def _post_clean(self):
        super()._post_clean()
        if self.is_deferred_validation or self.errors:
            return
        from knowledge.link_checks import publishing_errors  # it reads the models

        relations = {name: self.cleaned_data.get(name) for name in getattr(self.instance, "RELATIONS", ())}
        for name, messages in publishing_errors(self.instance, relations).items():
            self.add_error(name if name in self.fields else None, messages)


class CaredFor:
    """A page that is not published with links into nowhere, and that leads to its successor when it is retired."""

    base_form_class = KnowledgePageForm

    def full_clean(self, *args, **kwargs):
        from knowledge.link_checks import canonicalise  # it reads the models

        canonicalise(self)
        super().full_clean(*args, **kwargs)

    def save(self, clean=True, **kwargs):
        """Raises `ValidationError`, by field, where a page that is or goes live has a link into nowhere."""
        from knowledge.link_checks import refuse_unpublishable  # it reads the models

        if clean and self.live:
            refuse_unpublishable(self)
        return super().save(clean=clean, **kwargs)

    def serve(self, request, *args, **kwargs):
        """The page, or the way to its successor, which browsers ask for anew: a page may be brought back."""
        from knowledge.upkeep_reading import successor_for  # it reads the models

        successor = successor_for(self, request.user)
        if successor is None:
            return super().serve(request, *args, **kwargs)
        response = HttpResponsePermanentRedirect(successor.url)
        response["Cache-Control"] = "private, no-cache"
        return response
