"""What a program can do about reuse: all that the pages can."""

from typing import Annotated, TypeVar
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from nanobank.accounts.http import TokenRequest
from nanobank.catalogue.models import Audience, ListingKind, ModuleVersion, Offering, State
from nanobank.common import clock
from nanobank.common.errors import NotYours, Refused
from nanobank.common.schemas import Limit, Offset, Problem
from nanobank.organisations.models import Organisation
from nanobank.quality.queries import lines_of_listings
from nanobank.reuse import exchange, services
from nanobank.reuse.models import Adaptation, Licence, Uptake, Way
from nanobank.reuse.permissions import check_is_educator, check_sees_adaptation, check_sees_uptake
from nanobank.reuse.queries.comparing import difference, following
from nanobank.reuse.queries.licences import HowOpen
from nanobank.reuse.queries.likeness import similar_to, twins
from nanobank.reuse.queries.looking import found, looked_into, module_page, with_use
from nanobank.reuse.queries.proposals import proposal_page
from nanobank.reuse.queries.using import ours, uptake_of, writes_for
from nanobank.reuse.schemas import (
    AdaptationIn,
    AdaptationOut,
    FollowedIn,
    ImprovementAnswerIn,
    ImprovementIn,
    ImprovementOut,
    ReuseDifference,
    ReuseDraftOut,
    ReuseLicence,
    ReuseLicenceIn,
    ReuseModule,
    ReusePage,
    ReuseSimilar,
    TakeOverIn,
    TwinOut,
    UptakeEnrolIn,
    UptakeIn,
    UptakeOut,
)
from nanobank.study.permissions import check_teaches
from nanobank.study.queries import course_of
from nanobank.study.schemas import EnrolmentOut, enrolment_out
from nanobank.study.services import enrol

router = Router()
_REFUSALS = {401: Problem, 404: Problem, 409: Problem, 422: Problem}
_Choice = TypeVar("_Choice", Licence, Audience)
Words = Annotated[str, Query(max_length=200, description="What one will teach; empty for the newest")]
Adaptable = Annotated[bool, Query(description="Only what may be adapted")]


def _chosen(kind: type[_Choice], value: str, field: str) -> _Choice:
    try:
        return kind(value)
    except ValueError:
        raise Refused(_("There is no such choice."), field=field) from None


@router.get("/reuse/modules", response={200: ReusePage, 401: Problem, 404: Problem}, summary="Modules to use again")
def list_modules(
    request: TokenRequest, *, q: Words = "", adaptable: Adaptable = False, limit: Limit = 20, offset: Offset = 0
) -> ReusePage:
    """Modules of every provider, the best first, with licence, quality, who uses them and with what result."""
    check_is_educator(request.auth, clock.now())
    hits = found(q.replace("\x00", ""), adaptable=adaptable)
    part = with_use(hits[offset : offset + limit])
    return ReusePage(count=len(hits), items=[exchange.line_out(hit) for hit in part])


@router.get("/reuse/modules/{slug}", response={200: ReuseModule, 401: Problem, 404: Problem}, summary="One of them")
def get_module(request: TokenRequest, slug: str) -> ReuseModule:
    """What an educator weighs before taking a module up: its use, its family, and who else teaches it."""
    page = module_page(slug, request.auth, clock.now())
    key = (ListingKind.MODULE, page.module.pk)
    return exchange.module_out(page, lines_of_listings([key])[key][1])


@router.put("/reuse/modules/{slug}/licence", response={200: ReuseLicence, **_REFUSALS}, summary="Give it a licence")
def put_licence(request: TokenRequest, slug: str, given: ReuseLicenceIn) -> ReuseLicence:
    """Say what others may do with your module: its draft where there is one, else its current version."""
    now = clock.now()
    page = module_page(slug, request.auth, now)
    version = page.module.versions.filter(state=State.DRAFT).first() or page.version
    version.module = page.module
    licence = _chosen(Licence, given.licence, "licence")
    services.set_licence(version=version, licence=licence, by=request.auth, now=now)
    return exchange.licence_out(HowOpen(licence))


@router.get(
    "/reuse/modules/{slug}/changes/{old}/{new}",
    response={200: ReuseDifference, 401: Problem, 404: Problem},
    summary="What changed between two versions",
)
def get_changes(request: TokenRequest, slug: str, old: int, new: int) -> ReuseDifference:
    """Steps that came, went and changed, and the facts, word by word; of published versions."""
    module = looked_into(slug, request.auth, clock.now())
    published = module.versions.exclude(state=State.DRAFT).filter(number__in=(min(old, 10**9), min(new, 10**9)))
    numbered = {one.number: one for one in published}
    if old not in numbered or new not in numbered:
        raise NotYours("")
    return exchange.difference_out(difference(numbered[old], numbered[new]))


@router.post("/reuse/modules/{slug}/uptakes", response={201: UptakeOut, **_REFUSALS}, summary="Use a module as it is")
def take_up(request: TokenRequest, slug: str, given: UptakeIn) -> Status[UptakeOut]:
    """Use it in its newest version always, or stay with one. Doing it again changes the way."""
    now = clock.now()
    page = module_page(slug, request.auth, now)
    version = next((one for one in page.versions if one.number == given.version), None)
    if given.version is not None and version is None:
        raise Refused(_("Choose a version of this module that has been published."), field="version")
    uptake = services.take_up(
        module=page.module,
        organisation=get_object_or_404(Organisation, slug=given.organisation),
        way=Way(given.way),
        version=version,
        purpose=given.purpose,
        by=request.auth,
        now=now,
    )
    return Status(201, exchange.uptake_out(_uptake(request, uptake.uuid)))


@router.get("/reuse/uptakes", response=list[UptakeOut], summary="What we use as it is")
def list_uptakes(request: TokenRequest) -> list[UptakeOut]:
    """Others' modules that your organisations use, with a version that has not been looked at yet."""
    return [exchange.uptake_out(one.uptake) for one in ours(request.auth, clock.now()).taken_up]


def _uptake(request: TokenRequest, uuid: UUID) -> Uptake:
    uptake = uptake_of(uuid)
    if uptake is None:
        raise NotYours("")
    check_sees_uptake(request.auth, uptake, clock.now())
    return uptake


@router.post("/reuse/uptakes/{uuid}/seen", response={200: UptakeOut, **_REFUSALS}, summary="I have seen the change")
def see_uptake(request: TokenRequest, uuid: UUID) -> UptakeOut:
    """Note that the newest version has been looked at; what is pinned stays where it is."""
    services.look_at(uptake=_uptake(request, uuid), by=request.auth, now=clock.now())
    return exchange.uptake_out(_uptake(request, uuid))


@router.post("/reuse/uptakes/{uuid}/enrolments", response={201: EnrolmentOut, **_REFUSALS}, summary="Begin there")
def begin(request: TokenRequest, uuid: UUID, given: UptakeEnrolIn) -> Status[EnrolmentOut]:
    """Begin on the version that the institution uses. What you have under way already is given back."""
    uptake = uptake_of(uuid)
    if uptake is None or uptake.ended_at is not None:
        raise NotYours("")
    offering = get_object_or_404(Offering, uuid=given.offering) if given.offering else None
    person, now = request.auth, clock.now()
    made = enrol(person=person, module=uptake.module, offering=offering, now=now, version=uptake.pinned)
    return Status(201, enrolment_out(course_of(person, made.uuid)))


@router.delete("/reuse/uptakes/{uuid}", response={204: None, **_REFUSALS}, summary="Use it no longer")
def end_uptake(request: TokenRequest, uuid: UUID) -> Status[None]:
    """Stop using a module; those who have begun may finish."""
    services.end_uptake(uptake=_uptake(request, uuid), by=request.auth, now=clock.now())
    return Status(204, None)


@router.post("/reuse/modules/{slug}/adaptations", response={201: AdaptationOut, **_REFUSALS}, summary="Adapt a module")
def adapt(request: TokenRequest, slug: str, given: AdaptationIn) -> Status[AdaptationOut]:
    """Make your own draft of its current version: texts, steps and questions. The source's licence is respected."""
    now = clock.now()
    page = module_page(slug, request.auth, now)
    if page.steps is None:
        raise NotYours("")
    core = given.core if given.core is not None else [step.began_as for step in page.steps]
    made = services.adapt(
        version=page.version,
        provider=get_object_or_404(Organisation, slug=given.organisation),
        new=services.NewAdaptation(
            licence=_chosen(Licence, given.licence, "licence"),
            core=[origin for origin in core if origin not in given.own],
            own=given.own,
            title_da=given.title_da,
            title_en=given.title_en,
            audience=_chosen(Audience, given.audience, "audience") if given.audience else None,
            purpose=given.purpose,
        ),
        by=request.auth,
        now=now,
    )
    return Status(201, exchange.adaptation_out(_adaptation(request, made.uuid)))


def _adaptation(request: TokenRequest, uuid: UUID) -> Adaptation:
    rows = Adaptation.objects.select_related(
        "module__provider", "module__current", "source__module__provider", "source__module__current", "caught_up"
    )
    adaptation = get_object_or_404(rows, uuid=uuid)
    check_sees_adaptation(request.auth, adaptation, clock.now())
    return adaptation


@router.get("/reuse/adaptations", response=list[AdaptationOut], summary="What we have made of others'")
def list_adaptations(request: TokenRequest) -> list[AdaptationOut]:
    """Your organisations' adaptations, newest first."""
    return [exchange.adaptation_out(one) for one in ours(request.auth, clock.now()).adaptations]


@router.get(
    "/reuse/adaptations/{uuid}/changes",
    response={200: ReuseDifference, 401: Problem, 404: Problem},
    summary="What has changed in the source",
)
def get_following(request: TokenRequest, uuid: UUID) -> ReuseDifference:
    """Since the version that was looked through last, with what taking each change over would mean."""
    return exchange.following_out(following(_adaptation(request, uuid)))


@router.post("/reuse/adaptations/{uuid}/take-over", response={200: ReuseDraftOut, **_REFUSALS}, summary="Take it over")
def take_over(request: TokenRequest, uuid: UUID, given: TakeOverIn) -> ReuseDraftOut:
    """Put one change of the source into your draft, which is begun where there is none."""
    adaptation, now = _adaptation(request, uuid), clock.now()
    if given.step:
        draft = services.take_over(adaptation=adaptation, origin=given.step, by=request.auth, now=now)
    else:
        draft = services.take_over_fact(adaptation=adaptation, name=given.fact, by=request.auth, now=now)
    return ReuseDraftOut(draft=draft.uuid)


@router.put("/reuse/adaptations/{uuid}/followed", response={200: AdaptationOut, **_REFUSALS}, summary="Follow steps")
def choose_followed(request: TokenRequest, uuid: UUID, given: FollowedIn) -> AdaptationOut:
    """Follow these steps of the source, and let the others go; what the source or yours does not have is left out."""
    services.choose_followed(adaptation=_adaptation(request, uuid), steps=given.steps, by=request.auth, now=clock.now())
    return exchange.adaptation_out(_adaptation(request, uuid))


@router.post("/reuse/adaptations/{uuid}/settled", response={200: AdaptationOut, **_REFUSALS}, summary="Done with it")
def settle(request: TokenRequest, uuid: UUID) -> AdaptationOut:
    """Be done with the source's newest version; what was not taken over stays as you have it."""
    services.settle(adaptation=_adaptation(request, uuid), by=request.auth, now=clock.now())
    return exchange.adaptation_out(_adaptation(request, uuid))


@router.post(
    "/reuse/adaptations/{uuid}/improvements", response={201: ImprovementOut, **_REFUSALS}, summary="Give it back"
)
def propose(request: TokenRequest, uuid: UUID, given: ImprovementIn) -> Status[ImprovementOut]:
    """Offer steps of your published version to the source, under the source's licence."""
    adaptation, now = _adaptation(request, uuid), clock.now()
    made = services.propose(adaptation=adaptation, steps=given.steps, words=given.words, by=request.auth, now=now)
    page = proposal_page(made.uuid, request.auth, now)
    return Status(201, exchange.improvement_out(page.proposal, page))


@router.get("/reuse/improvements", response=list[ImprovementOut], summary="Improvements to answer")
def list_improvements(request: TokenRequest) -> list[ImprovementOut]:
    """Those that wait for your organisations, and those that you have offered; the newest first."""
    all_ours = ours(request.auth, clock.now())
    return [exchange.improvement_out(one) for one in (*all_ours.to_answer, *all_ours.offered)]


@router.get("/reuse/improvements/{uuid}", response={200: ImprovementOut, 401: Problem, 404: Problem}, summary="One")
def get_improvement(request: TokenRequest, uuid: UUID) -> ImprovementOut:
    """What would be other in the source, word by word."""
    page = proposal_page(uuid, request.auth, clock.now())
    return exchange.improvement_out(page.proposal, page)


@router.post("/reuse/improvements/{uuid}/answer", response={200: ImprovementOut, **_REFUSALS}, summary="Answer it")
def answer(request: TokenRequest, uuid: UUID, given: ImprovementAnswerIn) -> ImprovementOut:
    """Take the steps into your draft, or decline with grounds. The first answer stands."""
    now = clock.now()
    proposal = proposal_page(uuid, request.auth, now).proposal
    if given.accept:
        steps = given.steps if given.steps is not None else [UUID(key) for key in proposal.steps]
        services.accept(proposal=proposal, steps=steps, grounds=given.grounds, by=request.auth, now=now)
    else:
        services.decline(proposal=proposal, grounds=given.grounds, by=request.auth, now=now)
    page = proposal_page(uuid, request.auth, now)
    return exchange.improvement_out(page.proposal, page)


@router.delete("/reuse/improvements/{uuid}", response={204: None, **_REFUSALS}, summary="Take the offer back")
def take_back(request: TokenRequest, uuid: UUID) -> Status[None]:
    """Withdraw what you have offered, while nobody has answered."""
    now = clock.now()
    services.take_back(proposal=proposal_page(uuid, request.auth, now).proposal, by=request.auth, now=now)
    return Status(204, None)


@router.get(
    "/reuse/versions/{uuid}/similar",
    response={200: list[ReuseSimilar], 401: Problem, 404: Problem},
    summary="Who else teaches this",
)
def get_similar(request: TokenRequest, uuid: UUID) -> list[ReuseSimilar]:
    """Modules that teach some of the same as a version of yours, a draft too, with the colleagues behind them."""
    now = clock.now()
    version = get_object_or_404(ModuleVersion.objects.select_related("module__provider"), uuid=uuid)
    check_teaches(request.auth, version.module, now)
    return exchange.similar_out(similar_to(version, now))


@router.get("/reuse/duplicates", response={200: list[TwinOut], 401: Problem, 404: Problem}, summary="Twins")
def list_duplicates(request: TokenRequest) -> list[TwinOut]:
    """Pairs of modules that say as good as the same, where one is your organisations'."""
    now = clock.now()
    check_is_educator(request.auth, now)
    return [exchange.twin_out(pair) for pair in twins([one.pk for one in writes_for(request.auth, now)])]
