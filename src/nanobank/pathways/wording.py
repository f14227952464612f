"""Words for what a plan names by ids, and for why each module is in it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from nanobank.catalogue.models import Competence, Form, Language, ModuleVersion, Offering
from nanobank.common.bilingual import in_english
from nanobank.common.bilingual import said as said_in
from nanobank.common.prepared import among_texts, prepared
from nanobank.common.templatetags.nanobank import ects, kroner, points
from nanobank.pathways.models import IN_ITS_ORDER
from nanobank.pathways.terms import DegreeTerms
from nanobank.pathways.weeks import sunday_of

_MOST_TEACHING = 300
_LONG, _DASHES = 36, 4
_DAYS_IN_A_MONTH = Decimal("30.44")
_LONGEST_IN_WEEKS = 12

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Named:
    """What is said of a module as it is now: a row of a few columns, since a plan names dozens of modules."""

    module_id: int
    slug: str
    title: str
    provider: str
    ects: Decimal
    price: Decimal
    form: str
    language: str

    @property
    def way(self) -> list[str]:
        """How and in which language it is taught."""
        return [str(Form(self.form).label), str(Language(self.language).label)]


@dataclass(frozen=True)
class Words:
    """Titles for the ids in some plans: modules and competences by slug, offerings by uuid.

    ``teaching`` are modules by a competence that they teach, the cheapest first: what a step can be swapped with.
    """

    modules: dict[str, Named]
    competences: dict[str, str]
    offerings: dict[str, Offering]
    teaching: dict[str, list[Named]]

    def module(self, slug: str) -> str:
        """The title of a module, or its slug when it is gone."""
        named = self.modules.get(slug)
        return named.title if named else slug

    def __getitem__(self, id_: str) -> str:
        """A competence's label, a module's title or that of a class, whichever it is."""
        offering = self.offerings.get(id_)
        if offering is not None and offering.module.current is not None:
            return offering.module.current.title
        return self.competences.get(id_) or self.module(id_)


def words_for(plans: Iterable[Json], reasons: Iterable[Json] = (), *, also: Iterable[str] = ()) -> Words:
    """The words of all that some plans and their reasons name: three queries, and one for steps without a stand-in.

    ``also`` are further slugs, of modules or of competences, and further classes.
    """
    also = set(also)
    steps = [step for plan in plans for step in plan["steps"]]
    ids, covered, swapped = {step["module"] for step in steps} | also, set[str](), set[str]()
    for reason in reasons:
        covered |= set(reason["covers"])
        swapped |= set() if "others" in reason else set(reason["covers"])
        ids |= {reason["module"], reason["runner_up"] or reason["module"], *reason["required_by"]}
        ids |= {other["module"] for other in reason.get("others", ())}
        ids |= {id_ for pair in reason["meets"] for id_ in pair}
    classes = {step["offering"] for step in steps if step.get("offering")} | {id_ for id_ in also if _is_uuid(id_)}
    offerings = Offering.objects.filter(uuid__in=classes).select_related("module__current") if classes else ()
    english = in_english()
    modules = [_named(row) for row in _modules(slugs=sorted(ids))] if ids else []
    competences = _competences(slugs=sorted(ids | covered)) if ids | covered else []
    return Words(
        {one.slug: one for one in modules},
        {slug: said_in(da, en, english=english) for slug, da, en in competences},
        {str(one.uuid): one for one in offerings},
        _teaching(swapped),
    )


def _is_uuid(text: str) -> bool:
    return len(text) == _LONG and text.count("-") == _DASHES


_COLUMNS = (
    "module_id", "module__slug", "title_da", "title_en", "module__provider__name_da", "module__provider__name_en",
    "ects", "price", "form", "language",
)  # fmt: skip


def _named(row: tuple[Any, ...]) -> Named:
    module, slug, title_da, title_en, name_da, name_en, *rest = row
    english = in_english()
    return Named(
        module, slug, said_in(title_da, title_en, english=english), said_in(name_da, name_en, english=english), *rest
    )


@prepared
def _modules(slugs: Any) -> QuerySet[ModuleVersion, tuple[Any, ...]]:
    current = ModuleVersion.objects.filter(current_of__slug__in=among_texts(slugs))
    return current.values_list(*_COLUMNS)


@prepared
def _competences(slugs: Any) -> QuerySet[Competence, tuple[str, str, str]]:
    return Competence.objects.filter(slug__in=among_texts(slugs)).values_list("slug", "label_da", "label_en")


def _teaching(competences: set[str]) -> dict[str, list[Named]]:
    if not competences:
        return {}
    rows = ModuleVersion.competences.through.objects.filter(
        competence__slug__in=competences, moduleversion__current_of__isnull=False
    )
    names = ("competence__slug", *(f"moduleversion__{name}" for name in _COLUMNS))
    found: dict[str, list[Named]] = {}
    for competence, *row in rows.order_by("moduleversion__price", "pk").values_list(*names)[:_MOST_TEACHING]:
        found.setdefault(competence, []).append(_named(tuple(row)))
    return found


def sentences(reason: Json, words: Words, *, is_wished: bool, is_own: bool = True) -> list[str]:
    """Why a module is in the plan, one sentence for each reason. What is pinned is wished for, or else begun.

    They are told to the learner; unless ``is_own`` to somebody who looks along, and then of nobody.
    """
    said = []
    if reason["is_goal"]:
        said.append(_("It is part of your goal.") if is_own else _("It is part of the goal."))
    if reason["covers"]:
        covers = _("Covers what you want to be able to do: %s.") if is_own else _("Covers something in the goal: %s.")
        said.append(covers % listed(reason["covers"], words))
    if reason["counts_in"]:
        said.append(_("Counts towards what you may choose among in the degree."))
    if reason["required_by"]:
        said.append(_("Comes before %s, which builds on it.") % listed(reason["required_by"], words))
    for what, source in reason["meets"]:
        if source == what:
            said.append(_("Builds on %s.") % words[what])
        elif source:
            requires = (
                _("Requires %(what)s; you get that from %(source)s.")
                if is_own
                else _("Requires %(what)s, which comes from %(source)s.")
            )
            said.append(requires % _pair(what, source, words))
        else:
            held = _("Requires %s, which you have.") if is_own else _("Requires %s, which is held.")
            said.append(held % words[what])
    if reason["is_pinned"]:
        said.append(_pinned(is_wished=is_wished, is_own=is_own))
    return said


def _pinned(*, is_wished: bool, is_own: bool) -> str:
    if is_own:
        return _("You have said that it must be there.") if is_wished else _("You have begun it already.")
    return _("It is a wish that it is there.") if is_wished else _("It has been begun already.")


def best_of_all(reason: Json, figures: Json, order: Sequence[str], *, is_own: bool = True) -> str:
    """What the module is best at among all that could stand in its place, in a plan that is proven best.

    Empty where none could. Whatever comes before it in the ``order`` of aims is no better with any of them.
    """
    aim = reason.get("best_in")
    if aim == "quality":
        return _("The best quality or match of those that could stand here.")
    if aim == "cost" and order[0] == "finish":
        day = date_format(sunday_of(int(figures["finish"])), "j. F Y")
        cheapest = (
            _("The cheapest of those that could stand here and let you be done by %s.")
            if is_own
            else _("The cheapest of those that could stand here with the plan done by %s.")
        )
        return cheapest % day
    if aim == "cost":
        return _("The cheapest of those that could stand here.")
    if aim != "finish":
        return ""
    return (
        _("No other that could stand here lets you be done sooner.")
        if is_own
        else _("With no other that could stand here the plan is done sooner.")
    )


def _pair(what: str, source: str, words: Words) -> dict[str, str]:
    return {"what": words[what], "source": words[source]}


def runner_up(reason: Json, figures: Json, words: Words, line: str, *, is_own: bool = True) -> str:
    """Which module could best stand in its place, what that would mean for the plan, and its quality line.

    Empty when there is none.
    """
    if not reason["runner_up"]:
        return ""
    title, instead = words.module(reason["runner_up"]), reason["instead"]
    said = [_("Next best: %s.") % title, *(differences(instead, figures, is_own=is_own) if instead else ()), f"{line}."]
    return " ".join(said)


def differences(instead: Json, figures: Json, *, is_own: bool = True) -> Iterator[str]:
    """What a plan would be with another module in the place of one, a sentence for each difference."""
    dearer = number(instead["cost"]) - number(figures["cost"])
    later = int(instead["finish"]) - int(figures["finish"])
    if later:
        done = _("You would be done on %s.") if is_own else _("The plan would be done on %s.")
        yield done % date_format(sunday_of(int(instead["finish"])), "j. F Y")
    if dearer > 0:
        yield _("It would cost %s more.") % kroner(dearer)
    elif dearer < 0:
        yield _("It would cost %s less.") % kroner(-dearer)
    if not later and not dearer:
        yield _("Time and price would be the same, but the quality or the match lower.")


def listed(ids: Iterable[str], words: Words, most: int = 4) -> str:
    """``a, b og c``, and how many more there are."""
    titles = [words[id_] for id_ in ids]
    if len(titles) > most:
        left = len(titles) - most
        titles = [*titles[:most], ngettext("%d more", "%d more", left) % left]
    return _(" and ").join([", ".join(titles[:-1]), titles[-1]] if len(titles) > 1 else titles)


def short(day: date, *, year: bool = True) -> str:
    """``12. jan 2027``, in English ``12 Jan 2027``."""
    form = "j M" if in_english() else "j. b"
    return date_format(day, f"{form} Y" if year else form)


def span_of(begins: date, ends: date) -> str:
    """``12. jan – 4. feb 2027``."""
    if begins == ends:
        return short(begins)
    return f"{short(begins, year=begins.year != ends.year)} – {short(ends)}"


def length_of(begins: date | None, ends: date | None) -> str:
    """``7 uger`` or ``14 måneder``."""
    if begins is None or ends is None:
        return "–"
    return length_in_words(-(-((ends - begins).days + 1) // 7))


def length_in_words(weeks: int) -> str:
    """``7 uger`` or ``14 måneder``."""
    if weeks <= _LONGEST_IN_WEEKS:
        return ngettext("%d week", "%d weeks", weeks) % weeks
    months = round(weeks * 7 / _DAYS_IN_A_MONTH)
    return ngettext("%d month", "%d months", months) % months


def distance_of(gap: str, bound: Json, figures: Json) -> str:
    """What the plan can at most be from best in the first aim that is not proven."""
    if gap == "finish" and bound.get("finish") is not None:
        weeks = int(figures["finish"]) - int(bound["finish"])
        return ngettext("At most %d week from the fastest", "At most %d weeks from the fastest", weeks) % weeks
    if gap == "cost" and bound.get("cost") is not None:
        return _("At most %s from the cheapest") % kroner(number(figures["cost"]) - number(bound["cost"]))
    if gap == IN_ITS_ORDER:
        return _("The same modules in the same order")
    if gap == "quality":
        return _("Time and price are proven; the quality is not proven best")
    return _("How far it is from best is not known yet")


_BETTER: Final = {
    "finish": gettext_noop("done sooner"),
    "cost": gettext_noop("cheaper"),
    "quality": gettext_noop("better in quality and match"),
}


def best_in(order: Sequence[str]) -> str:
    """What proven best means, with the aims in their order."""
    aims = dict(zip(("first", "second", "third"), (_(_BETTER[aim]) for aim in order), strict=True))
    sentence = _(
        "No other plan is %(first)s; of those as good in that, none is %(second)s, and of those, none %(third)s."
    )
    return sentence % aims


def rules_in_words(rules: DegreeTerms) -> str:
    """What a degree asks for, in a sentence."""
    said = [_("at least %s") % ects(rules.min_ects)] if rules.min_ects else []
    said += [
        _("of these %(ects)s at level %(level)d or above") % {"ects": ects(at.ects), "level": at.level}
        for at in rules.at_level
    ]
    if rules.max_external_ects is not None:
        said.append(_("at most %s from elsewhere") % ects(rules.max_external_ects))
    for choice in rules.choices:
        title = said_in(choice.title_da, choice.title_en, english=in_english())
        said.append(
            f"{title[0].lower()}{title[1:]}" if title else _("%s ECTS of your own choice") % points(choice.min_ects)
        )
    sentence = ", ".join(said)
    return f"{sentence[0].upper()}{sentence[1:]}." if sentence else ""


def number(value: Any) -> Decimal:
    """An amount as the database keeps it."""
    return Decimal(str(value or 0))


def hours_in_words(hours: Decimal) -> str:
    """``8,5 timer``, rounded to halves."""
    rounded = round(hours * 2) / Decimal(2)
    return ngettext("%s hour", "%s hours", 1 if rounded == 1 else 2) % points(rounded)
