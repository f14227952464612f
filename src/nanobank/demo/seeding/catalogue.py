"""Competences, modules with their steps and offerings, micro-credentials and bundles."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from nanobank.accounts.models import Person
from nanobank.catalogue.models import (
    TIMES,
    Assessment,
    Audience,
    Bundle,
    Competence,
    Form,
    Grading,
    Language,
    Level,
    MicroCredential,
    Module,
    Offering,
)
from nanobank.catalogue.services import (
    BundleFacts,
    Electives,
    Facts,
    MicroCredentialFacts,
    create_bundle,
    create_micro_credential,
    create_module,
    publish_bundle,
    publish_micro_credential,
    publish_version,
)
from nanobank.demo.people import DATA
from nanobank.demo.seeding.files import Row, module_rows, rows
from nanobank.exams.services import appoint_examiner
from nanobank.organisations.models import Organisation
from nanobank.study.services import NewQuestion, NewStep, write_steps

_BOTH = ("title_da", "title_en", "summary_da", "summary_en")
_LONG = ("description_da", "description_en")
_POSTCODES = {
    "Aalborg": "9000",
    "Aarhus": "8000",
    "Esbjerg": "6700",
    "Kolding": "6000",
    "København": "2100",
    "Odense": "5000",
    "Roskilde": "4000",
    "Viborg": "8800",
}
"""Of the places in Denmark; one abroad has none."""
_TIMES = {"evening": ("tue-evening", "thu-evening"), "blended": ("fri-day",), "on_site": ("wed-day", "thu-day")}
"""When one must be there, by the form of a module."""


def seed_competences() -> dict[str, Competence]:
    """By key; real ESCO URIs, the Danish labels our own."""
    listed = rows("competences.toml", "competence")
    return {
        row["key"]: Competence.objects.create(slug=row["key"], **{k: v for k, v in row.items() if k != "key"})
        for row in listed
    }


def seed_modules(
    organisations: dict[str, Organisation], competences: dict[str, Competence], now: datetime
) -> dict[str, Module]:
    """By key, published about two years ago, each with its steps and offerings; to be called ``together``.

    The offerings are written at once: what is listed at the end of that tells when one can begin.
    """
    published = now - timedelta(days=730)
    modules: dict[str, Module] = {}
    offerings: list[Offering] = []
    for row in module_rows():
        provider = organisations[row["key"].split("-")[0]]
        module = create_module(
            provider=provider, slug=row["key"], facts=_facts(row, competences, modules), by=None, now=published
        )
        version = module.versions.get()
        write_steps(version=version, steps=[_step(step) for step in row["step"]], by=None, now=published)
        publish_version(version=version, by=None, now=published)
        module.refresh_from_db()
        offerings += [_offering(module, {"form": row["form"], **offering}, now) for offering in row["offering"]]
        modules[row["key"]] = module
    offerings += [_offering(modules[row["module"]], row, now) for row in rows("stories.toml", "past_offering")]
    Offering.objects.bulk_create(offerings)
    return modules


def _facts(row: Row, competences: dict[str, Competence], modules: dict[str, Module]) -> Facts:
    return Facts(
        **{name: row[name] for name in (*_BOTH, "description")},
        ects=Decimal(row["ects"]),
        level=Level(row["level"]),
        form=Form(row["form"]),
        language=Language(row["language"]),
        price=Decimal(row["price_dkk"]),
        outcomes=tuple(zip(row["outcomes_da"], row["outcomes_en"], strict=True)),
        audiences=tuple(Audience(audience) for audience in row["audience"]),
        competences=tuple(competences[key] for key in row["competences"]),
        prerequisites=tuple(tuple(modules[key] for key in group) for group in row["prerequisites"]),
    )


def _step(row: Row) -> NewStep:
    return NewStep(
        kind=row["kind"],
        title=row["title"],
        minutes=row["minutes"],
        body=row.get("body", "").strip(),
        file=_stored(row.get("asset")),
        captions=_stored(row.get("captions")),
        url=row.get("url", ""),
        pass_percent=row.get("pass_percent", 60),
        questions=[_question(question) for question in row.get("question", ())],
    )


def _stored(asset: str | None) -> str | None:
    """Where the file lies in storage; the same file serves every step that shows it."""
    if asset is None:
        return None
    name = f"steps/{asset}"
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile((DATA / "assets" / asset).read_bytes()))
    return name


def _question(row: Row) -> NewQuestion:
    fixed = {"kind", "prompt", "explanation"}
    definition = {name: value for name, value in row.items() if name not in fixed}
    return NewQuestion(row["kind"], row["prompt"], definition, row["explanation"])


def _offering(module: Module, row: Row, now: datetime) -> Offering:
    today = timezone.localdate(now)
    starts_on = today + timedelta(days=row["starts_in_days"]) if row["kind"] == "dated" else None
    times = _TIMES.get(row.get("form", ""), ()) if starts_on else ()
    return Offering(
        module=module,
        starts_on=starts_on,
        ends_on=starts_on + timedelta(weeks=row["weeks"]) if starts_on else None,
        place=row.get("place", ""),
        postcode=_POSTCODES.get(row.get("place", ""), ""),
        times=sorted(times, key=TIMES.index),
        seats=row.get("seats"),
    )


def seed_micro_credentials(
    organisations: dict[str, Organisation],
    competences: dict[str, Competence],
    modules: dict[str, Module],
    people: dict[str, Person],
    now: datetime,
) -> dict[str, MicroCredential]:
    """By key, published and with their examiners."""
    made = {}
    for row in rows("micro_credentials.toml", "micro_credential"):
        micro_credential = create_micro_credential(
            provider=organisations[row["provider"]],
            slug=row["key"],
            facts=_micro_credential_facts(row, competences, modules),
            by=None,
            now=now,
        )
        publish_micro_credential(micro_credential=micro_credential, by=None, now=now)
        for examiner in row["examiners"]:
            appoint_examiner(micro_credential=micro_credential, person=people[examiner], by=None, now=now)
        made[row["key"]] = micro_credential
    return made


def seed_drafts(
    organisations: dict[str, Organisation],
    competences: dict[str, Competence],
    modules: dict[str, Module],
    now: datetime,
) -> list[MicroCredential]:
    """Micro-credentials on their way: one that lacks something, and one that is ready."""
    return [
        create_micro_credential(
            provider=organisations[row["provider"]],
            slug=row["key"],
            facts=_micro_credential_facts(row, competences, modules),
            by=None,
            now=now,
        )
        for row in rows("drafts.toml", "micro_credential")
    ]


def _micro_credential_facts(
    row: Row, competences: dict[str, Competence], modules: dict[str, Module]
) -> MicroCredentialFacts:
    texts = ("identity_check", "exam_guidance", "quality_assurance", "prerequisites")
    return MicroCredentialFacts(
        **{name: row[name].strip() for name in (*_BOTH, *_LONG)},
        **{f"{name}_{language}": row[f"{name}_{language}"].strip() for name in texts for language in ("da", "en")},
        outcomes=tuple(zip(row["outcomes_da"], row["outcomes_en"], strict=True)),
        competences=tuple(competences[key] for key in row["competences"]),
        language=Language(row["language"]),
        level=Level(row["level"]),
        ects=Decimal(row["ects"]),
        price=Decimal(row["price_dkk"]),
        assessment=Assessment(row["assessment"]),
        by_hand_in=row["hand_in"],
        grading=Grading(row["grading"]),
        second_examiner=row["second_examiner"],
        participation=Form(row["participation"]),
        validity_months=row.get("validity_months"),
        suspendable=row.get("suspendable", False),
        required=tuple(modules[key] for key in row["required"]),
        electives=tuple(
            Electives(
                min_ects=Decimal(group["min_ects"]),
                min_level=Level(group["min_level"]),
                modules=tuple(modules[key] for key in group["modules"]),
            )
            for group in row.get("electives", ())
        ),
    )


def seed_bundles(
    organisations: dict[str, Organisation],
    modules: dict[str, Module],
    micro_credentials: dict[str, MicroCredential],
    now: datetime,
) -> list[Bundle]:
    """Six, each an answer to one need."""
    made = []
    for row in rows("bundles.toml", "bundle"):
        facts = BundleFacts(
            **{name: row[name].strip() for name in (*_BOTH, *_LONG)},
            need_da=row["needs_da"],
            need_en=row["needs_en"],
            audience=Audience(row["audience"]),
            price=Decimal(row["price_dkk"]),
            modules=tuple(modules[key] for key in row["modules"]),
            micro_credentials=tuple(micro_credentials[key] for key in row["micro_credentials"]),
        )
        bundle = create_bundle(provider=organisations[row["provider"]], slug=row["key"], facts=facts, by=None, now=now)
        made.append(publish_bundle(bundle=bundle, by=None, now=now))
    return made
