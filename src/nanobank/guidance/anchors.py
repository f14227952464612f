"""What a thread is about, found by its uuid: a module, a plan or something from outside, each for those who see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Module
from nanobank.common.errors import NotYours
from nanobank.guidance.models import About, Thread
from nanobank.pathways.models import Pathway
from nanobank.withdrawals.models import Withdrawal


@dataclass(frozen=True)
class Anchor:
    """What it is called and where it stands; without ``url`` the viewer has no page of it."""

    about: About
    uuid: UUID | None
    title: str
    url: str


def anchor_of(learner: Person, about: About, uuid: UUID | None, viewer: Person) -> Anchor:
    """What is named, of this learner's. Whether a mentor may see such things is asked elsewhere. Raises NotYours."""
    if about is About.LEARNER or uuid is None:
        return Anchor(About.LEARNER, None, str(About.LEARNER.label), "")
    found = _found(about, {uuid}, viewer, learner.pk).get(uuid)
    if found is None:
        raise NotYours(_("What this is about is not there."))
    return found


def anchors_of(threads: Iterable[Thread], viewer: Person) -> dict[int, Anchor]:
    """What each thread is about, by the thread's id; a query for each sort that there is."""
    listed = list(threads)
    found: dict[UUID, Anchor] = {}
    for about in (About.MODULE, About.PLAN, About.WITHDRAWAL):
        uuids = {thread.anchor for thread in listed if thread.about == about and thread.anchor}
        if uuids:
            found |= _found(about, uuids, viewer)
    return {thread.pk: found[thread.anchor] for thread in listed if thread.anchor in found}


def _found(about: About, uuids: set[UUID], viewer: Person, learner: int | None = None) -> dict[UUID, Anchor]:
    if about is About.MODULE:
        modules = Module.objects.filter(uuid__in=uuids, current__isnull=False).select_related("current")
        return {
            one.uuid: Anchor(about, one.uuid, one.current.title, reverse("module", args=[one.slug]))
            for one in modules
            if one.current is not None
        }
    whose = {} if learner is None else {"person": learner}
    if about is About.PLAN:
        plans = Pathway.objects.filter(uuid__in=uuids, **whose)
        return {one.uuid: Anchor(about, one.uuid, one.title, reverse("pathway", args=[one.uuid])) for one in plans}
    brought = Withdrawal.objects.filter(uuid__in=uuids, **whose)
    return {
        one.uuid: Anchor(about, one.uuid, one.title or _("Something from outside"), _page_of(one, viewer))
        for one in brought
    }


def _page_of(withdrawal: Withdrawal, viewer: Person) -> str:
    return reverse("withdrawal", args=[withdrawal.uuid]) if withdrawal.person_id == viewer.pk else ""
