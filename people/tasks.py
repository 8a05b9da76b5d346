"""Work that waits until a write is committed."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from people.models import Invitation


@task()
def send_invitation(invitation_id):
    """Mail the link of an invitation that is open and not yet sent. Running it twice sends one mail."""
    unsent = Invitation.objects.open().filter(pk=invitation_id, sent_at__isnull=True)
    invitation = unsent.select_related("team", "invited_by").first()
    if invitation is None:
        return
    name = settings.WAGTAIL_SITE_NAME
    context = {"invitation": invitation, "brand_name": name, "url": settings.BASE_URL + invitation.get_absolute_url()}
    send_mail(
        _("You are invited to %(name)s") % {"name": name},
        render_to_string("people/email/invitation.txt", context),
        settings.DEFAULT_FROM_EMAIL,
        [invitation.email],
    )
    unsent.update(sent_at=timezone.now())
