"""The zip of an import, and what its keys mean."""

from pathlib import Path

from django import forms
from django.utils.translation import gettext_lazy as _

LARGEST = 200 * 1024 * 1024
MAPPINGS = Path(__file__).parents[1] / "exchange" / "mappings"
OURS, OTHER = "", "other"


def _choices():
    named = [(path.stem, path.stem.replace("-", " ").title()) for path in sorted(MAPPINGS.glob("*.yaml"))]
    return [(OURS, _("Our own (docs/knowledge-files.md)")), *named, (OTHER, _("Another one: the mapping below"))]


class ImportForm(forms.Form):
    """A zip with Markdown files. `mapping_text` gives the mapping that was chosen, in YAML."""

    file = forms.FileField(
        label=_("Zip with Markdown files"),
        help_text=_("Pictures and attachments stand beside the files. 200 MB at most."),
        widget=forms.ClearableFileInput(attrs={"accept": ".zip,application/zip"}),
    )
    layout = forms.ChoiceField(label=_("Layout of the files"), required=False)
    mapping = forms.CharField(
        label=_("Mapping"),
        required=False,
        max_length=100_000,
        help_text=_("Only for another layout: YAML that says what its keys mean here."),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["layout"].choices = _choices()

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("The zip is larger than 200 MB. Send it in parts."))
        return file

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("layout") == OTHER and not cleaned.get("mapping", "").strip():
            self.add_error("mapping", _("Say what the keys mean, or choose a layout."))
        return cleaned

    @property
    def mapping_text(self):
        """The YAML of the chosen mapping; empty for our own layout."""
        layout = self.cleaned_data["layout"]
        if layout in (OURS, OTHER):
            return self.cleaned_data["mapping"] if layout == OTHER else ""
        return (MAPPINGS / f"{layout}.yaml").read_text(encoding="utf-8")
