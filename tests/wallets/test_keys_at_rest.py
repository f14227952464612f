"""The key that asks wallets moves under a new encryption key like all other secrets."""

import pytest
from cryptography.fernet import Fernet
from django.conf import settings
from django.test import override_settings

from factories import NOW
from nanobank.credentials import vault
from nanobank.wallets.models import VerifierKey

pytestmark = pytest.mark.django_db


def test_the_key_that_asks_wallets_is_found_by_its_name_and_encrypted_again() -> None:
    VerifierKey.objects.create(
        public_key_multibase="zDn", private_key_encrypted=vault.encrypt(b"secret"), created_at=NOW
    )
    fresh = Fernet.generate_key().decode()
    with override_settings(KEY_ENCRYPTION_KEYS=[fresh, *settings.KEY_ENCRYPTION_KEYS]):
        assert vault.encrypt_all_again() == 1
    assert Fernet(fresh).decrypt(bytes(VerifierKey.objects.get().private_key_encrypted)) == b"secret"


def test_nothing_moves_when_one_of_them_cannot_be_opened() -> None:
    known = VerifierKey.objects.create(
        public_key_multibase="zDn1", private_key_encrypted=vault.encrypt(b"secret"), created_at=NOW
    )
    before = bytes(known.private_key_encrypted)
    lost = Fernet(Fernet.generate_key()).encrypt(b"lost")
    VerifierKey.objects.create(public_key_multibase="zDn2", private_key_encrypted=lost, created_at=NOW, in_use=None)
    with (
        override_settings(KEY_ENCRYPTION_KEYS=[Fernet.generate_key().decode(), *settings.KEY_ENCRYPTION_KEYS]),
        pytest.raises(vault.CannotDecrypt),
    ):
        vault.encrypt_all_again()
    known.refresh_from_db()
    assert bytes(known.private_key_encrypted) == before
