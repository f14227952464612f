"""Awarding many at once: what each award is, but a chunk of them in one transaction and few statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F

from nanobank.accounts.models import Person
from nanobank.common.bulk import insert_many, new_ids
from nanobank.common.errors import Conflict
from nanobank.credentials import bridge
from nanobank.credentials.awards import Places, valid_until
from nanobank.credentials.bulk import Press, ToAward
from nanobank.credentials.models import Algorithm, Credential, IssuerKey, IssuerKeyQuerySet, StatusList
from nanobank.credentials.own_documents import known_issuer, only_own
from nanobank.credentials.services._keys import current_key, lock_issuer
from nanobank.credentials.services._lists import REVOCATION, SUSPENSION, make_list
from nanobank.ledger.services import Held, hold_many
from nanobank.organisations.models import Organisation


class _Row(NamedTuple):
    """A ``Credential`` without the weight of a model."""

    id: int
    uuid: UUID
    person_id: int
    micro_credential_id: int
    issuer_id: int
    key_id: int
    document: str
    seal: str
    awarded_at: datetime
    issued_at: datetime | None
    valid_until: datetime | None
    status_list_id: int
    status_index: int
    suspension_list_id: int | None
    suspension_index: int | None


@dataclass(frozen=True)
class Aside:
    """Places put aside in an institution's lists: numbers from ``status_from`` on, scattered when they are used."""

    status_list: StatusList
    status_from: int
    suspension_list: StatusList | None = None
    suspension_from: int = 0

    def place(self, n: int, *, suspendable: bool) -> Places:
        """The ``n``-th of them."""
        revocation = bridge.index_of(self.status_list, self.status_from + n)
        if not suspendable or self.suspension_list is None:
            return Places(self.status_list, revocation)
        suspension = bridge.index_of(self.suspension_list, self.suspension_from + n)
        return Places(self.status_list, revocation, self.suspension_list, suspension)


@transaction.atomic
def put_aside(*, organisation: Organisation, count: int, suspendable: bool, now: datetime) -> Aside:
    """Places for so many credentials, at most a whole list of them. What is not used stays empty, which tells nobody
    anything."""
    organisation = lock_issuer(organisation)
    key = current_key(organisation, now=now)
    status_list, status_from = _stretch(organisation, key, REVOCATION, count, now=now)
    if not suspendable:
        return Aside(status_list, status_from)
    return Aside(status_list, status_from, *_stretch(organisation, key, SUSPENSION, count, now=now))


def _stretch(
    organisation: Organisation, key: IssuerKey, purpose: StatusList.Purpose, count: int, *, now: datetime
) -> tuple[StatusList, int]:
    roomy = StatusList.objects.select_for_update(no_key=True).filter(
        organisation=organisation, purpose=purpose, allocated__lte=F("length") - count
    )
    found = roomy.order_by("pk").first() or make_list(organisation, key, purpose, now=now)
    first = found.allocated
    found.allocated += count
    found.save(update_fields=["allocated"])
    return found, first


def press_of(organisation: Organisation, *, kept: Press | None = None) -> Press:
    """What signs with the institution's key of today: the one that was kept, as long as that is the key."""
    key = _current_key_of(organisation).select_related("organisation").get()
    return kept if kept and kept.key.pk == key.pk else Press(key)


@transaction.atomic
def award_many(
    *, awards: Sequence[tuple[int, ToAward]], aside: Aside, press: Press, by: Person, now: datetime
) -> list[int | None]:
    """Award these: signed, each with its place put ``aside`` (by number), in the ledger; their ids.

    None for one that must not be signed, for a hidden character or because the micro-credential has come to lack
    something; all others are awarded.

    The people must be locked, their micro-credentials the institution's own, and whoever calls has seen to it that
    ``by`` may. The first is verified as anybody would; the others differ from it only in what is pressed in. Raises
    Conflict when the key that signs was changed meanwhile, IntegrityError when somebody holds it already.
    """
    organisation = press.key.organisation
    ids = new_ids(Credential, len(awards))
    made = {
        pk: (row, award)
        for pk, (n, award) in zip(ids, awards, strict=True)
        if (row := _row(pk, award, aside, n, press, now=now))
    }
    rows = [row for row, _ in made.values()]
    if rows and not bridge.signature_holds(rows[0].document, resolve=only_own, now=now, trusted=known_issuer):
        raise RuntimeError(f"would have issued credentials of {organisation.slug} that do not verify")
    insert_many(Credential, _Row._fields, rows)
    hold_many(
        held=[Held(one.person_id, one.micro_credential.pk, one.versions) for _, one in made.values()], by=by, now=now
    )
    if not _current_key_of(organisation).filter(pk=press.key.pk).exists():
        raise Conflict("")
    return [pk if pk in made else None for pk in ids]


def _current_key_of(organisation: Organisation) -> IssuerKeyQuerySet:
    return IssuerKey.objects.of(organisation).signing_with(Algorithm.EDDSA).current()


def _row(pk: int, award: ToAward, aside: Aside, n: int, press: Press, *, now: datetime) -> _Row | None:
    """The award as it is kept, with the ``n``-th place; None when it must not be signed."""
    uuid, places = uuid4(), aside.place(n, suspendable=award.micro_credential.suspendable)
    ends = valid_until(award.micro_credential, now)
    try:
        document = press.document(uuid, award, places, valid_until=ends, now=now)
    except (bridge.RefusedToSign, bridge.IncompleteAward):
        return None
    return _Row(
        id=pk,
        uuid=uuid,
        person_id=award.person_id,
        micro_credential_id=award.micro_credential.pk,
        issuer_id=press.key.organisation_id,
        key_id=press.key.pk,
        document=document.decode(),
        seal=press.seal(document),
        awarded_at=award.awarded_at or now,
        issued_at=now if award.awarded_at else None,
        valid_until=ends,
        status_list_id=places.status_list.pk,
        status_index=places.status_index,
        suspension_list_id=places.suspension_list.pk if places.suspension_list else None,
        suspension_index=places.suspension_index,
    )
