"""What a program can do about needs: all that the pages can."""

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Router, Status

from nanobank.accounts.http import TokenRequest
from nanobank.accounts.models import Person
from nanobank.catalogue.models import Competence, Module
from nanobank.common.clock import now
from nanobank.common.errors import Refused
from nanobank.common.schemas import Limit, Offset, Problem
from nanobank.needs import exchange, queries, reading, services
from nanobank.needs.models import Answer, Contact, Enquiry, EnquiryState, Need, Origin, Outreach, Sector
from nanobank.needs.permissions import Side, check_answers_for, check_sees_to
from nanobank.needs.queries.radar import radar
from nanobank.needs.schemas import (
    AnswerOut,
    ComparedOut,
    EnquiryHead,
    EnquiryLine,
    EnquiryOut,
    MessageIn,
    NeedAnswerIn,
    NeedAskIn,
    NeedChange,
    NeedIn,
    NeedOut,
    NeedSuggestionOut,
    NeedWordsIn,
    OutreachIn,
    OutreachOut,
    PartIn,
    RadarOut,
    ReadingOut,
    ReadOut,
    ReplyIn,
)
from nanobank.needs.services import AnswerTerms, PartTerms
from nanobank.organisations.models import Organisation
from nanobank.organisations.regions import Region
from nanobank.search.reading.queries import spoken_in

router = Router()
_REFUSALS = {404: Problem, 409: Problem, 422: Problem}


@router.post("/needs/read", response={200: ReadingOut, 422: Problem}, auth=None, summary="Read words into competences")
def read(request: HttpRequest, given: NeedWordsIn) -> ReadingOut:
    """What a need, a job ad or a list of tasks asks for, each competence with its sentence. Nothing is kept."""
    if len(given.words) > services.LONGEST:
        services.check_words(given.words)
    found = reading.read(given.words)
    return ReadingOut(
        language=found.language,
        remarks=list(found.remarks),
        not_understood=list(found.not_understood),
        competences=[
            ReadOut(
                competence=box.competence.slug,
                label=box.competence.label,
                sentence=box.sentence,
                is_sure=box.is_ticked,
            )
            for box in found.boxes
        ],
    )


@router.get("/needs", response=list[NeedOut], summary="My needs")
def needs(request: TokenRequest, offset: Offset = 0, limit: Limit = 20) -> list[NeedOut]:
    """My needs and those of the organisations I act for, the newest first."""
    found = queries.needs_of(request.auth, now())[offset : offset + limit]
    return [exchange.need_out(need) for need in found]


@router.post("/needs", response={201: NeedOut, **_REFUSALS}, summary="Ask for something")
def record(request: TokenRequest, given: NeedIn) -> Status[NeedOut]:
    """Keep a need: my own, or an organisation's that I act for. The same within a day is the same need."""
    organisation = get_object_or_404(Organisation, slug=given.organisation) if given.organisation else None
    made = services.record_need(
        **given.model_dump(exclude={"competences", "organisation"}),
        language=spoken_in(given.words),
        competences=_named(given.competences),
        by=request.auth,
        organisation=organisation,
        origin=Origin.EMPLOYER if organisation else Origin.LEARNER,
        now=now(),
    )
    return Status(201, exchange.need_out(made))


@router.get("/needs/{uuid}", response={200: NeedOut, 404: Problem}, summary="One need")
def need(request: TokenRequest, uuid: UUID) -> NeedOut:
    """One need, with what has come that fits, whom it was put to, and who has written."""
    return exchange.need_out(_mine(request, uuid))


@router.put("/needs/{uuid}", response={200: NeedOut, **_REFUSALS}, summary="Correct a need")
def correct(request: TokenRequest, uuid: UUID, given: NeedChange) -> NeedOut:
    """Say it better; the whole of it."""
    said = given.model_dump(exclude={"competences"})
    found = services.correct_need(
        need=_mine(request, uuid), competences=_named(given.competences), by=request.auth, now=now(), **said
    )
    return exchange.need_out(found)


@router.post("/needs/{uuid}/found", response={200: NeedOut, **_REFUSALS}, summary="Something was found")
def found(request: TokenRequest, uuid: UUID) -> NeedOut:
    """The need is met; those who were asked are told."""
    return exchange.need_out(services.find(need=_mine(request, uuid), by=request.auth, now=now()))


@router.post("/needs/{uuid}/withdraw", response={200: NeedOut, **_REFUSALS}, summary="Withdraw a need")
def withdraw(request: TokenRequest, uuid: UUID) -> NeedOut:
    """It is no longer wanted; those who were asked are told."""
    return exchange.need_out(services.withdraw(need=_mine(request, uuid), by=request.auth, now=now()))


@router.get(
    "/needs/{uuid}/suggestions",
    response={200: list[NeedSuggestionOut], 404: Problem},
    summary="Institutions worth asking",
)
def suggestions(request: TokenRequest, uuid: UUID) -> list[NeedSuggestionOut]:
    """Those that teach some of it or something near, the likeliest first, with the reasons."""
    return [exchange.suggestion_out(one) for one in queries.suggestions_for(_mine(request, uuid), now=now())]


@router.post("/needs/{uuid}/enquiries", response={201: list[EnquiryLine], **_REFUSALS}, summary="Ask institutions")
def ask(request: TokenRequest, uuid: UUID, given: NeedAskIn) -> Status[list[EnquiryLine]]:
    """Put an organisation's need to institutions; one that has left is refused by name, and then none is asked."""
    institutions = list(Organisation.objects.filter(slug__in=given.institutions))
    if len(institutions) != len(set(given.institutions)):
        raise Refused(_("There is no such institution."), field="institutions")
    made = services.ask(need=_mine(request, uuid), institutions=institutions, by=request.auth, now=now())
    return Status(
        201,
        [EnquiryLine(uuid=one.uuid, institution=one.institution.slug, state=EnquiryState(one.state)) for one in made],
    )


@router.get("/needs/{uuid}/answers", response={200: list[ComparedOut], 404: Problem}, summary="Compare the answers")
def answers(request: TokenRequest, uuid: UUID) -> list[ComparedOut]:
    """The latest answer of each institution, the one that covers most first."""
    return [exchange.compared_out(one) for one in queries.compared(_mine(request, uuid))]


@router.post("/need-answers/{uuid}/accept", response={200: ComparedOut, **_REFUSALS}, summary="Accept an answer")
def accept(request: TokenRequest, uuid: UUID) -> ComparedOut:
    """Take an answer, and be known to who gave it. Classes are made and reserved; the others are told kindly."""
    answer = get_object_or_404(Answer.objects.select_related("enquiry__need__organisation"), uuid=uuid)
    check_sees_to(request.auth, answer.enquiry.need, now=now())
    enquiry = services.accept(answer=answer, by=request.auth, now=now())
    return next(exchange.compared_out(one) for one in queries.compared(enquiry.need) if one.enquiry.pk == enquiry.pk)


@router.get("/enquiries", response={200: list[EnquiryHead], 404: Problem}, summary="Requests to my institutions")
def enquiries(request: TokenRequest, offset: Offset = 0, limit: Limit = 20) -> list[EnquiryHead]:
    """The requests to the institutions I answer for, those still open first."""
    shown = queries.enquiries_for(request.auth, now=now())[offset : offset + limit]
    return [exchange.enquiry_head(one) for one in shown]


@router.get("/enquiries/{uuid}", response={200: EnquiryOut, 404: Problem}, summary="One request")
def enquiry(request: TokenRequest, uuid: UUID) -> EnquiryOut:
    """A request with its thread and answers, from whichever side I am on."""
    return _thread(request, uuid)


@router.post("/enquiries/{uuid}/messages", response={201: EnquiryOut, **_REFUSALS}, summary="Ask or answer a question")
def say(request: TokenRequest, uuid: UUID, given: MessageIn) -> Status[EnquiryOut]:
    """Say something in the thread."""
    services.say(enquiry=_sided(request, uuid)[0], words=given.words, by=request.auth, now=now())
    return Status(201, _thread(request, uuid))


@router.post("/enquiries/{uuid}/answers", response={201: AnswerOut, **_REFUSALS}, summary="Answer a request")
def answer(request: TokenRequest, uuid: UUID, given: NeedAnswerIn) -> Status[AnswerOut]:
    """Offer an outline with price and dates; for those who answer for the institution."""
    found, _side = _sided(request, uuid)
    check_answers_for(request.auth, found.institution, now=now())
    terms = AnswerTerms(**given.model_dump(exclude={"parts"}), parts=tuple(_part(part, found) for part in given.parts))
    made = services.answer(enquiry=found, terms=terms, by=request.auth, now=now())
    return Status(201, exchange.answer_out(made))


@router.post("/enquiries/{uuid}/decline", response={200: EnquiryOut, **_REFUSALS}, summary="Decline a request")
def decline(request: TokenRequest, uuid: UUID, given: MessageIn) -> EnquiryOut:
    """Say that the institution cannot, or take its answer back."""
    services.decline(enquiry=_sided(request, uuid)[0], note=given.words, by=request.auth, now=now())
    return _thread(request, uuid)


@router.post("/enquiries/{uuid}/name", response={200: EnquiryOut, **_REFUSALS}, summary="Show who asks")
def show_name(request: TokenRequest, uuid: UUID) -> EnquiryOut:
    """Let this institution see the organisation's name."""
    services.show_name(enquiry=_sided(request, uuid)[0], by=request.auth, now=now())
    return _thread(request, uuid)


@router.get("/need-radar", response=RadarOut, auth=None, summary="What is missing")
def need_radar(request: HttpRequest, region: str = "", sector: str = "") -> RadarOut:
    """What is asked for and searched for in vain, against what there is; in a region and a sector if given."""
    where = region if region in Region.values else ""
    return exchange.radar_out(radar(now=now(), region=where, sector=sector if sector in Sector.values else ""))


@router.post("/outreaches", response={201: OutreachOut, **_REFUSALS}, summary="Write to those who asked")
def reach_out(request: TokenRequest, given: OutreachIn) -> Status[OutreachOut]:
    """Write to those who asked for a competence and want to hear; who they are I learn from those who say yes."""
    institution = get_object_or_404(Organisation, slug=given.institution)
    check_answers_for(request.auth, institution, now=now())
    made = services.reach_out(
        institution=institution,
        competence=get_object_or_404(Competence, slug=given.competence),
        region=given.region,
        sector=given.sector,
        words=given.words,
        by=request.auth,
        now=now(),
    )
    return Status(201, exchange.outreach_out(made))


@router.get("/outreaches", response={200: list[OutreachOut], 404: Problem}, summary="Messages to those who asked")
def outreaches(request: TokenRequest, offset: Offset = 0, limit: Limit = 20) -> list[OutreachOut]:
    """What the institutions I answer for have written, the latest first."""
    found = queries.outreaches_for(request.auth, now=now())[offset : offset + limit]
    return [exchange.outreach_out(one) for one in found]


@router.get("/outreaches/{uuid}", response={200: OutreachOut, 404: Problem}, summary="One message to those who asked")
def outreach(request: TokenRequest, uuid: UUID) -> OutreachOut:
    """A message of an institution I answer for, and those who said yes to it."""
    found = get_object_or_404(Outreach.objects.select_related("institution", "competence"), uuid=uuid)
    check_answers_for(request.auth, found.institution, now=now())
    return exchange.outreach_out(found)


@router.post("/need-contacts/{uuid}/reply", response={204: None, **_REFUSALS}, summary="Answer an institution")
def reply(request: TokenRequest, uuid: UUID, given: ReplyIn) -> Status[None]:
    """Say yes or no to an institution that has written about a need of mine."""
    contact = get_object_or_404(Contact.objects.select_related("need__organisation", "outreach"), uuid=uuid)
    services.reply(contact=contact, yes=given.yes, words=given.words, by=request.auth, now=now())
    return Status(204, None)


def _mine(request: TokenRequest, uuid: UUID) -> Need:
    return queries.need_for(_person(request), uuid, now=now())


def _sided(request: TokenRequest, uuid: UUID) -> tuple[Enquiry, Side]:
    return queries.enquiry_for(_person(request), uuid, now=now())


def _person(request: TokenRequest) -> Person:
    return request.auth


def _thread(request: TokenRequest, uuid: UUID) -> EnquiryOut:
    return exchange.thread_out(queries.thread_of(*_sided(request, uuid)))


def _named(slugs: Iterable[str]) -> list[Competence]:
    """Raises Refused (field ``competences``) when one of them does not exist."""
    wanted = set(slugs)
    competences = list(Competence.objects.filter(slug__in=wanted))
    if len(competences) != len(wanted):
        raise Refused(_("There is no such competence."), field="competences")
    return competences


def _part(part: PartIn, enquiry: Enquiry) -> PartTerms:
    if part.module:
        modules = Module.objects.filter(provider=enquiry.institution, current__isnull=False).select_related("current")
        module = modules.filter(slug=part.module).first()
        if module is None:
            raise Refused(_("Build from modules that your institution offers now."), field="parts")
        return PartTerms(module=module)
    return PartTerms(
        title=part.title, summary=part.summary, ects=part.ects, competences=tuple(_named(part.competences))
    )
