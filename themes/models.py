"""Brand settings: the few things that an organisation may change about the look without a theme of its own."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.images import get_image_model_string

from themes import colour
from themes.brand import Brand, fallback

LOGO_FILTER = "max-240x64|format-webp"

valid_colour = RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Write the colour as # and six digits, for example #1f6f6b."))


@register_setting(icon="view")
class BrandSettings(BaseSiteSetting):
    """Name, logo and colours of one site. The theme derives every other colour from these."""

    class Mode(models.TextChoices):
        SYSTEM = "", _("As the reader's device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    name = models.CharField(_("name"), max_length=40, blank=True, help_text=_("Shown beside the mark and in titles."))
    tagline = models.CharField(_("tagline"), max_length=80, blank=True, help_text=_("Shown in the footer."))
    logo = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("PNG or WebP with a transparent ground, at least 64 pixels high. SVG is not accepted."),
    )
    accent = models.CharField(
        _("accent colour"),
        max_length=7,
        blank=True,
        validators=[valid_colour],
        help_text=_("For links and main buttons. Hue and strength are taken over, lightness is set for contrast."),
    )
    highlight = models.CharField(
        _("highlight colour"),
        max_length=7,
        blank=True,
        validators=[valid_colour],
        help_text=_("The marker for “you are here” and “new”. Dark text stands on it, so choose a light colour."),
    )
    mode = models.CharField(
        _("colours at the first visit"), max_length=5, choices=Mode.choices, default=Mode.SYSTEM, blank=True
    )
    radius = models.PositiveSmallIntegerField(
        _("corner radius"), null=True, blank=True, validators=[MaxValueValidator(8)], help_text=_("0 to 8 pixels.")
    )

    panels = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("tagline"), FieldPanel("logo")], heading=_("Name and logo")),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("accent"), FieldPanel("highlight")]),
                FieldRowPanel([FieldPanel("mode"), FieldPanel("radius")]),
            ],
            heading=_("Colours and shape"),
        ),
    ]

    class Meta:
        verbose_name = _("brand")
        verbose_name_plural = _("brands")

    def __str__(self) -> str:
        return self.name or gettext("Brand")

    def clean(self) -> None:
        """Refuse what nobody could read, and a logo that could carry a script."""
        super().clean()
        errors = {}
        if self.accent and colour.is_hex(self.accent):
            errors["accent"] = _failures(colour.accent_checks(colour.from_hex(self.accent)))
        if self.highlight and colour.is_hex(self.highlight):
            errors["highlight"] = _failures(colour.highlight_checks(colour.from_hex(self.highlight)))
        if self.logo and self.logo.file.name.lower().endswith((".svg", ".svgz")):
            errors["logo"] = [gettext("An SVG can carry a script. Choose a PNG or WebP image.")]
        errors = {field: messages for field, messages in errors.items() if messages}
        if errors:
            raise ValidationError(errors)

    def as_brand(self) -> Brand:
        """These settings as plain values; a logo whose file is lost is left out."""
        return Brand(
            name=self.name or fallback().name,
            tagline=self.tagline,
            logo_url=self._logo_url(),
            accent=self.accent,
            highlight=self.highlight,
            mode=self.mode,
            radius=self.radius,
        )

    def _logo_url(self) -> str:
        if not self.logo:
            return ""
        try:
            return self.logo.get_rendition(LOGO_FILTER).url
        except OSError:
            return ""


def _failures(checks: list[colour.Check]) -> list[str]:
    """One sentence for each pair that is too weak."""
    return [
        gettext("Too little contrast (%(pair)s): %(ratio).1f to 1, at least %(needed).1f to 1 is needed.")
        % {"pair": check.name, "ratio": check.ratio, "needed": check.needed}
        for check in checks
        if not check.passed
    ]
