"""The one mail of this room that goes to somebody who may have no account: a learner's question."""

from typing import Final

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from nanobank.common import clock
from nanobank.guidance.models import Invitation
from nanobank.notices.letters import language_of

_SALT: Final = "guidance.invitation"


def token_of(invitation: Invitation) -> str:
    """What the mail's link holds: only who has the mail has it."""
    return signing.Signer(salt=_SALT).sign(invitation.uuid.hex)


def invitation_with(token: str) -> Invitation | None:
    """The invitation that a link is about, as long as it can be answered."""
    try:
        uuid = signing.Signer(salt=_SALT).unsign(token)
    except signing.BadSignature:
        return None
    return Invitation.objects.waiting(clock.now()).select_related("learner", "mentor").filter(uuid=uuid).first()


@task()
def write_invitation(invitation: str) -> bool:
    """Send the question, in the language in which the learner reads mails; not when it was taken back meanwhile."""
    found = Invitation.objects.waiting(clock.now()).select_related("learner").filter(uuid=invitation).first()
    if found is None or not found.email:
        return False
    with override(language_of(found.learner)):
        context = {
            "invitation": found,
            "address": settings.BASE_URL + reverse("mentor_asked", args=[token_of(found)]),
        }
        body = render_to_string("guidance/asked.txt", context)
        subject = _("%s asks whether you will be their mentor") % found.learner.name
    return bool(EmailMessage(" ".join(subject.split()), body, to=[found.email]).send())
