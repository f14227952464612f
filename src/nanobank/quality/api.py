"""Quality in the API: the honest line for everybody, gates for authors, reviews for those who judge."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router, Status

from nanobank.accounts.http import TokenRequest
from nanobank.accounts.models import Person
from nanobank.catalogue.exchange import version_out
from nanobank.catalogue.models import Bundle, MicroCredential, Module, ModuleVersion, State
from nanobank.catalogue.schemas import VersionOut
from nanobank.common import clock
from nanobank.common.errors import NotYours, Refused
from nanobank.common.schemas import Limit, Offset, Problem
from nanobank.organisations.models import PROVIDER_KINDS, Organisation
from nanobank.quality import papers, queries, services, tasks
from nanobank.quality.models import Approval, OwnItem, Review
from nanobank.quality.permissions import check_leads, check_looks_inside, check_sees_review, check_writes
from nanobank.quality.schemas import (
    KINDS,
    ApprovalOut,
    ChecklistIn,
    ChecklistItemIn,
    ChecklistItemOut,
    DecisionIn,
    DeclarationIn,
    EvaluationIn,
    GateOut,
    Kind,
    LinksTriedOut,
    PolicyIn,
    PolicyOut,
    QualityOut,
    ReviewAskIn,
    ReviewerIn,
    ReviewOut,
    ReviewPage,
    ReviewWordsIn,
    VettingIn,
    approval_out,
    gates_out,
    policy_out,
    quality_out,
    review_out,
)
from nanobank.quality.things import WITH_THING, Thing, kind_of, thing_of
from nanobank.study.permissions import check_teaches
from nanobank.study.queries import enrolment_of

router = Router()
_REFUSALS: dict[int, Any] = {401: Problem, 404: Problem, 409: Problem, 422: Problem}
_WITH = ("organisation", "reviewer", *WITH_THING)


def _thing(kind: Kind, uuid: UUID) -> Thing:
    found = thing_of(KINDS[kind], uuid)
    if found is None:
        raise NotYours("")
    return found


def _person(uuid: UUID | None) -> Person | None:
    if uuid is None:
        return None
    found = Person.objects.filter(uuid=uuid, is_active=True).first()
    if found is None:
        raise Refused(_("There is no such colleague."), field="reviewer")
    return found


def _review(request: TokenRequest, uuid: UUID) -> Review:
    review = get_object_or_404(Review.objects.select_related(*_WITH), uuid=uuid)
    check_sees_review(request.auth, review, clock.now())
    return review


def _shown(review: Review) -> ReviewOut:
    found = Review.objects.select_related(*_WITH).get(pk=review.pk)
    return review_out(found, timezone.localdate(clock.now()))


def _led(request: TokenRequest, slug: str) -> Organisation:
    found = get_object_or_404(Organisation, slug=slug, kind__in=PROVIDER_KINDS)
    check_leads(request.auth, found, clock.now())
    return found


@router.get(
    "/quality/modules/{slug}", response={200: QualityOut, 404: Problem}, auth=None, summary="How a module was judged"
)
def module_quality(request: Any, slug: str) -> QualityOut:
    """The honest line of its current version, who stands by it, reviews in summary, and what learners say."""
    found = get_object_or_404(Module.objects.select_related("current", "provider"), slug=slug, current__isnull=False)
    assert found.current is not None  # noqa: S101  # asked for above
    found.current.module = found
    return quality_out(found.current)


@router.get(
    "/quality/micro-credentials/{slug}",
    response={200: QualityOut, 404: Problem},
    auth=None,
    summary="How a micro-credential was judged",
)
def micro_credential_quality(request: Any, slug: str) -> QualityOut:
    """The honest line, who stands by it, reviews in summary, and what learners say of its modules."""
    rows = MicroCredential.objects.select_related("provider").exclude(state=State.DRAFT)
    return quality_out(get_object_or_404(rows, slug=slug))


@router.get(
    "/quality/bundles/{slug}", response={200: QualityOut, 404: Problem}, auth=None, summary="How a bundle was judged"
)
def bundle_quality(request: Any, slug: str) -> QualityOut:
    """The honest line, who stands by it, reviews in summary, and what learners say of its modules."""
    rows = Bundle.objects.select_related("provider").exclude(state=State.DRAFT)
    return quality_out(get_object_or_404(rows, slug=slug))


@router.get("/quality/{kind}/{uuid}/gates", response={200: list[GateOut], **_REFUSALS}, summary="The gates")
def gates(request: TokenRequest, kind: Kind, uuid: UUID) -> list[GateOut]:
    """Each gate, whether the institution asks for it, whether it is passed, and what to do about it."""
    thing = _thing(kind, uuid)
    check_looks_inside(request.auth, thing, clock.now())
    return gates_out(thing)


@router.get("/quality/{kind}/{uuid}/panel", response={200: dict[str, Any], **_REFUSALS}, summary="For a panel")
def panel(request: TokenRequest, kind: Kind, uuid: UUID) -> dict[str, Any]:
    """Everything that an accreditation panel asks for: design, gates, reviews, evaluations, results, changes."""
    thing = _thing(kind, uuid)
    check_looks_inside(request.auth, thing, clock.now())
    return papers.as_data(thing)


@router.get(
    "/quality/{kind}/{uuid}/checklist", response={200: list[ChecklistItemOut], **_REFUSALS}, summary="The checklist"
)
def checklist(request: TokenRequest, kind: Kind, uuid: UUID) -> list[ChecklistItemOut]:
    """The author's checklist: the house's lines and the institution's own."""
    thing = _thing(kind, uuid)
    check_looks_inside(request.auth, thing, clock.now())
    return [ChecklistItemOut(key=one.key, words=one.words, ticked=one.ticked) for one in queries.checklist_of(thing)]


@router.put(
    "/quality/{kind}/{uuid}/checklist",
    response={200: list[ChecklistItemOut], **_REFUSALS},
    summary="Tick the checklist",
)
def tick(request: TokenRequest, kind: Kind, uuid: UUID, given: ChecklistIn) -> list[ChecklistItemOut]:
    """Say which lines hold; those that are not named do not."""
    services.tick(thing=_thing(kind, uuid), items=given.items, by=request.auth, now=clock.now())
    return checklist(request, kind, uuid)


@router.post("/quality/{kind}/{uuid}/links", response={202: LinksTriedOut, **_REFUSALS}, summary="Try the links")
def try_links(request: TokenRequest, kind: Kind, uuid: UUID) -> Status[LinksTriedOut]:
    """Let a worker try every link that has not been tried for a week; the gates tell what it found."""
    thing = _thing(kind, uuid)
    check_writes(request.auth, thing, clock.now())
    tasks.try_links.enqueue(kind_of(thing), str(thing.uuid))
    return Status(202, LinksTriedOut(begun=True))


@router.post("/quality/{kind}/{uuid}/reviews", response={201: ReviewOut, **_REFUSALS}, summary="Ask for a review")
def ask(request: TokenRequest, kind: Kind, uuid: UUID, given: ReviewAskIn) -> Status[ReviewOut]:
    """Put it before a colleague who has not written on it; 409 while a review is waiting."""
    thing = _thing(kind, uuid)
    check_writes(request.auth, thing, clock.now())
    review = services.ask_for_review(
        thing=thing, reviewer=_person(given.reviewer), words=given.words, by=request.auth, now=clock.now()
    )
    return Status(201, _shown(review))


@router.post("/quality/{kind}/{uuid}/approvals", response={201: ApprovalOut, **_REFUSALS}, summary="Approve anew")
def renew(request: TokenRequest, kind: Kind, uuid: UUID) -> Status[ApprovalOut]:
    """Stand anew by what is published, on a new review; 422, naming the gates, while one bars."""
    approval = services.renew(thing=_thing(kind, uuid), by=request.auth, now=clock.now())
    return Status(201, approval_out(approval))


@router.post("/quality/{kind}/{uuid}/external", response={201: ApprovalOut, **_REFUSALS}, summary="Vet another's")
def vet(request: TokenRequest, kind: Kind, uuid: UUID, given: VettingIn) -> Status[ApprovalOut]:
    """Your institution vouches for what another offers: it becomes assessed external material."""
    organisation = Organisation.objects.filter(slug=given.organisation, kind__in=PROVIDER_KINDS).first()
    if organisation is None:
        raise NotYours("")
    approval = services.vet_external(
        thing=_thing(kind, uuid),
        organisation=organisation,
        valid_until=given.valid_until,
        grounds=given.grounds,
        by=request.auth,
        now=clock.now(),
    )
    return Status(201, approval_out(approval))


@router.post("/quality/approvals/{uuid}/withdraw", response={200: ApprovalOut, **_REFUSALS}, summary="Withdraw")
def withdraw_approval(request: TokenRequest, uuid: UUID, given: ReviewWordsIn) -> ApprovalOut:
    """Your institution does not stand by it any longer; everybody can read why."""
    found = get_object_or_404(Approval.objects.select_related("organisation"), uuid=uuid)
    services.withdraw_approval(approval=found, reason=given.words, by=request.auth, now=clock.now())
    found.refresh_from_db()
    return approval_out(found)


@router.get("/quality/reviews", response={200: ReviewPage, **_REFUSALS}, summary="Reviews that wait for me")
def reviews(request: TokenRequest, limit: Limit = 50, offset: Offset = 0) -> ReviewPage:
    """Oldest first: those asked of you by name, and those that anybody of your institutions may take."""
    waiting = queries.waiting_for(request.auth, clock.now())
    today = timezone.localdate(clock.now())
    rows = waiting.select_related(*_WITH).order_by("asked_at", "pk")[offset : offset + limit]
    return ReviewPage(items=[review_out(one, today) for one in rows], count=waiting.count())


@router.get("/quality/reviews/{uuid}", response={200: ReviewOut, **_REFUSALS}, summary="A review")
def review(request: TokenRequest, uuid: UUID) -> ReviewOut:
    """A review that is put before you, or of something that your institution offers."""
    return _shown(_review(request, uuid))


@router.delete("/quality/reviews/{uuid}", response={204: None, **_REFUSALS}, summary="Call a review off")
def call_off(request: TokenRequest, uuid: UUID) -> Status[None]:
    """By those who write it; 409 once it is decided."""
    services.call_off(review=_review(request, uuid), by=request.auth, now=clock.now())
    return Status(204, None)


@router.post("/quality/reviews/{uuid}/declaration", response={200: ReviewOut, **_REFUSALS}, summary="Declare")
def declare(request: TokenRequest, uuid: UUID, given: DeclarationIn) -> ReviewOut:
    """Say whether you have an interest in it; with one, somebody else is asked."""
    found = _review(request, uuid)
    services.declare(review=found, has_interest=given.has_interest, words=given.words, by=request.auth, now=clock.now())
    return _shown(found)


@router.post("/quality/reviews/{uuid}/decision", response={200: ReviewOut, **_REFUSALS}, summary="Decide")
def decide(request: TokenRequest, uuid: UUID, given: DecisionIn) -> ReviewOut:
    """Points and grounds for each criterion, and the decision; 409 when somebody else was first."""
    found = _review(request, uuid)
    scores = {criterion: (int(one.points), one.grounds) for criterion, one in given.scores.items()}
    services.decide(
        review=found, scores=scores, verdict=given.verdict, grounds=given.grounds, by=request.auth, now=clock.now()
    )
    return _shown(found)


@router.post("/quality/reviews/{uuid}/changes", response={200: ReviewOut, **_REFUSALS}, summary="The changes are made")
def say_changes(request: TokenRequest, uuid: UUID, given: ReviewWordsIn) -> ReviewOut:
    """Say what was done about the changes that were asked for; what stands now is what is approved."""
    found = _review(request, uuid)
    services.say_changes(review=found, words=given.words, by=request.auth, now=clock.now())
    return _shown(found)


@router.put("/quality/reviews/{uuid}/reviewer", response={200: ReviewOut, **_REFUSALS}, summary="Hand a review on")
def hand_on(request: TokenRequest, uuid: UUID, given: ReviewerIn) -> ReviewOut:
    """Let somebody else have it; by whoever has it, or a programme lead."""
    found = _review(request, uuid)
    services.hand_on(review=found, to=_person(given.reviewer), by=request.auth, now=clock.now())
    return _shown(found)


@router.get("/quality/policies/{slug}", response={200: PolicyOut, **_REFUSALS}, summary="What is asked for")
def policy(request: TokenRequest, slug: str) -> PolicyOut:
    """The gates that your institution asks for; for its programme leads."""
    return policy_out(queries.policy_of(_led(request, slug)))


@router.put("/quality/policies/{slug}", response={200: PolicyOut, **_REFUSALS}, summary="Decide what is asked for")
def set_policy(request: TokenRequest, slug: str, given: PolicyIn) -> PolicyOut:
    """It holds for what is published from now on."""
    organisation = _led(request, slug)
    return policy_out(services.set_policy(organisation=organisation, by=request.auth, now=clock.now(), **given.dict()))


@router.post(
    "/quality/policies/{slug}/items", response={201: ChecklistItemOut, **_REFUSALS}, summary="Add to the checklist"
)
def add_item(request: TokenRequest, slug: str, given: ChecklistItemIn) -> Status[ChecklistItemOut]:
    """A line of your institution's own."""
    item = services.add_item(organisation=_led(request, slug), by=request.auth, now=clock.now(), **given.dict())
    return Status(201, ChecklistItemOut(key=str(item.uuid), words=item.words, ticked=False))


@router.delete("/quality/items/{uuid}", response={204: None, **_REFUSALS}, summary="Take a line off the checklist")
def retire_item(request: TokenRequest, uuid: UUID) -> Status[None]:
    """What was ticked stays known."""
    item = get_object_or_404(OwnItem.objects.select_related("organisation"), uuid=uuid)
    services.retire_item(item=item, by=request.auth, now=clock.now())
    return Status(204, None)


@router.post("/enrolments/{uuid}/evaluation", response={204: None, **_REFUSALS}, summary="Say what it was like")
def evaluate(request: TokenRequest, uuid: UUID, given: EvaluationIn) -> Status[None]:
    """Once, when you have completed it. Kept apart from who you are, and shown only with four others' or more."""
    services.evaluate(
        enrolment=enrolment_of(request.auth, uuid),
        answers=given.answers,
        hours=given.hours,
        comment=given.comment,
        by=request.auth,
        now=clock.now(),
    )
    return Status(204, None)


@router.post("/modules/{slug}/publish", response={200: VersionOut, **_REFUSALS}, summary="Publish the draft")
def publish(request: TokenRequest, slug: str) -> VersionOut:
    """Freeze the draft and put it in the catalogue; 422, saying which, while something is missing or a gate bars."""
    module = get_object_or_404(Module.objects.select_related("provider"), slug=slug)
    check_teaches(request.auth, module, clock.now())
    draft = module.versions.select_related("module__provider").filter(state=State.DRAFT).first()
    if draft is None:
        raise Refused(_("This module has no draft. Begin a new version first."))
    published = services.publish(thing=draft, by=request.auth, now=clock.now())
    assert isinstance(published, ModuleVersion)  # noqa: S101  # what was given
    return version_out(published)


@router.post("/micro-credentials/{slug}/publish", response={204: None, **_REFUSALS}, summary="Publish a draft")
def publish_micro_credential(request: TokenRequest, slug: str) -> Status[None]:
    """Let learners work towards it. 422 while elements of EU Annex I are missing or a gate bars, and it says which."""
    draft = MicroCredential.objects.select_related("provider").filter(slug=slug).first()
    if draft is None:
        raise NotYours("")
    services.publish(thing=draft, by=request.auth, now=clock.now())
    return Status(204, None)
