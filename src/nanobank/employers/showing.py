"""Bundles as a page compares them: figures in words, what each covers and leaves out, and what it consists of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nanobank.catalogue.models import Competence, Module, Offering
from nanobank.employers.market import Parts, Whole, is_public, parts_of, seat_prices_of, wholes_of
from nanobank.employers.models import Brief, Colleague, Subsidy
from nanobank.employers.pricing import Paid, Possible, possible, subsidies_in_force

AIMS: Final[dict[str, str | Promise]] = {
    "balanced": _("Fits best what matters most to you"),
    "price": _("Least price"),
    "time": _("Least time"),
    "quality": _("Best quality"),
    "distance": _("Nearest"),
}
REASONS: Final[dict[str, str | Promise]] = {
    "nobody_teaches": _("nobody teaches it"),
    "level": _("nobody teaches it at that level"),
    "language": _("not taught in the language you ask for"),
    "too_late": _("not done by the day you need it"),
    "too_far": _("too far away"),
    "completed": _("only taught by what they have completed"),
    "requirements": _("what it requires cannot be had"),
    "limits": _("no room within seats, budget or the size of a bundle"),
    "not_asked": _("enough others get it"),
}


@dataclass(frozen=True)
class TakenLine:
    """An offer of a bundle: what it is, where and when, and how many take it.

    ``kind`` is ``module``, or for what is had whole ``bundle`` or ``micro_credential``.
    """

    title: str
    url: str
    kind: str
    provider: str
    is_public: bool
    people: int
    price: Decimal
    form: str
    place: str
    starts_on: date | None
    seats_left: int | None
    parts: tuple[tuple[Module, Offering], ...]
    names: tuple[str, ...]


@dataclass(frozen=True)
class CoverLine:
    """What becomes of one competence: how many get it, how many had it, and why others do not."""

    competence: Competence
    gets: int
    asked: int
    already: int
    reasons: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Whether nobody is left without it for want of room or offers."""
        return self.gets >= self.asked


@dataclass(frozen=True)
class BundleShown:
    """One column of the comparison; ``number`` from 1. ``stands`` while all of it can still be had."""

    number: int
    best_at: tuple[str, ...]
    price: Decimal
    price_each: Decimal
    possible: tuple[Possible, ...]
    hours: int
    hours_each: int
    quality: int
    kilometres: int
    match: int
    taken: tuple[TakenLine, ...]
    covers: tuple[CoverLine, ...]
    is_proven: bool
    gap: int
    stands: bool

    @property
    def after(self) -> Decimal:
        """The least that it could come to, if everything that one can apply for is granted."""
        return max(self.price - sum((one.most for one in self.possible), Decimal(0)), Decimal(0))

    @property
    def ready_by(self) -> date | None:
        """When the last class ends; None when all of it can be taken any day."""
        ends = [offering.ends_on for line in self.taken for _module, offering in line.parts if offering.ends_on]
        return max(ends, default=None)


@dataclass(frozen=True)
class AnswerShown:
    """All bundles, what none of them covers, and ``near``: what nobody teaches, covered by what comes near it."""

    bundles: tuple[BundleShown, ...]
    missing: tuple[tuple[Competence, str], ...]
    people: int
    of_use: int
    near: tuple[Competence, ...] = ()


def shown(brief: Brief, *, now: datetime) -> AnswerShown | None:
    """The answer as it was found, with what of it can still be had; None when nobody has asked yet."""
    if not brief.answer:
        return None
    answer = brief.answer
    everything = {taken["offer"] for bundle in answer["bundles"] for taken in bundle["taken"]}
    parts = parts_of(everything, organisation=brief.organisation, now=now)
    competences = {one.slug: one for one in Competence.objects.filter(pk__in=brief.wanted.values("competence"))}
    names = {str(one.uuid): one.name for one in Colleague.objects.of(brief.organisation)}
    subsidies = subsidies_in_force(now)
    prices = seat_prices_of(pair for inside in parts.values() for pair in inside)
    told = _Told(parts, wholes_of(everything), competences, names, subsidies, prices, people=len(answer["people"]))
    return AnswerShown(
        bundles=tuple(told.bundle(at, one) for at, one in enumerate(answer["bundles"], start=1)),
        missing=tuple(told.missing(one) for one in answer["missing"] if one["competence"] in competences),
        people=len(answer["people"]),
        of_use=answer["of_use"],
        near=tuple(competences[slug] for slug in answer.get("near", ()) if slug in competences),
    )


@dataclass(frozen=True)
class _Told:
    parts: Mapping[str, Parts]
    wholes: Mapping[str, Whole]
    competences: Mapping[str, Competence]
    names: Mapping[str, str]
    subsidies: Iterable[Subsidy]
    prices: Mapping[int, Decimal]
    people: int

    def bundle(self, number: int, kept: Mapping[str, Any]) -> BundleShown:
        taken = tuple(line for one in kept["taken"] if (line := self._taken(one)) is not None)
        price = Decimal(kept["price"])
        return BundleShown(
            number=number,
            best_at=tuple(str(AIMS[aim]) for aim in kept["best_at"]),
            price=price,
            price_each=(price / max(self.people, 1)).quantize(Decimal(1)),
            possible=tuple(self._possible(kept)),
            hours=round(kept["minutes"] / 60),
            hours_each=round(kept["minutes"] / 60 / max(self.people, 1)),
            quality=kept["quality"],
            kilometres=kept["kilometres"],
            match=round(kept["match"] * 100),
            taken=taken,
            covers=tuple(self._cover(one) for one in kept["covers"] if one["competence"] in self.competences),
            is_proven=kept["is_proven"],
            gap=round(kept["gap"] * 100),
            stands=len(taken) == len(kept["taken"]),
        )

    def missing(self, covered: Mapping[str, Any]) -> tuple[Competence, str]:
        reason = covered["left"][0]["reason"] if covered["left"] else "nobody_teaches"
        return self.competences[covered["competence"]], str(REASONS[reason])

    def _taken(self, kept: Mapping[str, Any]) -> TakenLine | None:
        parts = self.parts.get(kept["offer"])
        if not parts:
            return None
        module, offering = parts[0]
        version = module.current
        if version is None:
            return None
        whole = self.wholes.get(kept["offer"])
        kind = "module" if whole is None else "micro_credential" if whole.is_micro_credential else "bundle"
        return TakenLine(
            title=whole.title if whole else version.title,
            url=reverse(kind, args=[kept["offer"].partition(":")[2] if whole else module.slug]),
            kind=kind,
            provider=(whole or module).provider.name,
            is_public=is_public((whole or module).provider),
            people=len(kept["people"]),
            price=whole.price if whole else self.prices[offering.pk],
            form=version.get_form_display(),
            place=offering.place,
            starts_on=offering.starts_on,
            seats_left=offering.seats_left,
            parts=parts,
            names=tuple(self.names[one] for one in kept["people"] if one in self.names),
        )

    def _possible(self, kept: Mapping[str, Any]) -> list[Possible]:
        seats = []
        for one in kept["taken"]:
            parts = self.parts.get(one["offer"], ())
            whole = self.wholes.get(one["offer"])
            for module, offering in parts:
                price = whole.price / len(parts) if whole else self.prices[offering.pk]
                seats += [Paid(person, module, price) for person in one["people"]]
        return possible(seats, self.subsidies)

    def _cover(self, kept: Mapping[str, Any]) -> CoverLine:
        unmet = [one["reason"] for one in kept["left"] if one["reason"] != "not_asked"]
        return CoverLine(
            competence=self.competences[kept["competence"]],
            gets=len(kept["people"]),
            asked=len(kept["people"]) + len(unmet),
            already=len(kept["already"]),
            reasons=tuple(str(REASONS[reason]) for reason in dict.fromkeys(unmet)),
        )
