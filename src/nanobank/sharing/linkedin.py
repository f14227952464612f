"""A link that fills in LinkedIn's form for a licence or certificate. Nothing is sent or loaded until it is followed."""

from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from nanobank.credentials.addresses import credential_address
from nanobank.credentials.presenting import Diploma

_FORM: Final = "https://www.linkedin.com/profile/add"


def add_to_profile(uuid: UUID, diploma: Diploma) -> str:
    """The form with the credential's particulars, as LinkedIn documents its parameters."""
    filled = {
        "startTask": "CERTIFICATION_NAME",
        "name": diploma.title,
        "organizationName": diploma.issuer,
        "certUrl": credential_address(uuid),
        "certId": str(uuid),
    }
    if diploma.awarded_at is not None:
        filled |= {"issueYear": str(diploma.awarded_at.year), "issueMonth": str(diploma.awarded_at.month)}
    if diploma.valid_until is not None:
        filled |= {
            "expirationYear": str(diploma.valid_until.year),
            "expirationMonth": str(diploma.valid_until.month),
        }
    return f"{_FORM}?{urlencode(filled)}"
