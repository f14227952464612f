"""What a wallet is told when it is refused, by the names that the specifications give."""

from http import HTTPStatus
from typing import Final

UNAUTHORIZED: Final = HTTPStatus.UNAUTHORIZED


class ProtocolError(Exception):
    """A refusal to a program: ``error`` is a code of OAuth 2.0, OpenID4VCI or OpenID4VP, the rest is for its maker.

    Descriptions are in English and in ASCII, as RFC 6749, section 5.2, wants them.
    """

    def __init__(self, error: str, description: str, *, status: int = HTTPStatus.BAD_REQUEST) -> None:
        super().__init__(f"{error}: {description}")
        self.error = error
        self.description = description
        self.status = status
