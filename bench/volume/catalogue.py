"""Lays the catalogue: providers, competences, modules with their steps and offerings, micro-credentials and bundles."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from bench.volume import words
from bench.volume.sizes import Size
from nanobank.catalogue.models import (
    Assessment,
    Audience,
    Bundle,
    Competence,
    ElectiveGroup,
    Form,
    Grading,
    Language,
    Level,
    MicroCredential,
    Module,
    ModuleVersion,
    Offering,
    PrerequisiteGroup,
    State,
    VersionAudience,
)
from nanobank.organisations.models import Kind, Organisation
from nanobank.study.models import Step, StepKind

CHUNK = 5_000
STEPS = (
    (StepKind.TEXT, "Før du begynder", 15),
    (StepKind.VIDEO, "Fagets vigtigste greb", 12),
    (StepKind.TEXT, "Prøv det på din egen opgave", 40),
    (StepKind.QUIZ, "Har du fået fat i det?", 10),
)
_KINDS = (
    Kind.UNIVERSITY,
    Kind.UNIVERSITY_COLLEGE,
    Kind.BUSINESS_ACADEMY,
    Kind.VOCATIONAL_SCHOOL,
    Kind.PRIVATE_PROVIDER,
)
_ECTS = (Decimal("1.00"), Decimal("1.50"), Decimal("2.50"), Decimal("2.50"), Decimal("5.00"), Decimal("10.00"))


@dataclass(frozen=True)
class Laid:
    """A published version as the learners' rows refer to it; ``steps`` are ids, in order."""

    module_id: int
    version_id: int
    ects: Decimal
    steps: tuple[int, ...]


@dataclass(frozen=True)
class Catalogue:
    """What was laid. ``required`` holds places in ``modules``, by ``MicroCredential.id``."""

    modules: list[Laid]
    micro_credentials: list[MicroCredential]
    required: dict[int, list[int]]


def lay(size: Size, rng: Random, now: datetime) -> Catalogue:
    """All of it, but for the listing that it is searched in."""
    providers = _providers(size)
    competences = _competences(size)
    modules: list[Laid] = []
    for start in range(0, size.modules, CHUNK):
        count = min(CHUNK, size.modules - start)
        modules += _modules(range(start, start + count), providers, competences, rng, now)
    _prerequisites(modules, rng)
    _publish()
    micro_credentials, required = _micro_credentials(size, providers, competences, modules, rng, now)
    _bundles(size, providers, modules, micro_credentials, rng, now)
    return Catalogue(modules, micro_credentials, required)


def _providers(size: Size) -> list[Organisation]:
    return Organisation.objects.bulk_create(
        Organisation(
            slug=f"udbyder-{n}",
            kind=(kind := _KINDS[n % len(_KINDS)]),
            name_da=f"{(town := words.TOWNS[n % len(words.TOWNS)]).da} {kind.label} {n}",
            name_en=f"{kind.label} of {town.da} {n}",
            short_name=f"{town.da} {n}",
            description_da="Vi udbyder korte forløb til mennesker, der er i arbejde.",
            description_en="We offer short courses to people who are at work.",
            quality_da="Hvert modul gennemgås af et studienævn en gang om året.",
            quality_en="Each module is reviewed by a study board once a year.",
            postcode=town.en,
            city=town.da,
            homepage=f"https://udbyder-{n}.example/",
        )
        for n in range(size.providers)
    )


def _competences(size: Size) -> list[Competence]:
    def one(n: int) -> Competence:
        topic = words.TOPICS[n % len(words.TOPICS)]
        setting = words.SETTINGS[n // len(words.TOPICS) % len(words.SETTINGS)]
        return Competence(
            slug=f"kompetence-{n}",
            uri=f"https://kompetencer.example/skill/{n}",
            label_da=f"arbejde med {topic.da} {setting.da}",
            label_en=f"work with {topic.en} {setting.en}",
            description_da=f"At kunne bruge {topic.da} {setting.da}.",
            description_en=f"Being able to use {topic.en} {setting.en}.",
        )

    return Competence.objects.bulk_create(one(n) for n in range(size.competences))


def _modules(
    numbers: range, providers: list[Organisation], competences: list[Competence], rng: Random, now: datetime
) -> Iterator[Laid]:
    modules = Module.objects.bulk_create(
        Module(slug=f"modul-{n}", provider=providers[words.skewed(rng, len(providers))]) for n in numbers
    )
    versions = ModuleVersion.objects.bulk_create(_version(module, rng, now) for module in modules)
    VersionAudience.objects.bulk_create(
        VersionAudience(version=version, audience=audience)
        for version in versions
        for audience in rng.sample(list(Audience), rng.choice((1, 1, 2, 3)))
    )
    through = ModuleVersion.competences.through
    through.objects.bulk_create(
        through(moduleversion_id=version.pk, competence_id=competence.pk)
        for version in versions
        for competence in rng.sample(competences, rng.choice((1, 2, 3, 4)))
    )
    Offering.objects.bulk_create(offering for module in modules for offering in _offerings(module, rng, now))
    steps = Step.objects.bulk_create(
        Step(
            version=version, position=position, kind=kind, title=title, minutes=minutes, body=words.SENTENCES[position]
        )
        for version in versions
        for position, (kind, title, minutes) in enumerate(STEPS, start=1)
    )
    for place, version in enumerate(versions):
        own = steps[place * len(STEPS) : (place + 1) * len(STEPS)]
        yield Laid(version.module_id, version.pk, version.ects, tuple(step.pk for step in own))


def _version(module: Module, rng: Random, now: datetime) -> ModuleVersion:
    title, topic = words.title(rng)
    ects = rng.choice(_ECTS)
    return ModuleVersion(
        module=module,
        number=1,
        published_at=now - timedelta(minutes=rng.randrange(3 * 365 * 24 * 60)),
        title_da=title.da,
        title_en=title.en,
        summary_da=f"Du lærer at arbejde med {topic.da}, så det holder i hverdagen.",
        summary_en=f"You learn to work with {topic.en} in a way that lasts.",
        description=words.description(rng, topic),
        learning_outcomes=words.outcomes(rng, topic),
        language=Language.ENGLISH if rng.random() < 0.15 else Language.DANISH,
        ects=ects,
        level=rng.choice((Level.FOUR, Level.FIVE, Level.SIX, Level.SIX, Level.SEVEN)),
        price=Decimal(rng.choice((0, 900, 1_200, 1_450, 2_000))) * ects,
        form=rng.choice(list(Form)),
    )


def _offerings(module: Module, rng: Random, now: datetime) -> Iterator[Offering]:
    rolling = rng.random() < 0.6
    if rolling:
        yield Offering(module=module)
    for _ in range(rng.choice((0, 1, 2)) if rolling else rng.choice((1, 2, 3))):
        starts_on = timezone.localdate(now) + timedelta(days=rng.randrange(-60, 300))
        yield Offering(
            module=module,
            starts_on=starts_on,
            ends_on=starts_on + timedelta(days=rng.choice((7, 30, 60))),
            place=rng.choice(words.TOWNS).da,
            seats=(seats := rng.choice((16, 24, 30))),
            seats_taken=rng.randrange(seats),
        )


def _publish() -> None:
    """Publish every draft, once all that it holds is in place."""
    ModuleVersion.objects.filter(state=State.DRAFT).update(state=State.PUBLISHED)
    own = ModuleVersion.objects.filter(module=OuterRef("pk")).values("pk")[:1]
    Module.objects.update(current=Subquery(own))


def _prerequisites(modules: list[Laid], rng: Random) -> None:
    """Three in ten ask for one of two modules laid before them."""
    asking = [(place, module) for place, module in enumerate(modules) if place > 1 and rng.random() < 0.3]
    groups = PrerequisiteGroup.objects.bulk_create(PrerequisiteGroup(version_id=m.version_id) for _, m in asking)
    through = PrerequisiteGroup.any_of.through
    through.objects.bulk_create(
        through(prerequisitegroup_id=group.pk, module_id=modules[before].module_id)
        for (place, _), group in zip(asking, groups, strict=True)
        for before in rng.sample(range(place), 2)
    )


def _micro_credentials(
    size: Size,
    providers: list[Organisation],
    competences: list[Competence],
    modules: list[Laid],
    rng: Random,
    now: datetime,
) -> tuple[list[MicroCredential], dict[int, list[int]]]:
    """Each requires two to four modules; three in ten have an elective group beside."""
    required = [rng.sample(range(len(modules)), rng.choice((2, 3, 4))) for _ in range(size.micro_credentials)]
    laid = MicroCredential.objects.bulk_create(
        _micro_credential(n, providers[n % len(providers)], sum((modules[p].ects for p in places), Decimal()), rng, now)
        for n, places in enumerate(required)
    )
    through = MicroCredential.required.through
    through.objects.bulk_create(
        through(microcredential_id=one.pk, module_id=modules[place].module_id)
        for one, places in zip(laid, required, strict=True)
        for place in places
    )
    teaches = MicroCredential.competences.through
    teaches.objects.bulk_create(
        teaches(microcredential_id=one.pk, competence_id=competence.pk)
        for one in laid
        for competence in rng.sample(competences, 3)
    )
    groups = ElectiveGroup.objects.bulk_create(
        ElectiveGroup(micro_credential=one, min_ects=Decimal("2.50")) for one in laid if rng.random() < 0.3
    )
    chosen = ElectiveGroup.modules.through
    chosen.objects.bulk_create(
        chosen(electivegroup_id=group.pk, module_id=module.module_id)
        for group in groups
        for module in rng.sample(modules, 4)
    )
    return laid, {one.pk: places for one, places in zip(laid, required, strict=True)}


def _micro_credential(n: int, provider: Organisation, ects: Decimal, rng: Random, now: datetime) -> MicroCredential:
    title, topic = words.title(rng)
    return MicroCredential(
        slug=f"mikro-{n}",
        provider=provider,
        state=State.PUBLISHED,
        published_at=now - timedelta(minutes=rng.randrange(3 * 365 * 24 * 60)),
        title_da=title.da,
        title_en=title.en,
        summary_da=f"Bevis på, at du kan bruge {topic.da} selvstændigt.",
        summary_en=f"Proof that you can use {topic.en} on your own.",
        description_da=words.description(rng, topic),
        description_en=f"You are examined in {topic.en}.",
        learning_outcomes=words.outcomes(rng, topic),
        level=rng.choice((Level.FIVE, Level.SIX, Level.SEVEN)),
        ects=ects,
        price=Decimal(rng.choice((0, 1_500, 2_400))),
        assessment=Assessment.ORAL,
        by_hand_in=False,
        grading=Grading.SEVEN_POINT,
        participation=Form.ONLINE,
        identity_check_da="Du viser billedlegitimation.",
        identity_check_en="You show identification with a photo.",
        exam_guidance_da="Tyve minutter med en opgave, du har med.",
        exam_guidance_en="Twenty minutes with a task that you bring.",
        quality_assurance_da="Eksamen er godkendt af studienævnet.",
        quality_assurance_en="The exam has been approved by the study board.",
    )


def _bundles(
    size: Size,
    providers: list[Organisation],
    modules: list[Laid],
    micro_credentials: list[MicroCredential],
    rng: Random,
    now: datetime,
) -> None:
    def one(n: int) -> Bundle:
        title, topic = words.title(rng)
        return Bundle(
            slug=f"fagpakke-{n}",
            provider=rng.choice(providers),
            state=State.PUBLISHED,
            published_at=now - timedelta(days=rng.randrange(900)),
            title_da=title.da,
            title_en=title.en,
            summary_da=f"Det, du har brug for i {topic.da}, samlet.",
            summary_en=f"What you need in {topic.en}, together.",
            description_da=words.description(rng, topic),
            description_en=f"A package about {topic.en}.",
            audience=rng.choice(list(Audience)),
            price=Decimal(rng.choice((3_000, 4_500, 8_000))),
        )

    laid = Bundle.objects.bulk_create(one(n) for n in range(size.bundles))
    holds = Bundle.modules.through
    holds.objects.bulk_create(
        holds(bundle_id=bundle.pk, module_id=module.module_id) for bundle in laid for module in rng.sample(modules, 4)
    )
    leads = Bundle.micro_credentials.through
    leads.objects.bulk_create(
        leads(bundle_id=bundle.pk, microcredential_id=rng.choice(micro_credentials).pk) for bundle in laid
    )
