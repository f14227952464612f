"""Rows as the API gives them."""

from nanobank.needs.bridge import FEWEST
from nanobank.needs.models import Answer, Enquiry, EnquiryState, Need, Outreach, Part, Reply
from nanobank.needs.queries import Compared, Suggested, Thread
from nanobank.needs.queries.radar import Radar
from nanobank.needs.schemas import (
    AnswerOut,
    ComparedOut,
    ContactOut,
    EnquiryHead,
    EnquiryLine,
    EnquiryOut,
    FitOut,
    NeedLineOut,
    NeedOut,
    NeedSuggestionOut,
    NeedWantedOut,
    OutreachOut,
    PartOut,
    RadarOut,
    SoughtOut,
    SupplyOut,
    YesOut,
)

_MOST = 100


def need_out(need: Need) -> NeedOut:
    """All of one need: five queries."""
    enquiries = need.enquiries.select_related("institution").order_by("asked_at", "pk")
    contacts = need.contacts.select_related("outreach__institution").order_by("-outreach__at")
    return NeedOut(
        **{name: getattr(need, name) for name in ("uuid", "words", "state", "origin", "language", "people", "region")},
        **{name: getattr(need, name) for name in ("sector", "name_shown", "may_be_contacted", "hears", "made_at")},
        closed_at=need.closed_at,
        organisation=need.organisation.slug if need.organisation else "",
        competences=sorted(one.slug for one in need.competences.all()),
        fits=[
            FitOut(module=one.module.slug, covers=one.covers, found_at=one.found_at)
            for one in need.fits.select_related("module").order_by("-found_at")[:_MOST]
        ],
        enquiries=[
            EnquiryLine(uuid=one.uuid, institution=one.institution.slug, state=EnquiryState(one.state))
            for one in enquiries
        ],
        contacts=[
            ContactOut(
                uuid=one.uuid,
                institution=one.outreach.institution.slug,
                words=one.outreach.words,
                at=one.outreach.at,
                reply=Reply(one.reply),
            )
            for one in contacts
        ],
    )


def suggestion_out(one: Suggested) -> NeedSuggestionOut:
    """One institution with its reasons."""
    return NeedSuggestionOut(
        institution=one.institution.slug,
        name=one.institution.name,
        covers=[competence.slug for competence in one.covers],
        modules=one.modules,
        near=list(one.near),
        in_region=one.in_region,
        is_online=one.is_online,
    )


def answer_out(answer: Answer) -> AnswerOut:
    """One answer with its outline; its parts should be prefetched."""
    names = ("uuid", "number", "at", "words", "price", "seats", "starts_on", "ends_on", "form", "place", "postcode")
    return AnswerOut(
        **{name: getattr(answer, name) for name in names},
        accepted_at=answer.accepted_at,
        parts=[_part_out(part) for part in answer.parts.all()],
    )


def _part_out(part: Part) -> PartOut:
    return PartOut(
        module=part.module.slug if part.module else "",
        is_new=part.is_new,
        title=part.title,
        summary=part.summary,
        ects=part.ects,
        competences=sorted(one.slug for one in part.competences.all()),
        offering=part.offering.uuid if part.offering else None,
    )


def compared_out(one: Compared) -> ComparedOut:
    """One answer beside others."""
    return ComparedOut(
        institution=one.enquiry.institution.slug,
        enquiry=one.enquiry.uuid,
        state=EnquiryState(one.enquiry.state),
        covers=[competence.slug for competence in one.covers],
        leaves_out=[competence.slug for competence in one.leaves_out],
        ects=one.ects,
        price_a_seat=one.each,
        modules_to_be_written=one.new,
        answer=answer_out(one.answer),
    )


def enquiry_head(enquiry: Enquiry) -> EnquiryHead:
    """A request in a list."""
    need = enquiry.need
    return EnquiryHead(
        uuid=enquiry.uuid,
        institution=enquiry.institution.slug,
        state=EnquiryState(enquiry.state),
        title=need.title,
        people=need.people,
        region=need.region,
        asked_at=enquiry.asked_at,
    )


def thread_out(thread: Thread) -> EnquiryOut:
    """A request as one side sees it."""
    enquiry, need = thread.enquiry, thread.enquiry.need
    return EnquiryOut(
        uuid=enquiry.uuid,
        institution=enquiry.institution.slug,
        state=EnquiryState(enquiry.state),
        asker=thread.asker,
        words=need.words,
        competences=sorted(one.slug for one in need.competences.all()),
        people=need.people,
        region=need.region,
        sector=need.sector,
        asked_at=enquiry.asked_at,
        note=enquiry.note,
        lines=[NeedLineOut(who=one.who, is_mine=one.is_mine, words=one.words, at=one.at) for one in thread.lines],
        answers=[answer_out(one) for one in thread.answers],
    )


def radar_out(radar: Radar) -> RadarOut:
    """The radar."""
    return RadarOut(
        fewest=FEWEST,
        withheld=radar.withheld,
        quarters=[str(one) for one in radar.quarters],
        wanted=[
            NeedWantedOut(
                competence=one.competence.slug,
                label=one.competence.label,
                askers=one.askers,
                people=one.people,
                quarters=list(one.quarters),
                supply=SupplyOut(
                    modules=one.supply.modules,
                    institutions=one.supply.institutions,
                    within_reach=one.supply.within_reach,
                ),
            )
            for one in radar.wanted
        ],
        sought=[SoughtOut(words=one.words, searches=one.searches, without_hit=one.without_hit) for one in radar.sought],
    )


def outreach_out(outreach: Outreach) -> OutreachOut:
    """A message to those who asked, and those who said yes: two queries."""
    contacts = outreach.contacts.select_related("need__by", "need__organisation")
    reached = contacts.count()
    return OutreachOut(
        uuid=outreach.uuid,
        institution=outreach.institution.slug,
        competence=outreach.competence.slug,
        region=outreach.region,
        sector=outreach.sector,
        words=outreach.words,
        at=outreach.at,
        reached=reached if reached >= FEWEST else None,
        yes=[
            YesOut(
                name=one.need.by.name if one.need.by else "",
                organisation=one.need.organisation.name if one.need.organisation else "",
                email=one.need.by.email if one.need.by else "",
                words=one.words,
                need=one.need.words,
            )
            for one in contacts.filter(reply=Reply.YES).order_by("replied_at")
        ],
    )
