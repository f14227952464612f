"""A design: begun, answered question by question by several, and made into a micro-credential."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.authoring.designing.answers import Answers, ChosenPart, Values, facts_of, values_from
from nanobank.authoring.designing.overview import overview_of
from nanobank.authoring.designing.refusals import NotReady, Overtaken
from nanobank.authoring.models import Design, DesignAim, DesignAnswer, DesignQuestion
from nanobank.catalogue.models import Audience, Competence, Form, Language, Level, MicroCredential, Module, State
from nanobank.catalogue.permissions import check_may_author
from nanobank.catalogue.services import (
    Facts,
    create_micro_credential,
    create_module,
    edit_micro_credential,
    free_slug,
)
from nanobank.common.errors import Conflict, Refused
from nanobank.organisations.models import Organisation


@transaction.atomic
def begin_design(
    *,
    provider: Organisation,
    title: str = "",
    aim: str = DesignAim.NEW,
    basis: MicroCredential | None = None,
    by: Person | None,
    now: datetime,
) -> Design:
    """A design with a working title, or with what ``basis`` says as its answers when it changes or renews that one.

    Raises NotYours; Refused without a title; Conflict when the same is being done to ``basis`` already.
    """
    check_may_author(by, provider, now=now)
    if basis is not None:
        check_may_author(by, basis.provider, now=now)
        if aim == DesignAim.NEW:
            raise Refused(_("Say whether it is a change or a new edition."), field="aim")
        basis = MicroCredential.objects.select_for_update(of=("self",)).select_related("provider").get(pk=basis.pk)
        if Design.objects.under_way().filter(basis=basis).exists():
            raise Conflict(_("Somebody is already designing this anew. Go on with that one."))
        if aim == DesignAim.EDITION and basis.state == State.DRAFT:
            raise Refused(_("It is not published yet, so it can simply be changed."))
        if aim == DesignAim.EDITION and MicroCredential.objects.filter(replaces=basis).exists():
            raise Conflict(_("There is a new edition of this already. Go on with that one."))
    elif not title.strip():
        raise Refused(_("Give it a working title; it can be changed."), field="title")
    design = Design.objects.create(
        provider=basis.provider if basis else provider,
        aim=aim if basis else DesignAim.NEW,
        basis=basis,
        begun_by=by,
        begun_at=now,
        changed_at=now,
    )
    values = values_from(basis) if basis else {DesignQuestion.NAME: {"title_da": title.strip()[:200]}}
    DesignAnswer.objects.bulk_create(
        DesignAnswer(design=design, question=question, values=said, by=by, at=now) for question, said in values.items()
    )
    return design


@transaction.atomic
def answer(
    *, design: Design, question: str, values: Values, revision: int, by: Person | None, now: datetime
) -> DesignAnswer:
    """Keep the answer to one question. ``revision`` is what the answer had when it was read; 0 when there was none.

    Raises NotYours; Conflict once the design is finished; Overtaken, with what stands, when somebody else has answered
    the question since. The same answer sent twice is no conflict.
    """
    found = _held(design, by, now)
    kept = DesignAnswer.objects.filter(design=found, question=question).select_related("by").first()
    if kept is not None and kept.values == values:
        return kept
    if kept is not None and kept.revision != revision:
        raise Overtaken(kept)
    if kept is None:
        kept = DesignAnswer(design=found, question=DesignQuestion(question), revision=0)
    kept.values, kept.revision, kept.by, kept.at = values, kept.revision + 1, by, now
    kept.save()
    found.changed_at = now
    found.save(update_fields=["changed_at"])
    return kept


@transaction.atomic
def finish(*, design: Design, by: Person | None, now: datetime) -> MicroCredential:
    """Make the micro-credential as a draft, with a draft of each module that is still to be written.

    A change is made to the one that is changed. Raises NotYours; Conflict when it is finished; NotReady, naming what
    stands in the way by question; Fixed for a change to what stands.
    """
    found = _held(design, by, now)
    whole = overview_of(found)
    if not whole.is_ready:
        raise NotReady([(one.question, one.words) for one in whole.troubles if one.blocks])
    answers = whole.answers
    written = {part.key: _write(part, answers, found, by, now) for part in answers.parts if part.module is None}
    facts = facts_of(answers, written, found.basis)
    if found.aim == DesignAim.CHANGE and found.basis is not None:
        made = edit_micro_credential(micro_credential=found.basis, facts=facts, by=by, now=now)
    else:
        slug = free_slug(answers.title_da or answers.title_en, MicroCredential)
        made = create_micro_credential(
            provider=found.provider, slug=slug, facts=facts, by=by, now=now, replaces=found.basis
        )
    found.made, found.finished_at = made, now
    found.save(update_fields=["made", "finished_at"])
    return made


@transaction.atomic
def put_away(*, design: Design, by: Person | None, now: datetime) -> None:
    """Give a design up; nothing has come of it. Raises NotYours; Conflict when it is finished."""
    _held(design, by, now).delete()


def _held(design: Design, by: Person | None, now: datetime) -> Design:
    """The design, held until the transaction ends, for whoever may still change it."""
    found = (
        Design.objects.select_for_update(of=("self",)).select_related("provider", "basis__provider").get(pk=design.pk)
    )
    check_may_author(by, found.provider, now=now)
    if found.finished_at is not None:
        raise Conflict(_("This design is finished. Begin a change to what became of it."))
    return found


def _write(part: ChosenPart, answers: Answers, design: Design, by: Person | None, now: datetime) -> Module:
    in_english = answers.language == Language.ENGLISH
    facts = Facts(
        title_da="" if in_english else part.title,
        title_en=part.title if in_english else "",
        ects=part.ects,
        level=Level(answers.level or Level.SIX),
        form=Form(answers.participation),
        language=Language(answers.language),
        audiences=tuple(Audience(one) for one in answers.audiences),
        competences=_only_of(answers),
    )
    return create_module(provider=design.provider, facts=facts, by=by, now=now)


def _only_of(answers: Answers) -> tuple[Competence, ...]:
    """What a new module builds is known only when it is the whole; otherwise its author says."""
    return answers.competences if len(answers.parts) == 1 else ()
