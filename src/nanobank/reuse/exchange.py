"""What the API tells of this room, made of what the pages show."""

from collections.abc import Iterable

from nanobank.reuse.bridge import Piece, StepChange
from nanobank.reuse.models import Adaptation, Proposal, Uptake
from nanobank.reuse.queries.comparing import Difference, FactChange, Following, writing_of
from nanobank.reuse.queries.families import Family
from nanobank.reuse.queries.licences import HowOpen
from nanobank.reuse.queries.likeness import Similar, Twins
from nanobank.reuse.queries.looking import Hit, ModulePage
from nanobank.reuse.queries.proposals import ProposalPage
from nanobank.reuse.queries.using import Results, Use
from nanobank.reuse.schemas import (
    AdaptationOut,
    ChangedFact,
    ChangedStep,
    ChangePiece,
    ImprovementOut,
    ReuseDifference,
    ReuseLicence,
    ReuseLine,
    ReuseMember,
    ReuseModule,
    ReuseResults,
    ReuseSimilar,
    TwinOut,
    UptakeOut,
)


def licence_out(licence: HowOpen) -> ReuseLicence:
    """What others may do."""
    return ReuseLicence(
        licence=licence.licence,
        name=licence.name,
        deed=licence.deed,
        may_adapt=licence.may_adapt,
        for_adaptations=[one.value for one in licence.for_adaptations],
    )


def _results(results: Results) -> ReuseResults:
    return ReuseResults(
        began=results.began, completed=results.completed, examined=results.examined, passed=results.passed
    )


def line_out(hit: Hit) -> ReuseLine:
    """One that was found."""
    return ReuseLine(
        slug=hit.module.slug,
        version=hit.version.number,
        title=hit.version.title,
        provider=hit.module.provider.slug,
        licence=licence_out(hit.licence),
        quality=hit.quality,
        used_by=hit.use.others,
        micro_credentials=_asking(hit.use),
        results=_results(hit.use.results),
    )


def _asking(use: Use) -> list[str]:
    return [one.slug for one in use.micro_credentials]


def module_out(page: ModulePage, quality: str) -> ReuseModule:
    """One closely."""
    return ReuseModule(
        slug=page.module.slug,
        version=page.version.number,
        title=page.version.title,
        provider=page.module.provider.slug,
        licence=licence_out(page.licence),
        quality=quality,
        used_by=page.use.others,
        micro_credentials=_asking(page.use),
        results=_results(page.use.results),
        may_look_inside=page.steps is not None,
        family=_family(page.family),
        similar=similar_out(page.similar),
    )


def _family(family: Family) -> list[ReuseMember]:
    return [
        ReuseMember(
            slug=one.module.slug,
            title=one.version.title,
            provider=one.module.provider.slug,
            generation=one.generation,
            made_of=one.adaptation.source.module.slug if one.adaptation else None,
            made_of_version=one.adaptation.source.number if one.adaptation else None,
            audience=one.adaptation.audience if one.adaptation else "",
            given_back=one.given_back,
        )
        for one in family.members
    ]


def similar_out(similar: Iterable[Similar]) -> list[ReuseSimilar]:
    """Who else teaches it."""
    return [
        ReuseSimilar(
            slug=one.module.slug,
            title=one.version.title if one.version else one.module.slug,
            provider=one.module.provider.slug,
            score=one.alike.score,
            shared=[competence.slug for competence in one.shared],
            colleague=one.behind.name,
            email=one.behind.person.email if one.behind.person else "",
        )
        for one in similar
    ]


def twin_out(pair: Twins) -> TwinOut:
    """Two that say the same."""
    return TwinOut(one=pair.one.slug, other=pair.other.slug, percent=pair.percent)


def uptake_out(uptake: Uptake) -> UptakeOut:
    """Needs module with current, organisation and pinned."""
    current = uptake.module.current
    used = uptake.pinned or current or uptake.caught_up
    return UptakeOut(
        uuid=uptake.uuid,
        module=uptake.module.slug,
        organisation=uptake.organisation.slug,
        way=uptake.way,
        version=used.number,
        newer=current.number if current and current.pk != uptake.caught_up_id else None,
        purpose=uptake.purpose,
    )


def adaptation_out(adaptation: Adaptation) -> AdaptationOut:
    """Needs module, and the source's module with its current version."""
    writing = writing_of(adaptation)
    newest = adaptation.source.module.current or adaptation.source
    return AdaptationOut(
        uuid=adaptation.uuid,
        module=adaptation.module.slug,
        source=adaptation.source.module.slug,
        source_version=adaptation.source.number,
        looked_through=adaptation.caught_up.number,
        newest=newest.number,
        core=list(adaptation.core.values_list("origin", flat=True)),
        draft=writing.uuid if writing and writing.state == "draft" else None,
    )


def _pieces(pieces: Iterable[Piece]) -> list[ChangePiece]:
    return [ChangePiece(what=piece.what, text=piece.text) for piece in pieces]


def _step(change: StepChange, *, standing: str | None = None, is_core: bool = False) -> ChangedStep:
    return ChangedStep(
        origin=change.key,
        what=change.what,
        title=change.title,
        title_pieces=_pieces(change.pieces_of_title),
        pieces=_pieces(change.pieces),
        other_pieces=_pieces(change.pieces_of_rest),
        standing=standing,
        is_core=is_core,
    )


def _fact(change: FactChange) -> ChangedFact:
    return ChangedFact(name=change.name, label=change.label, pieces=_pieces(change.pieces))


def difference_out(difference: Difference) -> ReuseDifference:
    """All that differs."""
    return ReuseDifference(
        old=difference.old.number,
        new=difference.new.number,
        facts=[_fact(change) for change in difference.facts],
        steps=[_step(change) for change in difference.changed],
    )


def following_out(following: Following) -> ReuseDifference:
    """What has changed in the source, with where one's own stands."""
    return ReuseDifference(
        old=following.difference.old.number,
        new=following.difference.new.number,
        facts=[_fact(one.change) for one in following.facts if not one.is_taken],
        steps=[_step(one.change, standing=one.standing, is_core=one.is_core) for one in following.steps],
    )


def improvement_out(proposal: Proposal, page: ProposalPage | None = None) -> ImprovementOut:
    """Needs the adaptation's source's module."""
    return ImprovementOut(
        uuid=proposal.uuid,
        adaptation=proposal.adaptation.uuid,
        source=proposal.adaptation.source.module.slug,
        words=proposal.words,
        answer=proposal.answer,
        grounds=proposal.grounds,
        at=proposal.at,
        steps=[_step(change) for change in page.changes] if page else [],
    )
