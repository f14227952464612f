"""What a machine can see: what hinders readers, dead links, workload, questions that do not tell."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nanobank.catalogue.models import Bundle, ListingKind, MicroCredential, ModuleVersion
from nanobank.catalogue.parts import parts_of
from nanobank.quality import bridge
from nanobank.quality.links import links_of
from nanobank.quality.models import Link, LinkState
from nanobank.quality.queries.evaluations import evaluation_of
from nanobank.quality.queries.items import items_of
from nanobank.quality.queries.lines import lines_of_listings
from nanobank.quality.things import Thing
from nanobank.study.models import Step, StepKind
from nanobank.study.work import work_of

_BARRING: Final = frozenset({"no_alt", "alt_is_file_name", "empty_link"})
_HARD: Final = "very_hard"
_FAR_FROM: Final = 1.5
_CONTENT: Final[dict[str, Promise]] = {
    "no_alt": gettext_lazy("A picture has no text for those who cannot see it: %(where)s"),
    "alt_is_file_name": gettext_lazy("A picture's text is the name of its file: %(where)s"),
    "alt_too_long": gettext_lazy("A picture's text is very long; put it beside the picture: %(where)s"),
    "empty_heading": gettext_lazy("A heading is empty."),
    "heading_skips": gettext_lazy("A heading skips a level: %(where)s"),
    "vague_link": gettext_lazy("A link does not say where it leads: %(where)s"),
    "bare_link": gettext_lazy("A link is a bare address; give it words: %(where)s"),
    "empty_link": gettext_lazy("A link has no words: %(where)s"),
    "empty_table_heading": gettext_lazy("A table has a column without a heading."),
}
_OUTCOMES: Final[dict[str, Promise]] = {
    "no_verb": gettext_lazy("A learning outcome does not say what one can do: %(outcome)s"),
    "vague_verb": gettext_lazy("A learning outcome cannot be seen by an assessor (“%(where)s”): %(outcome)s"),
    "no_object": gettext_lazy("A learning outcome does not say with what: %(outcome)s"),
    "no_context": gettext_lazy("A learning outcome does not say where or for what: %(outcome)s"),
    "too_long": gettext_lazy("A learning outcome is very long: %(outcome)s"),
}
_ITEMS: Final[dict[bridge.Telling, Promise]] = {
    bridge.Telling.MISLEADS: gettext_lazy("Those who know most answer this one wrong most often: %(question)s"),
    bridge.Telling.TELLS_LITTLE: gettext_lazy("It does not tell those who know from those who do not: %(question)s"),
    bridge.Telling.TOO_HARD: gettext_lazy("Hardly anybody answers it right: %(question)s"),
}


@dataclass(frozen=True)
class Finding:
    """Something to look at. ``bars``: it must be mended where the institution asks that the checks find nothing.

    ``where`` is the title of a step, empty when it is the whole.
    """

    code: str
    sentence: str
    bars: bool = False
    where: str = ""


def findings_of(thing: Thing) -> tuple[Finding, ...]:
    """Everything that the checks find, what bars first. At most eight queries."""
    found = [*_of_links(thing)]
    if isinstance(thing, ModuleVersion):
        found += [*_of_outcomes(thing), *_of_version(thing)]
    else:
        found += [*_of_text(thing.description_da, ""), *_of_reading(thing.description_da, "da")]
        found += _of_bundle(thing) if isinstance(thing, Bundle) else _of_outcomes(thing)
    return tuple(sorted(found, key=lambda one: not one.bars))


def _of_version(version: ModuleVersion) -> Iterator[Finding]:
    steps = list(version.steps.prefetch_related("questions").order_by("position"))
    yield from _of_text(version.description, "")
    for step in steps:
        yield from _of_text(step.body, step.title)
        if step.kind == StepKind.VIDEO and not step.captions:
            said = _("The video has no captions. A text alternative is not enough for those who do not hear.")
            yield Finding("no_captions", said, bars=True, where=step.title)
    yield from _of_reading("\n\n".join([version.description, *(step.body for step in steps)]), version.language)
    yield from _of_workload(version, steps)
    for question, item in items_of(version):
        if item.telling in _ITEMS:
            words = str(_ITEMS[item.telling]) % {"question": _short(question.prompt)}
            yield Finding(f"item_{item.telling.value}", words, where=question.step.title)


def _of_text(text: str, where: str) -> Iterator[Finding]:
    for fault in bridge.content_faults(text):
        words = _CONTENT.get(fault.code)
        if words is not None:
            sentence = str(words) % {"where": _short(fault.where)}
            yield Finding(fault.code, sentence, bars=fault.code in _BARRING, where=where)


def _of_reading(text: str, language: str) -> Iterator[Finding]:
    reading = bridge.readability(text, language)
    if reading.is_certain and reading.band == _HARD:
        words = _("The text is very hard to read (LIX %(lix)d). The hardest sentence: %(sentence)s")
        hardest = reading.hardest[0].text if reading.hardest else ""
        yield Finding("very_hard", words % {"lix": round(reading.lix), "sentence": _short(hardest)})


def _of_bundle(bundle: Bundle) -> Iterator[Finding]:
    """Parts that nobody stands by, and a price that buys nothing."""
    modules = {one.pk: one.current.title for one in bundle.modules.select_related("current") if one.current}
    named = {one.pk: one.title for one in bundle.micro_credentials.all()}
    kinds = {ListingKind.MODULE.value: modules, ListingKind.MICRO_CREDENTIAL.value: named}
    lines = lines_of_listings((kind, pk) for kind, titles in kinds.items() for pk in titles)
    for (kind, pk), (standing, line) in lines.items():
        if standing in ("none", "expired"):
            yield Finding("part_not_assured", f"{line}: {kinds[kind][pk]}")
    if bundle.price > (apart := parts_of(bundle).price):
        words = _("It costs %(price)s kroner, but its parts cost %(apart)s one by one.")
        yield Finding("dearer", words % {"price": number_format(bundle.price), "apart": number_format(apart)})


def _of_outcomes(thing: ModuleVersion | MicroCredential) -> Iterator[Finding]:
    for outcome in thing.learning_outcomes:
        language = "da" if outcome.get("da") else "en"
        text = outcome.get(language, "")
        for fault in bridge.outcome_faults(text, language):
            words = _OUTCOMES.get(fault.code)
            if words is not None:
                yield Finding(f"outcome_{fault.code}", str(words) % {"where": fault.where, "outcome": _short(text)})


def _of_links(thing: Thing) -> Iterator[Finding]:
    links = links_of(thing)
    tried = dict(Link.objects.filter(address__in=links).values_list("address", "state")) if links else {}
    untried = len(links) - len(tried)
    if untried:
        yield Finding("links_untried", _("%d links have not been tried yet.") % untried, bars=True)
    for address, state in tried.items():
        if state != LinkState.ALIVE:
            words = f"{LinkState(state).label}: {_short(address)}"
            yield Finding(f"link_{state}", words, bars=state != LinkState.UNSURE, where=links[address])


def _of_workload(version: ModuleVersion, steps: list[Step]) -> Iterator[Finding]:
    """What the steps take, measured or as they say, and what learners say it took, beside what the credits promise."""
    per_ects = float(version.module.provider.hours_per_ects)
    promised = float(version.ects) * per_ects
    took = evaluation_of(version).hours
    work = work_of(steps, version.module.provider.hours_per_ects)
    measured = float(took) if took is not None else max(work.hours, work.claimed / 60)
    if not measured or promised / _FAR_FROM <= measured <= promised * _FAR_FROM:
        return
    values = {
        "ects": number_format(version.ects.normalize()),
        "promised": number_format(round(promised)),
        "measured": number_format(round(measured)) if measured >= 1 else _("less than 1"),
    }
    if took is not None:
        words = _("%(ects)s ECTS are %(promised)s hours; learners say that it took them %(measured)s.")
        yield Finding("workload_learners", words % values)
    elif measured > promised:
        words = _("%(ects)s ECTS are %(promised)s hours; the steps alone take %(measured)s.")
        yield Finding("workload_more", words % values)
    else:
        words = _("%(ects)s ECTS are %(promised)s hours; the steps take %(measured)s. Say what the rest is spent on.")
        yield Finding("workload_less", words % values)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 120 else f"{line[:117]}…"
