"""What a program can do in authoring: design micro-credentials, put bundles together, start from templates.

A bundle is begun where bundles are listed, in the catalogue's router: two routers would hide each other's methods.
"""

from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from ninja import Router, Status

from nanobank.accounts.http import TokenRequest
from nanobank.authoring.designing.answers import Answers
from nanobank.authoring.designing.bridge import Suggested, suggested_for
from nanobank.authoring.designing.finding import bundle_for, design_for, designs_of, overlapping
from nanobank.authoring.designing.forms import FORMS
from nanobank.authoring.designing.overview import Asked, overview_of
from nanobank.authoring.designing.shelf import template_page, templates_to_choose
from nanobank.authoring.designing.texts import example_of, reasons_of
from nanobank.authoring.models import Design, DesignAim, DesignQuestion, ModuleTemplate
from nanobank.authoring.schemas_designing import (
    BundleTextsIn,
    BundleTextsOut,
    DesignAnewIn,
    DesignAnswerIn,
    DesignAnswerOut,
    DesignAssessmentOut,
    DesignElementOut,
    DesignIn,
    DesignLikeOut,
    DesignMadeOut,
    DesignOut,
    DesignsOut,
    DesignTroubleOut,
    TemplateIn,
    TemplateOut,
    TemplateStartedOut,
    TemplateStartIn,
)
from nanobank.authoring.services import bundles, designing, templates
from nanobank.catalogue.api import router as catalogue
from nanobank.catalogue.models import Assessment, Bundle, MicroCredential, Module, ModuleVersion
from nanobank.catalogue.services import BundleFacts, bundle_facts, missing_in_bundle
from nanobank.common import clock
from nanobank.common.errors import NotYours, Refused
from nanobank.common.schemas import Limit, Offset, Problem
from nanobank.organisations.models import Organisation
from nanobank.quality import services as quality

router = Router()
_REFUSALS = {401: Problem, 404: Problem, 409: Problem, 422: Problem}


@router.get("/designs", response={200: DesignsOut, 404: Problem}, summary="What my institutions design")
def designs(request: TokenRequest, limit: Limit = 20, offset: Offset = 0) -> dict[str, object]:
    """Those under way first, the latest first."""
    lines = designs_of(request.auth, now=clock.now())
    items = [
        {
            "uuid": line.design.uuid,
            "title": line.title,
            "provider": line.design.provider.slug,
            "answered": line.answered,
            "made": line.design.made.slug if line.design.made else None,
            "changed_at": line.design.changed_at,
        }
        for line in lines[offset : offset + limit]
    ]
    return {"count": len(lines), "items": items}


@router.post("/designs", response={201: DesignOut, **_REFUSALS}, summary="Begin a design")
def begin(request: TokenRequest, payload: DesignIn) -> Status[DesignOut]:
    """With a working title, for an organisation that you write for."""
    made = designing.begin_design(
        provider=_provider(payload.provider), title=payload.title, by=request.auth, now=clock.now()
    )
    return Status(201, _design_out(made))


@router.post("/micro-credentials/{slug}/designs", response={201: DesignOut, **_REFUSALS}, summary="Design one anew")
def begin_anew(request: TokenRequest, slug: str, payload: DesignAnewIn) -> Status[DesignOut]:
    """A change to a micro-credential, or a new edition; what it says now are the answers. 409 when one is under way."""
    basis = MicroCredential.objects.select_related("provider").filter(slug=slug).first()
    if basis is None:
        raise NotYours("")
    made = designing.begin_design(
        provider=basis.provider, aim=payload.aim, basis=basis, by=request.auth, now=clock.now()
    )
    return Status(201, _design_out(made))


@router.get("/designs/{uuid}", response={200: DesignOut, 404: Problem}, summary="One design")
def design(request: TokenRequest, uuid: UUID) -> DesignOut:
    """The answers, the EU's elements, what does not hold, which assessment would show it, and what it is like."""
    return _design_out(design_for(request.auth, uuid, now=clock.now()))


@router.put("/designs/{uuid}/answers/{question}", response={200: DesignAnswerOut, **_REFUSALS}, summary="Answer")
def put_answer(request: TokenRequest, uuid: UUID, question: str, payload: DesignAnswerIn) -> DesignAnswerOut:
    """One question. 409 when somebody else has answered it since ``revision``; nothing is written over then."""
    found = design_for(request.auth, uuid, now=clock.now())
    if question not in DesignQuestion.values:
        raise NotYours("")
    kind = FORMS[DesignQuestion(question)]
    form = kind(kind.sent(payload.values))
    if not form.is_valid():
        field, errors = next(iter(form.errors.get_json_data().items()))
        raise Refused(errors[0]["message"], field=None if field == "__all__" else field)
    designing.answer(
        design=found,
        question=question,
        values=form.values(),
        revision=payload.revision,
        by=request.auth,
        now=clock.now(),
    )
    return next(one for one in _design_out(found).answers if one.question == question)


@router.post("/designs/{uuid}/finish", response={200: DesignMadeOut, **_REFUSALS}, summary="Make it")
def finish(request: TokenRequest, uuid: UUID) -> DesignMadeOut:
    """The micro-credential as a draft, with drafts of the modules still to be written. 422 says what is missing."""
    found = design_for(request.auth, uuid, now=clock.now())
    return DesignMadeOut(micro_credential=designing.finish(design=found, by=request.auth, now=clock.now()).slug)


@router.delete("/designs/{uuid}", response={204: None, **_REFUSALS}, summary="Give a design up")
def give_up(request: TokenRequest, uuid: UUID) -> Status[None]:
    """All answers go; nothing that has been made goes with them."""
    designing.put_away(design=design_for(request.auth, uuid, now=clock.now()), by=request.auth, now=clock.now())
    return Status(204, None)


@router.get("/module-templates", response=list[TemplateOut], summary="Templates")
def list_templates(request: TokenRequest) -> list[TemplateOut]:
    """What a module can be started from: the bank's own first."""
    return [_template_out(one) for one in templates_to_choose()]


@router.post("/module-templates", response={201: TemplateOut, **_REFUSALS}, summary="Save as a template")
def save_template(request: TokenRequest, payload: TemplateIn) -> Status[TemplateOut]:
    """How a module of one's own is built, for every author."""
    version = ModuleVersion.objects.select_related("module__provider").filter(uuid=payload.version).first()
    if version is None:
        raise NotYours("")
    texts = templates.TemplateTexts(**payload.dict(exclude={"version"}))
    made = templates.save_as_template(version=version, texts=texts, by=request.auth, now=clock.now())
    return Status(201, _template_out(made))


@router.post(
    "/module-templates/{slug}/modules", response={201: TemplateStartedOut, **_REFUSALS}, summary="Start from it"
)
def start_module(request: TokenRequest, slug: str, payload: TemplateStartIn) -> Status[TemplateStartedOut]:
    """A module with a draft that has the template's steps to write over."""
    version = templates.start_from(
        template=template_page(slug).template,
        provider=_provider(payload.provider),
        title=payload.title,
        by=request.auth,
        now=clock.now(),
    )
    return Status(201, TemplateStartedOut(module=version.module.slug, version=version.uuid))


@router.delete("/module-templates/{slug}", response={204: None, **_REFUSALS}, summary="Take a template off the shelf")
def retire_template(request: TokenRequest, slug: str) -> Status[None]:
    """What was started from it stays. 409 for the bank's own."""
    templates.retire_template(template=template_page(slug).template, by=request.auth, now=clock.now())
    return Status(204, None)


@catalogue.post("/bundles", response={201: BundleTextsOut, **_REFUSALS}, summary="Begin a bundle")
def begin_bundle(request: TokenRequest, payload: DesignIn) -> Status[BundleTextsOut]:
    """A draft with a working title and nothing in it."""
    made = bundles.begin_bundle(
        provider=_provider(payload.provider), title=payload.title, by=request.auth, now=clock.now()
    )
    return Status(201, _bundle_out(made))


@router.get("/bundles/{slug}/texts", response={200: BundleTextsOut, 404: Problem}, summary="A bundle to write on")
def bundle_texts(request: TokenRequest, slug: str) -> BundleTextsOut:
    """In both languages, published or not, with the revision that writing asks for."""
    return _bundle_out(bundle_for(request.auth, slug, now=clock.now()))


@router.put("/bundles/{slug}/texts", response={200: BundleTextsOut, **_REFUSALS}, summary="Write a bundle")
def put_bundle(request: TokenRequest, slug: str, payload: BundleTextsIn) -> BundleTextsOut:
    """All of it. 409 when somebody else has changed it since ``revision``."""
    found = bundle_for(request.auth, slug, now=clock.now())
    told = payload.dict(exclude={"revision", "modules", "micro_credentials"})
    modules = Module.objects.in_bulk(payload.modules, field_name="slug")
    held = MicroCredential.objects.in_bulk(payload.micro_credentials, field_name="slug")
    for field, slugs, known in (
        ("modules", payload.modules, modules.keys()),
        ("micro_credentials", payload.micro_credentials, held.keys()),
    ):
        if unknown := [one for one in slugs if one not in known]:
            raise Refused(_("This is not known here: %(names)s.") % {"names": ", ".join(unknown)}, field=field)
    facts = BundleFacts(
        **told,
        modules=tuple(modules[one] for one in payload.modules),
        micro_credentials=tuple(held[one] for one in payload.micro_credentials),
    )
    saved = bundles.save_bundle(bundle=found, facts=facts, revision=payload.revision, by=request.auth, now=clock.now())
    return _bundle_out(saved)


@router.post("/bundles/{slug}/publish", response={204: None, **_REFUSALS}, summary="Publish a bundle")
def publish_bundle(request: TokenRequest, slug: str) -> Status[None]:
    """422, naming it, while something is missing."""
    quality.publish(thing=bundle_for(request.auth, slug, now=clock.now()), by=request.auth, now=clock.now())
    return Status(204, None)


def _provider(slug: str) -> Organisation:
    found = Organisation.objects.filter(slug=slug).first()
    if found is None:
        raise NotYours("")
    return found


def _design_out(found: Design) -> DesignOut:
    whole = overview_of(found)
    like = overlapping(whole.answers, apart_from=found.made or found.basis)
    return DesignOut(
        uuid=found.uuid,
        title=whole.title,
        provider=found.provider.slug,
        aim=DesignAim(found.aim),
        made=found.made.slug if found.made else None,
        is_ready=whole.is_ready,
        hours=whole.sums.hours,
        answers=[_answer_out(one) for one in whole.asked],
        elements=[
            DesignElementOut(words=one.words, is_met=one.is_met, question=one.question) for one in whole.elements
        ],
        troubles=[
            DesignTroubleOut(question=one.question, words=one.words, blocks=one.blocks) for one in whole.troubles
        ],
        assessments=[_assessment_out(one, whole.answers) for one in suggested_for(whole.answers)],
        like=[DesignLikeOut(micro_credential=one.micro_credential.slug, alike=one.alike) for one in like],
    )


def _answer_out(asked: Asked) -> DesignAnswerOut:
    kept = asked.answer
    return DesignAnswerOut(
        question=asked.question,
        revision=kept.revision if kept else 0,
        values=kept.values if kept else {},
        by=kept.by.name if kept and kept.by else None,
        is_whole=asked.is_whole,
    )


def _assessment_out(one: Suggested, answers: Answers) -> DesignAssessmentOut:
    return DesignAssessmentOut(
        assessment=Assessment(one.assessment.value),
        handed_in=one.handed_in,
        reasons=reasons_of(one),
        example=example_of(one, answers),
    )


def _template_out(found: ModuleTemplate) -> TemplateOut:
    return TemplateOut(
        slug=found.slug,
        provider=found.provider.slug if found.provider else None,
        title=found.title,
        summary=found.summary,
        ects=Decimal(found.ects),
        level=found.level,
        steps=len(found.steps),
        competences=[one.slug for one in found.competences.all()],
    )


def _bundle_out(bundle: Bundle) -> BundleTextsOut:
    facts = bundle_facts(bundle)
    texts = {name: getattr(facts, name) for name in BundleFacts.__dataclass_fields__}
    return BundleTextsOut(
        **{
            **texts,
            "modules": [one.slug for one in facts.modules],
            "micro_credentials": [one.slug for one in facts.micro_credentials],
        },
        slug=bundle.slug,
        state=bundle.state,
        revision=bundles.revision_of(bundle),
        missing={name: str(sentence) for name, sentence in missing_in_bundle(bundle).items()},
    )
