"""What lies on the media shelf: taken in by content, described, captioned, put into a step, taken down."""

from datetime import datetime
from pathlib import Path, PurePath
from typing import Final

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nanobank.accounts.models import Person
from nanobank.authoring import bridge
from nanobank.authoring.formats import pictures
from nanobank.authoring.models import MediaItem, MediaKind
from nanobank.authoring.models.media import shelved_name
from nanobank.authoring.permissions import check_shelves
from nanobank.catalogue.models import Language, Module
from nanobank.common.errors import Refused
from nanobank.common.uploads import CAPTIONS, DOCUMENTS, VIDEO, Allowed, check_upload
from nanobank.organisations.models import Organisation
from nanobank.study.formats import films
from nanobank.study.models import Step, StepKind
from nanobank.study.services.drafting import draft_for

PICTURES: Final = frozenset({".png", ".jpg", ".jpeg", ".webp"})
_ALLOWED: Final = {
    MediaKind.PICTURE: Allowed(PICTURES, megabytes=20),
    MediaKind.FILM: Allowed(VIDEO, megabytes=500),
    MediaKind.DOCUMENT: Allowed(DOCUMENTS - PICTURES, megabytes=50),
}
_CAPTIONS = Allowed(CAPTIONS, megabytes=1)
_NOT_SHOWN = {
    "broken": gettext_lazy("The picture is broken. Save it anew and try again."),
    "too_large": gettext_lazy("The picture is too large: at most 10,000 points a side and 50 million in all."),
    "moves": gettext_lazy("The picture moves, and cannot be stopped by those whom it disturbs. Send it as a video."),
}
_ALT_FAULTS = {
    "no_alt": gettext_lazy("Say in words what the picture shows, or that it is only decoration."),
    "alt_is_file_name": gettext_lazy("This is the name of a file. Say what the picture shows."),
    "alt_too_long": gettext_lazy("Say it in at most 250 characters; a longer description belongs in the text."),
}
_CAPTION_FAULTS = {
    "not_vtt": gettext_lazy("The file does not begin with WEBVTT. Save the captions as WebVTT (.vtt)."),
    "bad_times": gettext_lazy("Line %(line)d: the times cannot be read. Write them as 00:01.000 --> 00:04.000."),
    "ends_before_it_starts": gettext_lazy("Line %(line)d: the caption ends before it begins."),
    "out_of_order": gettext_lazy("Line %(line)d: the caption begins before the one above it."),
    "says_nothing": gettext_lazy("Line %(line)d: the caption says nothing."),
    "no_cues": gettext_lazy("There are no captions in the file."),
    "stops_early": gettext_lazy("The captions stop at %(where)s, before the middle of the video."),
    "after_the_film": gettext_lazy("The captions go on to %(where)s, after the video has ended."),
}
_REMARKS: Final = frozenset({"stops_early"})
"""Told, but no reason to refuse: a film may go on without words."""


def kind_of(name: str) -> MediaKind:
    """What a file's ending says that it is. Raises Refused (field ``file``) for one that is not taken."""
    ending = PurePath(name).suffix.lower()
    for kind, allowed in _ALLOWED.items():
        if ending in allowed.endings:
            return kind
    endings = ", ".join(sorted(one[1:] for allowed in _ALLOWED.values() for one in allowed.endings))
    raise Refused(_("This kind of file cannot be used here. Use one of: %s.") % endings, field="file")


def check_announced(name: str, size: int) -> None:
    """Raise Refused (field ``file``) for a name or size that would not be taken, before a byte has come."""
    allowed = _ALLOWED[kind_of(name)]
    if size <= 0:
        raise Refused(_("The file is empty."), field="file")
    if size > allowed.most:
        sentence = _("The file is larger than %d MB. Make it smaller, or divide it.")
        raise Refused(sentence % allowed.megabytes, field="file")


def take_in(
    *, path: Path, name: str, provider: Organisation, module: Module | None, by: Person | None, now: datetime
) -> MediaItem:
    """Lay the file at ``path`` on the shelf; it is told by its content, and moved, not copied. ``by``: who has sent it.

    A picture is kept without place, time and camera. Raises Refused (field ``file``) for what is not what it says.
    """
    kind = kind_of(name)
    item = MediaItem(
        provider=provider, module=module, kind=kind, name=name, size=path.stat().st_size, added_by=by, added_at=now
    )
    if kind == MediaKind.PICTURE:
        _take_picture(item, path)
    else:
        with path.open("rb") as stream:
            ending = check_upload(File(stream, name=name), _ALLOWED[kind], field="file")
            item.seconds = films.seconds_of(stream) if kind == MediaKind.FILM else None
        item.file.name = shelved_name(item, ending)
        target = Path(default_storage.path(item.file.name))
        target.parent.mkdir(parents=True, exist_ok=True)
        path.replace(target)
    item.save()
    return item


def _take_picture(item: MediaItem, path: Path) -> None:
    content = path.read_bytes()
    if not pictures.is_picture(content[:16]):
        ending = PurePath(item.name).suffix[1:]
        told = _("The content of the file is not what its name says (%s). Save it anew and try again.")
        raise Refused(told % ending, field="file")
    try:
        picture = pictures.cleaned(content)
    except pictures.NotShown as error:
        raise Refused(_NOT_SHOWN[error.why], field="file") from error
    item.width, item.height, item.size = picture.width, picture.height, len(picture.content)
    item.file.save(f"x{picture.ending}", ContentFile(picture.content), save=False)


@transaction.atomic
def describe(*, item: MediaItem, alt_da: str, alt_en: str, is_decorative: bool, by: Person, now: datetime) -> MediaItem:
    """Say in words what a picture shows, in Danish or English or both, or that it is only decoration.

    Raises NotYours; Refused, naming ``alt_da`` or ``alt_en``.
    """
    check_shelves(by, item, now)
    texts = {"alt_da": alt_da.strip(), "alt_en": alt_en.strip()}
    if is_decorative:
        texts = dict.fromkeys(texts, "")
    else:
        if not any(texts.values()):
            raise Refused(_ALT_FAULTS["no_alt"], field="alt_da")
        for field, text in texts.items():
            for fault in bridge.alt_faults(text) if text else ():
                raise Refused(_ALT_FAULTS[fault.code], field=field)
    item.alt_da, item.alt_en, item.is_decorative = texts["alt_da"], texts["alt_en"], is_decorative
    item.save(update_fields=["alt_da", "alt_en", "is_decorative"])
    return item


@transaction.atomic
def caption(*, item: MediaItem, file: File[bytes], language: str, by: Person, now: datetime) -> str:
    """Give a film its captions, in place of those it has; a remark on them, if there is any.

    Raises NotYours; Refused (field ``captions``), naming the line.
    """
    check_shelves(by, item, now)
    if item.kind != MediaKind.FILM:
        raise Refused(_("Only a video has captions."), field="captions")
    if language not in Language.values:
        raise Refused(_("Choose the language of the captions."), field="language")
    check_upload(file, _CAPTIONS, field="captions")
    try:
        text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(_("The captions cannot be read. Save them as UTF-8."), field="captions") from error
    remark = ""
    for fault in bridge.captions_of(text, item.seconds).faults:
        remark = str(_CAPTION_FAULTS[fault.code]) % {"line": fault.line, "where": fault.where}
        if fault.code not in _REMARKS:
            raise Refused(remark, field="captions")
    item.captions.save("x.vtt", ContentFile(text.encode()), save=False)
    item.captions_language = language
    item.save(update_fields=["captions", "captions_language"])
    return remark


@transaction.atomic
def use_in_step(*, item: MediaItem, step: Step, by: Person, now: datetime) -> Step:
    """Let a draft's video or file step show a film or file of the shelf, with its captions.

    Raises NotYours; Conflict once the version is published; Refused when the kinds do not fit.
    """
    check_shelves(by, item, now)
    wanted = {MediaKind.FILM: StepKind.VIDEO, MediaKind.DOCUMENT: StepKind.FILE}.get(MediaKind(item.kind))
    if step.kind != wanted:
        raise Refused(_("This does not fit the kind of the step."))
    draft_for(step.version_id, by, now)
    step.file.name, step.captions.name = item.file.name, item.captions.name or ""
    step.save(update_fields=["file", "captions"])
    return step


@transaction.atomic
def retire(*, item: MediaItem, by: Person, now: datetime) -> None:
    """Take an item off the shelf. The file stays, since texts and steps may show it. Raises NotYours."""
    check_shelves(by, item, now)
    item.retired_at = now
    item.save(update_fields=["retired_at"])
