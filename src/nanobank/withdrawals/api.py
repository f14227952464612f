"""Udtræk in the API: everything that the pages can do."""

from typing import Literal
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router, Status, UploadedFile
from ninja.params import functions as params

from nanobank.accounts.http import TokenRequest
from nanobank.accounts.models import Person
from nanobank.catalogue.models import Competence, MicroCredential, Module
from nanobank.common import clock
from nanobank.common.errors import Refused
from nanobank.common.schemas import Limit, Offset, Problem
from nanobank.credentials.verdicts.bridge import MAX_BYTES
from nanobank.organisations.models import Organisation
from nanobank.withdrawals import services
from nanobank.withdrawals.bridge import CvLine, Found
from nanobank.withdrawals.cv import chosen_among, materials_of, read_cv
from nanobank.withdrawals.models import Away, Source, Withdrawal
from nanobank.withdrawals.permissions import (
    check_judges,
    check_judges_somewhere,
    check_learner,
    check_may_look,
    check_may_read,
)
from nanobank.withdrawals.precedents import precedents_for
from nanobank.withdrawals.queries import (
    precedent_of,
    precedents_of,
    waiting_for,
    withdrawal_of,
    withdrawals_of,
)
from nanobank.withdrawals.reading import Material, read_at, read_credential, read_pdf
from nanobank.withdrawals.schemas import (
    AwayIn,
    AwayOut,
    ComplaintAnswerIn,
    CvLineOut,
    HandOnWithdrawalIn,
    PrecedentOut,
    PrecedentsPage,
    WithdrawalDecisionIn,
    WithdrawalDescriptionIn,
    WithdrawalIn,
    WithdrawalOut,
    WithdrawalsPage,
    WithdrawalWordsIn,
    cv_line_out,
    line_out,
    precedent_out,
    queued_out,
    withdrawal_out,
)

router = Router()
_FILE = params.File(description="At most 20 MB")
_CV = params.File(description="XML or PDF, as Europass gives it")
_LINES = params.Form(description="Their numbers, of those that ``/cv-lines`` answers; at most 10")
_PROVIDER = params.Form(description="Slug of the institution that is to look at it")
_MOST_PDF = 20 * 1024 * 1024
_CHANGED = {200: WithdrawalOut, 404: Problem, 409: Problem, 422: Problem}
_MADE = {201: WithdrawalOut, 404: Problem, 422: Problem}


def _own(person: Person, uuid: UUID) -> Withdrawal:
    found = withdrawal_of(uuid)
    check_learner(person, found)
    return found


def _anew(withdrawal: Withdrawal) -> WithdrawalOut:
    return withdrawal_out(withdrawal_of(withdrawal.uuid))


def _begun(
    person: Person, provider: str, material: Material, paper: services.Paper | None = None
) -> Status[WithdrawalOut]:
    institution = get_object_or_404(Organisation, slug=provider)
    made = services.begin(person=person, provider=institution, material=material, paper=paper, now=clock.now())
    return Status(201, _anew(made))


@router.get("/withdrawals", response={200: WithdrawalsPage, 404: Problem}, summary="What is brought from outside")
def withdrawals(
    request: TokenRequest, of: Literal["mine", "queue"] = "mine", limit: Limit = 50, offset: Offset = 0
) -> WithdrawalsPage:
    """What I have brought; or, for an educator, what waits for my decision, the longest waiting first."""
    if of == "queue":
        now = clock.now()
        check_judges_somewhere(request.auth, now=now)
        waiting = waiting_for(request.auth, now)
        queue = [*waiting.mine, *waiting.complaints, *waiting.others]
        return WithdrawalsPage(count=len(queue), items=[queued_out(one) for one in queue[offset : offset + limit]])
    found = withdrawals_of(request.auth).select_related("person")
    return WithdrawalsPage(count=found.count(), items=[line_out(one) for one in found[offset : offset + limit]])


@router.post("/withdrawals", response=_MADE, summary="Begin with a link or a title")
def begin_withdrawal(request: TokenRequest, data: WithdrawalIn) -> Status[WithdrawalOut]:
    """Begin with a link to a course, which is read once, or with nothing but its title."""
    if not data.url:
        return _begun(request.auth, data.provider, Material(Source.TYPED, Found(title=data.title)))
    return _begun(request.auth, data.provider, read_at(data.url, person=request.auth, now=clock.now()))


@router.post("/withdrawals/credential", response=_MADE, summary="Begin with a credential")
def begin_withdrawal_with_credential(
    request: TokenRequest, provider: str = _PROVIDER, file: UploadedFile = _FILE
) -> Status[WithdrawalOut]:
    """Begin with a credential or a badge. It is checked at once; one about somebody else is refused."""
    if (file.size or 0) > MAX_BYTES:
        raise Refused(_("A credential is never that large. Choose the file that you were given."), field="file")
    material = read_credential(file.read(), person=request.auth, now=clock.now(), field="file")
    return _begun(request.auth, provider, material)


@router.post("/withdrawals/pdf", response=_MADE, summary="Begin with a PDF")
def begin_withdrawal_with_pdf(
    request: TokenRequest, provider: str = _PROVIDER, file: UploadedFile = _FILE
) -> Status[WithdrawalOut]:
    """Begin with a diploma or a description in a PDF. It is read within limits of memory and time."""
    if (file.size or 0) > _MOST_PDF:
        raise Refused(_("The file is larger than %d MB. Make it smaller, or divide it.") % 20, field="file")
    data = file.read()
    return _begun(request.auth, provider, read_pdf(data, now=clock.now()), services.Paper(file.name or "", data))


@router.post("/cv-lines", response={200: list[CvLineOut], 422: Problem}, summary="What a CV says that was learnt")
def cv_lines(request: TokenRequest, file: UploadedFile = _CV) -> list[CvLineOut]:
    """Education, courses and skills of a Europass CV, XML or PDF, with their dates. Nothing is kept."""
    return [cv_line_out(number, one) for number, one in enumerate(_lines(file))]


@router.post(
    "/withdrawals/cv", response={201: list[WithdrawalOut], 404: Problem, 422: Problem}, summary="Begin with a CV"
)
def begin_withdrawals_with_cv(
    request: TokenRequest, provider: str = _PROVIDER, lines: list[int] = _LINES, file: UploadedFile = _CV
) -> Status[list[WithdrawalOut]]:
    """Begin an udtræk with each of these lines of a Europass CV. The CV itself is not kept."""
    institution = get_object_or_404(Organisation, slug=provider)
    materials = materials_of(chosen_among(_lines(file), lines, field="lines"))
    made = services.begin_all(person=request.auth, provider=institution, materials=materials, now=clock.now())
    return Status(201, [_anew(one) for one in made])


def _lines(file: UploadedFile) -> tuple[CvLine, ...]:
    if (file.size or 0) > _MOST_PDF:
        raise Refused(_("The file is larger than %d MB. Make it smaller, or divide it.") % 20, field="file")
    return read_cv(file.read(), field="file")


@router.get("/withdrawals/{uuid}", response={200: WithdrawalOut, 404: Problem}, summary="One udtræk")
def withdrawal(request: TokenRequest, uuid: UUID) -> WithdrawalOut:
    """One udtræk: for its learner, whoever judges it and the institution's office."""
    found = withdrawal_of(uuid)
    check_may_read(request.auth, found, now=clock.now())
    return withdrawal_out(found)


@router.put("/withdrawals/{uuid}", response=_CHANGED, summary="Say what it is")
def describe_withdrawal(request: TokenRequest, uuid: UUID, data: WithdrawalDescriptionIn) -> WithdrawalOut:
    """Say or mend what it is, before an educator has it."""
    given = data.model_dump()
    slugs = given.pop("competences")
    competences = None if slugs is None else tuple(Competence.objects.filter(slug__in=slugs))
    described = services.Described(**given, competences=competences)
    return _anew(
        services.describe(withdrawal=_own(request.auth, uuid), by=request.auth, described=described, now=clock.now())
    )


@router.post("/withdrawals/{uuid}/translation", response=_CHANGED, summary="Attach a translation")
def attach_withdrawal_translation(request: TokenRequest, uuid: UUID, file: UploadedFile = _FILE) -> WithdrawalOut:
    """Attach the translation of a foreign document, as a PDF."""
    found = _own(request.auth, uuid)
    services.attach_translation(withdrawal=found, by=request.auth, file=file, now=clock.now())
    return _anew(found)


@router.post("/withdrawals/{uuid}/ask", response=_CHANGED, summary="Send it in")
def ask_withdrawal(request: TokenRequest, uuid: UUID) -> WithdrawalOut:
    """Put it before an educator."""
    return _anew(services.ask(withdrawal=_own(request.auth, uuid), by=request.auth, now=clock.now()))


@router.post("/withdrawals/{uuid}/take-back", response=_CHANGED, summary="Take it back")
def take_back_withdrawal(request: TokenRequest, uuid: UUID) -> WithdrawalOut:
    """Not after all."""
    found = _own(request.auth, uuid)
    services.take_back(withdrawal=found, by=request.auth, now=clock.now())
    return _anew(found)


@router.post("/withdrawals/{uuid}/complaint", response=_CHANGED, summary="Complain of the decision")
def complain_of_withdrawal(request: TokenRequest, uuid: UUID, data: WithdrawalWordsIn) -> WithdrawalOut:
    """Complain of the decision, to the institution first."""
    found = _own(request.auth, uuid)
    services.appeal(withdrawal=found, by=request.auth, words=data.words, now=clock.now())
    return _anew(found)


@router.post("/withdrawals/{uuid}/decision", response=_CHANGED, summary="Decide")
def decide_withdrawal(request: TokenRequest, uuid: UUID, data: WithdrawalDecisionIn) -> WithdrawalOut:
    """Decide: for the educator who has it, and programme leads."""
    found, now = withdrawal_of(uuid), clock.now()
    check_judges(request.auth, found, now=now)
    exam = get_object_or_404(MicroCredential, slug=data.micro_credential) if data.micro_credential else None
    terms = services.Terms(
        outcome=data.outcome,
        grounds=data.grounds,
        round=data.round,
        rubric={criterion: (line.finding, line.note) for criterion, line in data.rubric.items()},
        modules=list(Module.objects.filter(slug__in=data.modules).select_related("current__module")),
        ects=data.ects,
        level=data.level,
        competences=list(Competence.objects.filter(slug__in=data.competences)),
        micro_credential=exam,
        offered=next((one.precedent for one in precedents_for(found) if one.precedent.uuid == data.precedent), None),
    )
    services.decide(withdrawal=found, by=request.auth, terms=terms, now=now)
    return _anew(found)


@router.post("/withdrawals/{uuid}/question", response=_CHANGED, summary="Ask the learner for more")
def question_withdrawal(request: TokenRequest, uuid: UUID, data: WithdrawalWordsIn) -> WithdrawalOut:
    """Send it back with a question."""
    found = withdrawal_of(uuid)
    services.return_to_learner(withdrawal=found, by=request.auth, question=data.words, now=clock.now())
    return _anew(found)


@router.post("/withdrawals/{uuid}/hand-on", response=_CHANGED, summary="Hand on")
def hand_on_withdrawal(request: TokenRequest, uuid: UUID, data: HandOnWithdrawalIn) -> WithdrawalOut:
    """Let another educator judge it."""
    found = withdrawal_of(uuid)
    check_may_look(request.auth, found, now=clock.now())
    to = get_object_or_404(Person, uuid=data.to) if data.to else None
    return _anew(services.hand_on(withdrawal=found, to=to, by=request.auth, now=clock.now()))


@router.post("/withdrawals/{uuid}/complaint/answer", response=_CHANGED, summary="Answer a complaint")
def answer_withdrawal_complaint(request: TokenRequest, uuid: UUID, data: ComplaintAnswerIn) -> WithdrawalOut:
    """For a programme lead who did not decide."""
    found, now = withdrawal_of(uuid), clock.now()
    check_may_look(request.auth, found, now=now)
    services.answer_appeal(withdrawal=found, by=request.auth, upheld=data.upheld, answer=data.answer, now=now)
    return _anew(found)


@router.post("/withdrawals/{uuid}/reopen", response=_CHANGED, summary="Open a decision again")
def reopen_withdrawal(request: TokenRequest, uuid: UUID, data: WithdrawalWordsIn) -> WithdrawalOut:
    """Undo the decision and judge anew."""
    found = withdrawal_of(uuid)
    return _anew(services.reopen(withdrawal=found, by=request.auth, because=data.words, now=clock.now()))


@router.get("/withdrawals/{uuid}/precedents", response={200: list[PrecedentOut], 404: Problem}, summary="Precedents")
def withdrawal_precedents(request: TokenRequest, uuid: UUID) -> list[PrecedentOut]:
    """What has been decided on the same thing before, the surest first: for whoever judges it."""
    found = withdrawal_of(uuid)
    check_judges(request.auth, found, now=clock.now())
    return [precedent_out(one.precedent, alike=one.alike) for one in precedents_for(found)]


@router.get("/precedents", response={200: PrecedentsPage, 404: Problem}, summary="All precedents")
def all_precedents(request: TokenRequest, limit: Limit = 50, offset: Offset = 0) -> PrecedentsPage:
    """My institutions' precedents, those still in use first."""
    found = precedents_of(sorted(check_judges_somewhere(request.auth, now=clock.now())))
    return PrecedentsPage(count=found.count(), items=[precedent_out(one) for one in found[offset : offset + limit]])


@router.post(
    "/precedents/{uuid}/retire",
    response={200: PrecedentOut, 404: Problem, 409: Problem, 422: Problem},
    summary="Retire a precedent",
)
def retire_precedent(request: TokenRequest, uuid: UUID, data: WithdrawalWordsIn) -> PrecedentOut:
    """It is not offered any more."""
    found = precedent_of(uuid)
    return precedent_out(
        services.retire_precedent(precedent=found, by=request.auth, because=data.words, now=clock.now())
    )


@router.get("/away", response={200: list[AwayOut], 404: Problem}, summary="When I am away")
def away(request: TokenRequest) -> list[AwayOut]:
    """The days to come on which I judge nothing."""
    now = clock.now()
    check_judges_somewhere(request.auth, now=now)
    coming = Away.objects.filter(person=request.auth, last__gte=timezone.localdate(now))
    return [AwayOut(uuid=one.uuid, first=one.first, last=one.last) for one in coming]


@router.post("/away", response={201: AwayOut, 404: Problem, 422: Problem}, summary="Be away")
def set_away(request: TokenRequest, data: AwayIn) -> Status[AwayOut]:
    """What waits for me in those days goes to a colleague."""
    made = services.set_away(person=request.auth, first=data.first, last=data.last, now=clock.now())
    return Status(201, AwayOut(uuid=made.uuid, first=made.first, last=made.last))


@router.delete("/away/{uuid}", response={204: None, 404: Problem}, summary="Be here after all")
def cancel_away(request: TokenRequest, uuid: UUID) -> Status[None]:
    """I am here after all."""
    services.cancel_away(away=get_object_or_404(Away, uuid=uuid), by=request.auth)
    return Status(204, None)
