"""What somebody is told, of which kind, and how they want to be told of each."""

from datetime import datetime
from typing import Any, ClassVar, Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.common.bilingual import in_english, said
from nanobank.common.models import Model, PublicModel


class Way(models.TextChoices):
    """How one is told. All but ``off`` show in the app too."""

    AT_ONCE = "at_once", _("In the app and by mail at once")
    DIGEST = "digest", _("In the app and in a daily mail")
    APP = "app", _("In the app only")
    OFF = "off", _("Not at all")


class NoticeKind(models.TextChoices):
    """What can be told of. A new kind needs its way in ``USUAL``, and nothing else."""

    MESSAGE = "message", _("Somebody writes to me")
    WAITING = "waiting", _("Somebody has waited two days for my answer")
    APPOINTMENT = "appointment", _("An appointment is made, moved or cancelled")
    MENTORSHIP = "mentorship", _("Mentors: asked, accepted, declined, ended")
    WITHDRAWAL_DECIDED = "withdrawal_decided", _("What I brought from outside has been decided on")
    WITHDRAWAL_ASKED = "withdrawal_asked", _("Something from outside is put before me to judge")
    REVIEW = "review", _("A review is asked of me, or of mine is written")
    QUALITY = "quality", _("The quality mark of something of mine is given or runs out")
    MODULE_CHANGED = "module_changed", _("A module that I use has changed")
    MODULE_TAKEN_UP = "module_taken_up", _("A module of mine is taken up or adapted by others")
    HANDED_ON = "handed_on", _("Something is handed on to me from somebody who has left")
    OFFERS = "offers", _("Offers from outside have been fetched")
    CREDENTIAL = "credential", _("A credential is awarded to me, or no longer counts as it did")
    EXAM = "exam", _("A result of an exam of mine is there, or is corrected")
    PLAN = "plan", _("Somebody writes in my plan, suggests a change or signs it")
    WEEK = "week", _("What now: what my plan says of the week")
    SEARCH = "search", _("Something new fits a search that I have saved")
    NEED_ANSWERED = "need_answered", _("Somebody answers what I have asked for")
    NEED_ASKED = "need_asked", _("Somebody asks my institution for a tailored course")
    WORKPLACE = "workplace", _("My place of work: a seat, a plan or an order for me")


USUAL: Final = {
    NoticeKind.MESSAGE: Way.AT_ONCE,
    NoticeKind.WAITING: Way.AT_ONCE,
    NoticeKind.APPOINTMENT: Way.AT_ONCE,
    NoticeKind.MENTORSHIP: Way.AT_ONCE,
    NoticeKind.WITHDRAWAL_DECIDED: Way.AT_ONCE,
    NoticeKind.WITHDRAWAL_ASKED: Way.DIGEST,
    NoticeKind.REVIEW: Way.AT_ONCE,
    NoticeKind.QUALITY: Way.DIGEST,
    NoticeKind.MODULE_CHANGED: Way.DIGEST,
    NoticeKind.MODULE_TAKEN_UP: Way.DIGEST,
    NoticeKind.HANDED_ON: Way.AT_ONCE,
    NoticeKind.OFFERS: Way.APP,
    NoticeKind.CREDENTIAL: Way.AT_ONCE,
    NoticeKind.EXAM: Way.AT_ONCE,
    NoticeKind.PLAN: Way.AT_ONCE,
    NoticeKind.WEEK: Way.AT_ONCE,
    NoticeKind.SEARCH: Way.AT_ONCE,
    NoticeKind.NEED_ANSWERED: Way.AT_ONCE,
    NoticeKind.NEED_ASKED: Way.AT_ONCE,
    NoticeKind.WORKPLACE: Way.AT_ONCE,
}
"""How one is told who has not chosen."""


class Language(models.TextChoices):
    """In which mails are written."""

    DANISH = "da", pgettext_lazy("language of mails", "Danish")
    ENGLISH = "en", pgettext_lazy("language of mails", "English")


class Reader(Model):
    """How a person wants their mails; without a row: in Danish. ``digested_on`` is the day of their last digest."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"person", "language", "digested_on"})

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.DANISH)
    digested_on = models.DateField(null=True, blank=True)


class Preference(Model):
    """How a person is told of one kind of thing; without a row: as is usual."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"person", "kind", "way"})

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=NoticeKind.choices)
    way = models.CharField(max_length=8, choices=Way.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="one_way_a_kind")]


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Reads aloud: ``Notice.objects.of(person).unread()``."""

    def of(self, person: Person) -> "NoticeQuerySet":
        """What one person was told."""
        return self.filter(person=person)

    def unread(self) -> "NoticeQuerySet":
        """What has not been looked at."""
        return self.filter(read_at__isnull=True)

    def read_before(self, then: datetime) -> "NoticeQuerySet":
        """What was looked at before then. What waits to be read is never among it."""
        return self.filter(read_at__lt=then)

    def for_digest(self, before: datetime) -> "NoticeQuerySet":
        """What belongs in a daily mail and is in none yet; what was read in the app meanwhile need not be."""
        return self.unread().filter(way=Way.DIGEST, mailed_at__isnull=True, at__lte=before)


class Notice(PublicModel):
    """One thing that one person is told: an English ``message`` to be translated, with ``values`` for its places.

    ``quote`` is what somebody wrote, ``reply_to`` where an answer by mail goes, ``calendar`` an iCalendar object (with
    its METHOD) for the mail, ``stop`` an address where one click ends such mails. ``way`` is how it is told, as the
    person had chosen by then.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({
        "uuid", "person", "message", "values", "quote", "url", "reply_to", "calendar", "stop", "at", "read_at",
        "mailed_at",
    })  # fmt: skip

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=20, choices=NoticeKind.choices)
    message = models.CharField(max_length=300)
    values = models.JSONField(default=dict)
    quote = models.TextField(blank=True)
    url = models.CharField(max_length=2000)
    reply_to = models.CharField(max_length=254, blank=True)
    calendar = models.TextField(blank=True)
    stop = models.CharField(max_length=500, blank=True)
    way = models.CharField(max_length=8, choices=Way.choices)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["person", "-at"]),
            models.Index(fields=["person"], condition=Q(read_at__isnull=True), name="notices_unread"),
            models.Index(fields=["read_at"], condition=Q(read_at__isnull=False), name="notices_read"),
            models.Index(
                fields=["person"], condition=Q(way="digest", mailed_at__isnull=True), name="notices_for_digest"
            ),
        ]

    @property
    def sentence(self) -> str:
        """What is told, in the language active now."""
        return told(self.message, self.values)

    @property
    def address(self) -> str:
        """The page that it leads to, in the language active now."""
        return f"/en{self.url}" if in_english() else self.url


def told(message: str, values: dict[str, Any]) -> str:
    """The message translated, its places filled in. ``title_da`` and ``title_en`` fill in ``%(title)s``."""
    pairs = {name[:-3] for name in values if name.endswith(("_da", "_en"))}
    both = {name: said(values.get(f"{name}_da"), values.get(f"{name}_en"), english=in_english()) for name in pairs}
    return gettext(message) % {**values, **both}
