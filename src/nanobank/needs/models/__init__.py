"""What is asked for, whom it is asked of, what they answer, and who reaches out."""

from nanobank.needs.models.enquiries import Answer, Enquiry, EnquiryQuerySet, EnquiryState, Message, Part
from nanobank.needs.models.needs import Fit, Need, NeedQuerySet, Origin, Sector, State
from nanobank.needs.models.outreach import Contact, Outreach, Reply

__all__ = [
    "Answer",
    "Contact",
    "Enquiry",
    "EnquiryQuerySet",
    "EnquiryState",
    "Fit",
    "Message",
    "Need",
    "NeedQuerySet",
    "Origin",
    "Outreach",
    "Part",
    "Reply",
    "Sector",
    "State",
]
