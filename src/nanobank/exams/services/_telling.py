"""The learner is told of their result; the grade itself stands on the page alone."""

from datetime import datetime

from nanobank.common.addresses import danish_address
from nanobank.exams.models import Registration
from nanobank.notices.models import NoticeKind
from nanobank.notices.services import tell


def tell_learner(registration: Registration, message: str, *, now: datetime) -> None:
    """Tell whoever is registered; ``message`` may name the micro-credential as ``%(title)s``."""
    what = registration.micro_credential
    url = danish_address("registration", registration.uuid)
    values = {"title_da": what.title_da, "title_en": what.title_en}
    tell(people=[registration.person], kind=NoticeKind.EXAM, message=message, values=values, url=url, now=now)
