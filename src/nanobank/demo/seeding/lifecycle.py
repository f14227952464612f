"""What happens to credentials later: one is suspended, and a holder asks for hers in a new name."""

from datetime import datetime, timedelta
from typing import Final

from nanobank.accounts.models import Person
from nanobank.accounts.services import change_name
from nanobank.credentials.models import Credential
from nanobank.credentials.services import ask_for_new_name, suspend

_DOUBT: Final = "To bedømmere læser opgaven en gang til efter en klage over karakteren. Du hører fra os inden 14 dage."


def seed_lifecycle(people: dict[str, Person], now: datetime) -> int:
    """Sevgi's credential from Klarsprog is suspended; Agnieszka has married. How many credentials it is about."""
    sevgi, marianne, agnieszka = (people[key] for key in ("sevgi-aydemir", "marianne-tofteng", "agnieszka-nowak-lund"))
    doubted, renamed = (Credential.objects.held_by(person).standing().get() for person in (sevgi, agnieszka))
    suspend(credential=doubted, reason=_DOUBT, by=marianne, now=now - timedelta(days=3))
    change_name(person=agnieszka, given_name="Agnieszka", family_name="Lund Bregnedal")
    ask_for_new_name(credential=renamed, by=agnieszka, now=now - timedelta(days=2))
    return 2
