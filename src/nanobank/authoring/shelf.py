"""What the pages and the API ask about the media shelf."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.authoring.models import MediaItem, MediaKind, MediaUpload
from nanobank.authoring.models.media import MediaItemQuerySet
from nanobank.authoring.permissions import check_sees_item, check_sends, check_shelves
from nanobank.catalogue.models import Module
from nanobank.catalogue.permissions import AUTHORS, check_may_author
from nanobank.common.errors import NotYours
from nanobank.organisations.models import Membership, Organisation
from nanobank.study.models import Step


def providers_of(person: Person, now: datetime) -> list[Organisation]:
    """Those whose shelves the person may use, by name: one query."""
    roles = Membership.objects.of(person).at(now).filter(role__in=AUTHORS).values("organisation")
    return list(Organisation.objects.filter(pk__in=roles).order_by("name_da"))


def provider_for(person: Person, slug: str, now: datetime) -> Organisation:
    """One of them. Raises NotYours, also when there is none of that name."""
    provider = Organisation.objects.filter(slug=slug).first()
    if provider is None:
        raise NotYours(_("There is no such shelf."))
    check_may_author(person, provider, now=now)
    return provider


def module_of(provider: Organisation, slug: str) -> Module | None:
    """The provider's module of that name, if any."""
    found = Module.objects.filter(provider=provider, slug=slug).select_related("current")
    return found.first() if slug and slug.isprintable() else None


def items(
    provider: Organisation, *, kind: str = "", words: str = "", module: Module | None = None
) -> MediaItemQuerySet:
    """What lies on the shelf, newest first, of one kind, named by some words, or put there for a module."""
    found = MediaItem.objects.on_shelf(provider).select_related("added_by", "module__current")
    if kind in MediaKind.values:
        found = found.filter(kind=kind)
    if module is not None:
        found = found.filter(module=module)
    for word in words.replace("\x00", " ").split()[:5]:
        found = found.filter(Q(name__icontains=word) | Q(alt_da__icontains=word) | Q(alt_en__icontains=word))
    return found


def item_for(person: Person, uuid: UUID, now: datetime) -> MediaItem:
    """An item that the person may describe. Raises NotYours, also when there is none."""
    item = _item(uuid)
    check_shelves(person, item, now)
    return item


def item_seen_by(person: Person, uuid: UUID, now: datetime) -> MediaItem:
    """An item that the person may look at. Raises NotYours, also when there is none."""
    item = _item(uuid)
    check_sees_item(person, item, now)
    return item


def _item(uuid: UUID) -> MediaItem:
    item = MediaItem.objects.select_related("provider", "module__current", "added_by").filter(uuid=uuid).first()
    if item is None:
        raise NotYours(_("There is no such file."))
    return item


def upload_for(person: Person, uuid: UUID, now: datetime) -> MediaUpload:
    """The person's own upload. Raises NotYours, also when there is none."""
    upload = MediaUpload.objects.select_related("provider", "module", "by", "item").filter(uuid=uuid).first()
    if upload is None:
        raise NotYours(_("There is no such upload."))
    check_sends(person, upload, now)
    return upload


def steps_that_show(item: MediaItem) -> list[Step]:
    """The steps of the provider's modules that show an item: at most 20, one query."""
    shows = Q(body__contains=str(item.uuid)) | Q(file=item.file.name)
    found = Step.objects.filter(shows, version__module__provider=item.provider_id)
    return list(found.select_related("version__module").defer("body").order_by("version", "position")[:20])


def markdown_of(item: MediaItem, language: str) -> str:
    """What an author writes to show a picture, or to link to a file."""
    if item.kind != MediaKind.PICTURE:
        return f"[{item.name}]({item.address})"
    if item.is_decorative:
        return f"![]({item.address}#pynt)"
    texts = (item.alt_en, item.alt_da) if language == "en" else (item.alt_da, item.alt_en)
    alt = next((text for text in texts if text), "")
    return f"![{alt.replace('[', '(').replace(']', ')')}]({item.address})"
