"""Who may use the media shelf: those who write for its provider; and who sees what lies on it."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.authoring.models import MediaItem, MediaUpload
from nanobank.catalogue.permissions import AUTHORS, can_author, check_may_author
from nanobank.common.errors import NotYours
from nanobank.organisations.models import Membership
from nanobank.study.models import Step


def check_shelves(person: Person, item: MediaItem, now: datetime) -> None:
    """Raise NotYours unless the person writes for the provider on whose shelf the item lies."""
    check_may_author(person, item.provider, now=now)


def check_sends(person: Person, upload: MediaUpload, now: datetime) -> None:
    """Raise NotYours unless the person has begun the upload, and still writes for the provider."""
    if upload.by_id != person.pk:
        raise NotYours(_("There is no such upload."))
    check_may_author(person, upload.provider, now=now)


def can_see_item(person: Person | AnonymousUser, item: MediaItem, now: datetime) -> bool:
    """Whether the person writes for the provider, or may see a step, of anyone's, that shows the item.

    At most two queries; the second looks only among the steps that the person takes or writes.
    """
    if not isinstance(person, Person):
        return False
    if can_author(person, item.provider, now=now):
        return True
    writes_for = Membership.objects.of(person).at(now).filter(role__in=AUTHORS).values("organisation")
    theirs = Q(version__enrolments__person=person, version__enrolments__left_at__isnull=True) | Q(
        version__module__provider__in=writes_for
    )
    shows = Q(body__contains=str(item.uuid)) | Q(file=item.file.name)
    return Step.objects.filter(theirs, shows).exists()


def check_sees_item(person: Person | AnonymousUser, item: MediaItem, now: datetime) -> None:
    """Raise NotYours unless the person may see the item."""
    if not can_see_item(person, item, now):
        raise NotYours(_("This file is for those who take the module."))
