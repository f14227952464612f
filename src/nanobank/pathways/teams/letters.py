"""A mail to each who is sent their part of a team's plan."""

from collections.abc import Iterable

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from nanobank.pathways.letters import language_of
from nanobank.pathways.models import TeamPart


def tell(parts: Iterable[TeamPart]) -> None:
    """Write to each; a mail that cannot be sent is no reason to take the part back."""
    letters = [_letter(part) for part in parts]
    if letters:
        get_connection(fail_silently=True).send_messages(letters)


def _letter(part: TeamPart) -> EmailMessage:
    person, team = part.member.person, part.member.team
    with override(language_of(person)):
        address = f"{settings.BASE_URL}{reverse('team_part', args=[part.uuid])}"
        subject = _("%(employer)s has planned for you: %(title)s") % {
            "employer": team.organisation.name,
            "title": team.title,
        }
        context = {"name": person.given_name, "team": team, "address": address}
        body = render_to_string("pathways/team_part.txt", context)
    return EmailMessage(" ".join(subject.split()), body, to=[person.email])
