"""Through the gates: publishing, renewing, vouching for what comes from outside, and taking it back."""

from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from nanobank.accounts.models import Person
from nanobank.catalogue import services as catalogue
from nanobank.catalogue.models import Bundle, MicroCredential, ModuleVersion
from nanobank.common.clock import months_after
from nanobank.common.errors import Conflict, NotYours, Refused
from nanobank.notices.models import NoticeKind
from nanobank.organisations.models import Organisation
from nanobank.organisations.permissions import check_role
from nanobank.quality.listing import list_anew
from nanobank.quality.models import Approval, Review
from nanobank.quality.permissions import REVIEWERS, check_leads, check_writes
from nanobank.quality.queries import Stand, fresh_review, gates_of, holds, policy_of
from nanobank.quality.queries.gates import WHOLE
from nanobank.quality.telling import tell_about
from nanobank.quality.things import Thing, authors_of, is_published, of, provider_of
from nanobank.study import services as study

_APPROVED = gettext_noop("“%(title)s” is quality-assured until %(until)s.")
_MOST_MONTHS: Final = 120


class Barred(Refused):
    """Gates that stand in the way; ``stands`` are they."""

    def __init__(self, stands: list[Stand]) -> None:
        lines = " ".join(f"{one.label}: {one.advice}" for one in stands)
        super().__init__(_("It cannot be published yet. %(lines)s") % {"lines": lines}, field="gates")
        self.stands = stands


@transaction.atomic
def publish(*, thing: Thing, by: Person | None, now: datetime) -> Thing:
    """Let it through the gates that its institution asks for, and out to learners; approved where a review says so.

    Raises NotYours; Conflict when it is published already; Incomplete or Refused for what every learner would miss;
    Barred for the other gates.
    """
    check_writes(by, thing, now)
    held = _held(thing)
    if not is_published(held):
        stands = gates_of(held)
        bars = [one for one in stands if one.bars]
        if bars and bars[0].code != WHOLE:
            raise Barred(bars)
    done = _publish(held, by, now)
    review = fresh_review(done)
    if review is not None and holds(review, done):
        _approve(done, review, by=by, now=now)
    return done


def _publish(thing: Thing, by: Person | None, now: datetime) -> Thing:
    if isinstance(thing, MicroCredential):
        return catalogue.publish_micro_credential(micro_credential=thing, by=by, now=now)
    if isinstance(thing, Bundle):
        return catalogue.publish_bundle(bundle=thing, by=by, now=now)
    return study.publish(version=thing, by=by, now=now)


def _held(thing: Thing) -> Thing:
    """The thing as it stands, held until the transaction ends, so that nothing is written between gate and door."""
    if isinstance(thing, MicroCredential):
        return MicroCredential.objects.select_for_update(of=("self",)).select_related("provider").get(pk=thing.pk)
    if isinstance(thing, Bundle):
        return Bundle.objects.select_for_update(of=("self",)).select_related("provider").get(pk=thing.pk)
    versions = ModuleVersion.objects.select_for_update(of=("self",)).select_related("module__provider")
    return versions.get(pk=thing.pk)


@transaction.atomic
def renew(*, thing: Thing, by: Person | None, now: datetime) -> Approval:
    """Approve anew what is published, on a review that has not been used. Raises NotYours, Barred, Refused."""
    check_writes(by, thing, now)
    held = _held(thing)
    if not is_published(held):
        raise Refused(_("It is approved when it is published."))
    review = fresh_review(held)
    if review is None or not holds(review, held):
        raise Refused(_("It takes a review that approves of it. Ask a colleague."), field="gates")
    bars = [one for one in gates_of(held) if one.bars]
    if bars:
        raise Barred(bars)
    return _approve(held, review, by=by, now=now)


def approve_if_whole(thing: Thing, *, by: Person | None, now: datetime) -> None:
    """Approve what is published, if a review holds and no gate bars; a draft waits until it is published."""
    if is_published(thing):
        review = fresh_review(thing)
        if review is not None and holds(review, thing) and not any(one.bars for one in gates_of(thing)):
            _approve(thing, review, by=by, now=now)


def _approve(thing: Thing, review: Review, *, by: Person | None, now: datetime) -> Approval:
    provider = provider_of(thing)
    until = months_after(timezone.localdate(now), policy_of(provider).valid_months)
    made = Approval.objects.create(
        organisation=provider, review=review, at=now, by=by, valid_until=until, grounds=review.grounds, **of(thing)
    )
    list_anew([thing], now=now)
    people, told = authors_of(thing), f"{until:%d.%m.%Y}"
    tell_about(thing, people=people, kind=NoticeKind.QUALITY, message=_APPROVED, now=now, until=told)
    return made


@transaction.atomic
def vet_external(
    *, thing: Thing, organisation: Organisation, valid_until: date, grounds: str, by: Person | None, now: datetime
) -> Approval:
    """An institution's educator vouches for what another offers: it becomes assessed external material.

    Raises NotYours; Refused for one's own, a draft, no grounds, or a day that has passed or is ten years ahead.
    """
    if by is not None:
        check_role(by, organisation, *REVIEWERS, now=now)
    if not is_published(thing):
        raise NotYours(_("There is no such module."))
    if provider_of(thing) == organisation:
        raise Refused(_("Your own is reviewed, not vetted as something from outside."), field="organisation")
    if not grounds.strip():
        raise Refused(_("Write the grounds: what decided it."), field="grounds")
    today = timezone.localdate(now)
    if not today < valid_until <= months_after(today, _MOST_MONTHS):
        raise Refused(_("Choose a day within the next ten years."), field="valid_until")
    made = Approval.objects.create(
        organisation=organisation, at=now, by=by, valid_until=valid_until, grounds=grounds.strip(), **of(thing)
    )
    list_anew([thing], now=now)
    return made


@transaction.atomic
def withdraw_approval(*, approval: Approval, reason: str, by: Person | None, now: datetime) -> Approval:
    """The organisation does not stand by it any longer. Raises NotYours, Refused without a reason, Conflict twice."""
    check_leads(by, approval.organisation, now)
    if not reason.strip():
        raise Refused(_("Say why."), field="reason")
    held = Approval.objects.select_for_update(of=("self",)).get(pk=approval.pk)
    if held.withdrawn_at is not None:
        raise Conflict(_("It has been withdrawn already."))
    held.withdrawn_at, held.withdrawn_because = now, reason.strip()
    held.save(update_fields=["withdrawn_at", "withdrawn_because"])
    list_anew([held.thing], now=now)
    return held
