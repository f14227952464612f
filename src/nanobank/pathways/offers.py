"""What there is already for what somebody wants: micro-credentials and bundles to take whole, and roles to aim for."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from pydantic import ValidationError

from nanobank.catalogue.cards import cards
from nanobank.catalogue.lines import Listed
from nanobank.catalogue.models import Bundle, Competence, Listing, ListingKind, MicroCredential, State
from nanobank.catalogue.question import Question
from nanobank.catalogue.words import LONGEST, asked, danish_stem, words
from nanobank.common.errors import Refused
from nanobank.pathways.models import Role
from nanobank.pathways.terms import GoalTerms
from nanobank.search.finding import Found, look
from nanobank.search.reasons import mentioned

_MOST: Final = 4
_MOST_ROLES: Final = 2
_LOOKED_AT: Final = 12
"""So many of the best by competences, and by words, are looked at."""
_BY_WORDS: Final = 0.6
"""What it is worth to hold every word, or to mean the same, where to give every competence is worth one."""
_MUCH_OF_A_ROLE: Final = 0.5
"""A role fits that asks for such a part of the competences."""
_LONGEST_WORDS: Final = 1000

Thing = tuple[str, int]
"""A listing's kind, and the id of what it is about."""


class OfferKind(StrEnum):
    """What can be taken as the goal."""

    MICRO_CREDENTIAL = "micro_credential"
    BUNDLE = "bundle"
    ROLE = "role"


@dataclass(frozen=True)
class Offer:
    """Something whole that fits, and ``why``. ``covers`` are those of the competences asked for that it gives."""

    kind: OfferKind
    slug: str
    title: str
    facts: str
    summary: str
    url: str
    why: str
    covers: tuple[str, ...]

    @property
    def value(self) -> str:
        """How a form says which one is taken."""
        return f"{self.kind}:{self.slug}"


def offers_for(text: str, competences: Sequence[Competence]) -> list[Offer]:
    """What fits some words and the competences they were read into, the best first; then the roles that do."""
    wanted = {one.pk: one for one in competences}
    return [*_whole(_found(text), wanted), *_roles(text, wanted)]


def taken(value: str, text: str) -> tuple[GoalTerms, str]:
    """The goal that ``Offer.value`` stands for, said in some words, and what to call it. Raises Refused."""
    kind, _colon, slug = value.partition(":")
    said = text.strip()[:_LONGEST_WORDS]
    try:
        if kind == OfferKind.BUNDLE:
            bundle = _bundles().filter(slug=slug).first()
            if bundle is not None:
                return GoalTerms(kind="own_words", words=said, modules=modules_of(bundle)), bundle.title
        elif kind in (OfferKind.MICRO_CREDENTIAL, OfferKind.ROLE):
            return GoalTerms.model_validate({"kind": kind, "words": said, kind: slug}), ""
    except ValidationError as error:
        raise Refused(_("That makes no sense. Load the page again, and try again.")) from error
    raise Refused(_("This is not in the catalogue at the moment."))


def modules_of(bundle: Bundle) -> tuple[str, ...]:
    """All that is in a bundle, its micro-credentials too, by slug."""
    own = bundle.modules.filter(current__isnull=False).values_list("slug", flat=True)
    through = bundle.micro_credentials.filter(required__current__isnull=False).values_list("required__slug", flat=True)
    return tuple(sorted({*own, *through}))


def _bundles() -> QuerySet[Bundle]:
    """Those that say which modules they are: a micro-credential in it that lets one choose leaves that open."""
    published = Bundle.objects.filter(state=State.PUBLISHED)
    return published.exclude(pk__in=published.filter(micro_credentials__elective_groups__isnull=False).values("pk"))


# --- micro-credentials and bundles ---


@dataclass(frozen=True)
class _Fit:
    """A listing, the competences (ids) of those asked for that it gives, and whether the words found it."""

    listed: Listed
    gives: frozenset[int]
    is_found: bool

    def order(self, asked_for: int) -> tuple[float, Any, int]:
        """The most of what is asked for first; of as much the smallest."""
        share = len(self.gives) / asked_for if asked_for else 0.0
        return -(share + _BY_WORDS * self.is_found), self.listed.ects or 0, self.listed.pk


def _found(text: str) -> Found | None:
    """What the words find, as anybody's search does."""
    if not asked(text):
        return None
    kinds = (ListingKind.MICRO_CREDENTIAL, ListingKind.BUNDLE)
    return look(Question(text=text[:LONGEST], kinds=kinds, page_size=_LOOKED_AT), facets=False)


def _whole(found: Found | None, wanted: Mapping[int, Competence]) -> list[Offer]:
    listed = {(one.kind, one.target_id): one for one in (found.listings if found else ())}
    by_words = {thing for thing, one in listed.items() if found and (not found.is_near or one.pk in found.by_meaning)}
    listed |= _listings(_giving(wanted) - listed.keys())
    gives = _gives(listed, wanted)
    open_to = set(_bundles().filter(pk__in=_of(listed, ListingKind.BUNDLE)).values_list("pk", flat=True))
    fits = [
        _Fit(one, gives.get(thing, frozenset()), thing in by_words)
        for thing, one in listed.items()
        if thing[0] == ListingKind.MICRO_CREDENTIAL or thing[1] in open_to
    ]
    best = sorted((one for one in fits if one.gives or one.is_found), key=lambda one: one.order(len(wanted)))[:_MOST]
    shown = cards([one.listed for one in best])
    return [
        Offer(
            kind=OfferKind(fit.listed.kind),
            slug=fit.listed.slug,
            title=card.title,
            facts=" · ".join(filter(None, (card.kind_label, card.provider, card.size, card.price))),
            summary=card.summary,
            url=card.url,
            why=_why(fit, wanted, found),
            covers=tuple(wanted[pk].slug for pk in wanted if pk in fit.gives),
        )
        for fit, card in zip(best, shown, strict=True)
    ]


def _of(things: Iterable[Thing], kind: ListingKind) -> list[int]:
    return [target for of, target in things if of == kind]


def _giving(wanted: Collection[int]) -> set[Thing]:
    """What gives most of the competences, whatever it is called."""
    if not wanted:
        return set()
    ways: tuple[tuple[ListingKind, QuerySet[Any], str], ...] = (
        (ListingKind.MICRO_CREDENTIAL, MicroCredential.objects.filter(state=State.PUBLISHED), "competences"),
        (ListingKind.BUNDLE, _bundles(), "modules__current__competences"),
        (ListingKind.BUNDLE, _bundles(), "micro_credentials__competences"),
    )
    found = set[Thing]()
    for kind, things, through in ways:
        given = Count(through, filter=Q(**{f"{through}__in": list(wanted)}), distinct=True)
        best = things.filter(**{f"{through}__in": list(wanted)}).annotate(given=given).order_by("-given", "pk")
        found |= {(kind, pk) for pk in best.values_list("pk", flat=True)[:_LOOKED_AT]}
    return found


def _listings(things: Collection[Thing]) -> dict[Thing, Listed]:
    if not things:
        return {}
    either = Q()
    for kind in (ListingKind.MICRO_CREDENTIAL, ListingKind.BUNDLE):
        either |= Q(kind=kind, target_id__in=_of(things, kind))
    return {(one.kind, one.target_id): one for one in Listing.objects.filter(either)}


def _gives(things: Iterable[Thing], wanted: Collection[int]) -> dict[Thing, frozenset[int]]:
    """Which of the competences each of these gives."""
    things, found = list(things), dict[Thing, set[int]]()
    ways: tuple[tuple[ListingKind, type[MicroCredential] | type[Bundle], str], ...] = (
        (ListingKind.MICRO_CREDENTIAL, MicroCredential, "competences"),
        (ListingKind.BUNDLE, Bundle, "modules__current__competences"),
        (ListingKind.BUNDLE, Bundle, "micro_credentials__competences"),
    )
    for kind, model, through in ways:
        targets = _of(things, kind)
        if targets and wanted:
            rows = model._default_manager.filter(**{"pk__in": targets, f"{through}__in": list(wanted)})
            for target, competence in rows.values_list("pk", through):
                found.setdefault((kind, target), set()).add(competence)
    return {thing: frozenset(given & set(wanted)) for thing, given in found.items()}


def _why(fit: _Fit, wanted: Mapping[int, Competence], found: Found | None) -> str:
    said = [_covers([wanted[pk].label for pk in wanted if pk in fit.gives], len(wanted))] if fit.gives else []
    if found is not None and fit.is_found:
        if fit.listed.pk in found.by_meaning:
            said.append(_("It is about something close to what you wrote."))
        elif named := mentioned(fit.listed, found):
            said.append(_("It mentions %(words)s.") % {"words": ", ".join(f"‘{word}’" for word in named)})
    return " ".join(said)


def _covers(labels: Sequence[str], asked_for: int) -> str:
    names = {"names": ", ".join(labels), "given": len(labels), "asked": asked_for}
    if asked_for == 1:
        return _("It gives ‘%(names)s’.") % names
    if len(labels) == asked_for:
        return _("It gives all of the %(asked)d competences.") % names
    return _("It gives %(given)d of the %(asked)d competences: %(names)s.") % names


# --- roles ---


def _roles(text: str, wanted: Mapping[int, Competence]) -> list[Offer]:
    """The roles that are named, and those that ask for much of what is wanted."""
    stems = {danish_stem(word) for word in words(text)}
    found = []
    for role in Role.objects.prefetch_related("asks_for__competence"):
        asks = [one.competence for one in role.asks_for.all()]
        shared = [one for one in asks if one.pk in wanted]
        is_named = {danish_stem(word) for word in words(role.label)} <= stems
        if is_named or (wanted and len(shared) >= _MUCH_OF_A_ROLE * len(wanted)):
            found.append((-is_named, -len(shared), len(asks), role, shared))
    found.sort(key=lambda one: (*one[:3], one[3].pk))
    return [
        Offer(
            kind=OfferKind.ROLE,
            slug=role.slug,
            title=role.label[:1].upper() + role.label[1:],
            facts=_("A role"),
            summary=role.summary,
            url="",
            why=_asks([one.label for one in shared], asks, is_named=bool(is_named)),
            covers=tuple(one.slug for one in shared),
        )
        for is_named, _shared, asks, role, shared in found[:_MOST_ROLES]
    ]


def _asks(labels: Sequence[str], asks: int, *, is_named: bool) -> str:
    said = [_("You name it yourself.")] if is_named else []
    if labels:
        facts = {"names": ", ".join(labels), "shared": len(labels), "asks": asks}
        said.append(_("It asks for %(asks)d competences; yours among them: %(names)s.") % facts)
    return " ".join(said)
