"""The way to ``nanocore.documents`` for seals: PEM in, rows out, and back again."""

from dataclasses import dataclass
from datetime import datetime

from nanobank.credentials import vault
from nanobank.credentials.models import SealingCertificate
from nanocore.documents import Seal, Sealer, UnusableSealer

__all__ = ["ReadCertificate", "Sealer", "UnusableSealer", "read_certificate", "sealer_of"]


@dataclass(frozen=True)
class ReadCertificate:
    """What a certificate says, and its private key, encrypted."""

    chain: str
    private_key_encrypted: bytes
    name: str
    legal_identifier: str
    qualified: bool
    valid_from: datetime
    valid_until: datetime


def read_certificate(chain: bytes, key: bytes, password: str) -> ReadCertificate:
    """What was handed in, ready to be kept. Raises UnusableSealer."""
    sealer = Sealer.from_pem(chain, key, password=password.encode() if password else None)
    return ReadCertificate(
        chain=sealer.chain_pem.decode(),
        private_key_encrypted=vault.encrypt(sealer.key_pem),
        name=sealer.name[:200],
        legal_identifier=sealer.legal_identifier[:60],
        qualified=sealer.seal is Seal.QUALIFIED_CERTIFICATE,
        valid_from=sealer.certificate.not_valid_before_utc,
        valid_until=sealer.certificate.not_valid_after_utc,
    )


def sealer_of(kept: SealingCertificate) -> Sealer:
    """The certificate and its key, ready to seal."""
    return Sealer.from_pem(kept.chain.encode(), vault.decrypt(bytes(kept.private_key_encrypted)))
