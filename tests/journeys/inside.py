"""Answers, from within the site's own environment, what a test needs and no page tells: sessions, addresses."""

import json
import sys
from collections.abc import Callable
from typing import Any

import django

_LEFT_OUT = ("scss", "dkfds-*", "dkfds.css", "dkfds.js")


def lay() -> dict[str, str]:
    """Static files, the demo and the index of words, all by one process; the sessions of the demo's people."""
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, ignore_patterns=list(_LEFT_OUT), verbosity=0)
    call_command("seed", stdout=sys.stderr)
    call_command("search_index", stdout=sys.stderr)
    return sessions()


def sessions() -> dict[str, str]:
    """A session for each of the demo's people, by key."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.cached_db import SessionStore

    from nanobank.accounts.models import Person
    from nanobank.demo.seeding.files import rows

    people = Person.objects.in_bulk(field_name="email")
    made = {}
    for row in rows("people.toml", "person"):
        person, session = people[row["email"]], SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.save()
        made[row["key"]] = str(session.session_key)
    return made


def things() -> dict[str, list[Any]]:
    """The arguments of the addresses that name something: by the word that ``pages.py`` calls it."""
    from django.utils import timezone

    from nanobank.accounts.models import Person
    from nanobank.ai_register.models import AiSystem, StaffGroup, Training
    from nanobank.authoring.designing.questions import ADDRESSES
    from nanobank.authoring.models import Design
    from nanobank.authoring.parts import PARTS
    from nanobank.awards.models import Batch
    from nanobank.catalogue.models import Bundle, MicroCredential, Module, ModuleVersion
    from nanobank.credentials.models import Credential, NameRequest
    from nanobank.credentials.trust.models import TrustedIssuer
    from nanobank.exams.models import Registration
    from nanobank.feeds.models import FeedRun, OutsideOffer
    from nanobank.frameworks.models import Concept, ImportRun
    from nanobank.needs.models import Enquiry, Need, Outreach
    from nanobank.pathways.models import Balance, Pathway, Team, TeamPart
    from nanobank.pathways.services import open_feed
    from nanobank.quality.models import Review
    from nanobank.reuse.models import Adaptation, Proposal, Uptake
    from nanobank.sharing.models import Share
    from nanobank.study.models import Enrolment, Question, Step
    from nanobank.study.services import start_draft
    from nanobank.wallets.codes import code_for
    from nanobank.wallets.models import Offer, PresentationRequest, ShownCredential
    from nanobank.withdrawals.models import Precedent, Withdrawal

    def of(email: str) -> dict[str, str]:
        return {"person__email__startswith": f"{email}."}

    astrid = Person.objects.get(email="astrid.lindholt@sydvest.example")
    designs = {
        begins: Design.objects.get(answers__question="name", answers__values__title_da__istartswith=says)
        for begins, says in (("ai-i-den", "AI i den"), ("aktindsigt", "Aktindsigt og digital"))
    }
    drafted = Module.objects.get(slug="sydvest-undersoegende-metode")
    draft = start_draft(module=drafted, by=astrid, now=timezone.now())
    parent = Module.objects.get(adaptation__module__provider__slug="midtvest")
    going = Enrolment.objects.get(**of("jonas"), completed_at=None)
    done = Enrolment.objects.filter(**of("nadia"), completed_at__isnull=False)[0]
    examined = MicroCredential.objects.get(slug="undersoegende-datajournalistik")
    waits = Review.objects.get(version__module__slug="sydvest-presseetik-i-praksis", ended_at__isnull=True)
    judged = ModuleVersion.objects.get(pk=waits.version_id or 0)
    kinds = {f"{step.kind} step": [going.uuid, step.position] for step in going.version.steps.all()}
    genuine = Credential.objects.get(**of("nadia"))
    jonas = Credential.objects.get(**of("jonas"), issuer__slug="klarsprog")
    asked_for = NameRequest.objects.get()
    offer = Offer.objects.earliest("pk")
    shown, stopped = Share.objects.filter(**of("nadia")).order_by("pk")
    in_draft = {f"{step.kind} in a draft": [step.uuid] for step in draft.steps.all()}
    asked = Question.objects.filter(step__version=draft)
    states = {
        state: Registration.objects.filter(state=state, person__email__startswith=who)[0].uuid
        for state, who in {
            "handed_in": "mikael",
            "assessing": "ida",
            "registered": "pipaluk",
            "booked": "yusuf",
        }.items()
    }
    at_sydvest = Registration.objects.filter(micro_credential__provider__slug="sydvest")
    followed, cannot_be = Pathway.objects.filter(**of("jonas")).order_by("pk")[:2]
    feed = open_feed(pathway=followed, by=followed.person, now=timezone.now())
    precedent = Precedent.objects.filter(provider__slug="sydvest", retired_at__isnull=True).earliest("pk")
    return {
        **_guided(),
        "udtræk begun": [Withdrawal.objects.get(**of("jonas"), state="draft").uuid],
        "udtræk waiting": [Withdrawal.objects.get(**of("jonas"), state="asked").uuid],
        "udtræk to be examined": [Withdrawal.objects.get(**of("sofie")).uuid],
        "udtræk complained of": [Withdrawal.objects.get(**of("fatima")).uuid],
        "udtræk's PDF": [Withdrawal.objects.exclude(file="").earliest("pk").uuid, "pdf"],
        "precedent": [precedent.uuid],
        "pathway": [followed.uuid],
        "team": [Team.objects.get().uuid],
        "modules over terms": [Balance.objects.get().uuid],
        "part": [TeamPart.objects.get(member__person__email__startswith="malene.").uuid],
        "municipality": ["aalose"],
        "AI system": ["aalose", AiSystem.objects.earliest("pk").uuid],
        "AI group": ["aalose", StaffGroup.objects.earliest("pk").uuid],
        "AI training": ["aalose", Training.objects.earliest("pk").uuid],
        "AI wording": ["duty"],
        "first plan": [followed.uuid, 1],
        "pathway that cannot be": [cannot_be.uuid],
        "pathway with a repair": [Pathway.objects.get(**of("malene")).uuid],
        "pathway with choices": [Pathway.objects.get(**of("nadia")).uuid],
        "calendar": [feed.secret],
        "module": ["sydvest-datajournalistik"],
        "external module": [Module.objects.filter(provider__slug="nordsjo", current__isnull=False)[0].slug],
        "first version": ["sydvest-datajournalistik", 1],
        "micro-credential": ["undersoegende-datajournalistik"],
        "bundle": [Bundle.objects.order_by("pk")[0].slug],
        "provider": ["sydvest"],
        "klarsprog": ["klarsprog"],
        "provider with a key": [genuine.issuer.slug],
        "competence": ["data-analysis"],
        "role": [Concept.objects.get(label_da="ESG-medarbejder").slug],
        "area": [Concept.objects.get(code="sundhed").slug],
        "field of work": [Concept.objects.get(code="data-it-og-ledelse").slug],
        "framework": ["esco"],
        "feed": [FeedRun.objects.get(state="finished").feed.uuid],
        "feed to decide on": [FeedRun.objects.get(state="ready").uuid],
        "vetted offer from outside": [OutsideOffer.objects.get(title="Lydredigering til podcast").uuid],
        "offer from outside": [OutsideOffer.objects.get(title="Regneark for redaktioner").uuid],
        "import to decide on": [ImportRun.objects.get(state="ready").uuid],
        "micro-credential in a draft": [
            MicroCredential.objects.filter(state="draft", provider__slug="sydvest")[0].slug
        ],
        "credential": [genuine.uuid],
        "awarded class": [Batch.objects.get(state="finished").uuid],
        "class awaiting approval": [Batch.objects.get(state="waiting").uuid],
        "revoked credential": [Credential.objects.filter(revoked_at__isnull=False)[0].uuid],
        "klarsprog's credential": [jonas.uuid],
        "klarsprog's key": ["klarsprog", jonas.key.public_key_multibase],
        "suspended credential": [Credential.objects.get(suspended_at__isnull=False).uuid],
        "credential in an old name": [asked_for.credential.uuid],
        "request for a new name": [asked_for.uuid],
        "known issuer": [TrustedIssuer.objects.get(name="Hochschule Ostholm").uuid],
        "withdrawn issuer": [TrustedIssuer.objects.withdrawn()[0].uuid],
        "proposed issuer": [TrustedIssuer.objects.proposed()[0].uuid],
        "link": [shown.secret],
        "first behind the link": [shown.secret, 1],
        "own link": [shown.uuid],
        "stopped link": [stopped.uuid],
        "offer": [offer.uuid],
        "request's code": [code_for("request", PresentationRequest.objects.filter(answered_at=None)[0].uuid)],
        "shown to birthe": [ShownCredential.objects.filter(**of("birthe")).earliest("pk").uuid],
        "shown by nadia": [ShownCredential.objects.get(**of("nadia")).uuid],
        "offer's code": [code_for("offer", offer.uuid)],
        "badge": [genuine.uuid, "png"],
        "certificate": [genuine.uuid, "certificate-da"],
        "badge to earn": ["undersoegende-datajournalistik", "svg"],
        "status list": [genuine.status_list.uuid],
        "module to start": ["sydvest-ai-i-redaktionen"],
        "module under way": [going.uuid],
        "completed module": [done.uuid],
        "module to judge": ["modul", judged.uuid],
        "micro-credential to judge": ["micro-credential", examined.uuid],
        "review": [waits.uuid],
        "material from outside": ["modul", _current("nordsjo-ux-research").uuid],
        "papers for a panel": ["modul", judged.uuid, "pdf"],
        **kinds,
        "draft": [draft.uuid],
        "module with a family": [parent.slug],
        "two versions": [parent.slug, 1, 2],
        "uptake": [Uptake.objects.get(organisation__slug="sydvest").uuid],
        "adaptation whose source has changed": [Adaptation.objects.filter(source__module=parent).earliest("pk").uuid],
        "improvement that waits": [Proposal.objects.earliest("pk").uuid],
        "sydvest's shelf": ["sydvest"],
        **_shelf(),
        "design": [designs["ai-i-den"].uuid],
        "finished design": [designs["aktindsigt"].uuid],
        **{f"design's {word}": [designs["ai-i-den"].uuid, word] for word in ADDRESSES.values()},
        "bundle to judge": ["fagpakke", Bundle.objects.filter(provider__slug="sydvest")[0].uuid],
        "bundle of sydvest": [Bundle.objects.filter(provider__slug="sydvest")[0].slug],
        "template": ["ai-som-modspil"],
        "taught version": [_current("sydvest-undersoegende-metode").uuid],
        **{f"draft's {part.name}": [draft.uuid, part.slug] for part in PARTS},
        **in_draft,
        **{f"{question.kind} question": [question.uuid] for question in asked},
        "file": [going.version.steps.filter(kind="file")[0].uuid],
        "captions": [Step.objects.exclude(captions="").filter(version__enrolments__person=going.person)[0].uuid],
        **{f"{state} exam": [uuid] for state, uuid in states.items()},
        "ended exam": [Registration.objects.filter(**of("nadia"), state="published")[0].uuid],
        "assessed at sydvest": [at_sydvest.filter(state="assessed")[0].uuid],
        "published at klarsprog": [Registration.objects.filter(**of("jonas"), state="published")[0].uuid],
        **_workplaces(),
        "need": [Enquiry.objects.get(institution__slug="midtvest").need.uuid],
        "own need": [Need.objects.get(by__email="anne.dorte.fuglebjerg@aalose.example", contacts__isnull=False).uuid],
        "request": [Enquiry.objects.get(institution__slug="midtvest").uuid],
        "outreach": [Outreach.objects.get(institution__slug="midtvest").uuid],
        "jonas": [Person.objects.get(email__startswith="jonas.").uuid],
        "nonsense": ["nonsense"],
        "old link": ["a", "b-c"],
    }


def _current(slug: str) -> Any:
    """The version of a module that is in the catalogue."""
    from nanobank.catalogue.models import ModuleVersion

    return ModuleVersion.objects.get(current_of__slug=slug)


def _guided() -> dict[str, list[Any]]:
    """A learner and their mentor, and what they have written to each other."""
    from nanobank.bank.models import Mentorship
    from nanobank.guidance.models import Thread

    mentorship = Mentorship.objects.get(learner__email__startswith="jonas.", mentor__email__startswith="torkil.")
    talk = Thread.objects.get(learner=mentorship.learner, about="plan")
    return {"mentorship": [mentorship.uuid], "talk": [talk.uuid], "kind of mentor": ["ekstern"]}


def _shelf() -> dict[str, list[Any]]:
    """What lies on Sydvest's media shelf in the demo."""
    from nanobank.authoring.models import MediaItem

    named = {
        "picture": "klager-pr-1000-patienter.png",
        "picture without words": "forside-udkast.png",
        "film": "kildekritik-i-praksis.webm",
        "film without captions": "graferne-der-snyder.webm",
    }
    return {f"{what} on the shelf": [MediaItem.objects.get(name=name).uuid] for what, name in named.items()}


def _workplaces() -> dict[str, list[Any]]:
    """What belongs to the two workplaces of the demo."""
    from nanobank.employers.models import Brief, Colleague, CostCentre, JobRole, Order

    brief = Brief.objects.get(organisation__slug="aalose")
    other = Brief.objects.get(organisation__slug="brodal")
    order = Order.objects.get(organisation__slug="aalose")
    return {
        "machine works": ["brodal"],
        "own place of work": [Colleague.objects.get(email__startswith="malene.", organisation__slug="aalose").uuid],
        "cost centre": ["aalose", CostCentre.objects.get(organisation__slug="aalose", code="4110").uuid],
        "colleague": ["aalose", Colleague.objects.filter(organisation__slug="aalose").order_by("pk")[0].uuid],
        "job role": ["aalose", JobRole.objects.get(organisation__slug="aalose").uuid],
        "need of a workplace": ["aalose", brief.uuid],
        "need of the machine works": ["brodal", other.uuid],
        "first bundle": ["aalose", brief.uuid, 1],
        "course of the register": ["aalose", "midtvest-ai-i-praksis"],
        "order": ["aalose", order.uuid],
        "order to midtvest": ["aalose", order.uuid, "midtvest"],
        "subsidy": ["omstillingsfonden"],
    }


_ANSWERS: dict[str, Callable[[], Any]] = {"lay": lay, "things": things}

if __name__ == "__main__":
    django.setup()
    json.dump(_ANSWERS[sys.argv[1]](), sys.stdout, default=str)
