"""What lies on a provider's media shelf: pictures with and without words, films with and without captions."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.core.files import File

from nanobank.accounts.models import Person
from nanobank.authoring.models import MediaItem
from nanobank.authoring.services import shelving, uploading
from nanobank.organisations.models import Organisation

_ASSETS: Final = Path(__file__).parents[1] / "data" / "assets"
_DAYS: Final = timedelta(days=9)


def seed_media(organisations: dict[str, Organisation], people: dict[str, Person], now: datetime) -> int:
    """Lay Sydvest's shelf, as Astrid left it; how many things lie there."""
    provider, by, when = organisations["sydvest"], people["astrid-lindholt"], now - _DAYS
    columns = _lay("klager.png", "klager-pr-1000-patienter.png", provider, by, when)
    shelving.describe(
        item=columns,
        alt_da="Søjler over otte år: klager pr. 1.000 patienter stiger hvert år, mest i de to seneste.",
        alt_en="Columns over eight years: complaints per 1,000 patients rise every year, most in the last two.",
        is_decorative=False,
        by=by,
        now=when,
    )
    _lay("klager.png", "forside-udkast.png", provider, by, when + timedelta(days=2))
    film = _lay("kildekritik.webm", "kildekritik-i-praksis.webm", provider, by, when + timedelta(days=3))
    with (_ASSETS / "kildekritik.vtt").open("rb") as captions:
        shelving.caption(item=film, file=File(captions, name="kildekritik.vtt"), language="da", by=by, now=when)
    _lay("graferne.webm", "graferne-der-snyder.webm", provider, by, when + timedelta(days=5))
    return MediaItem.objects.on_shelf(provider).count()


def _lay(asset: str, name: str, provider: Organisation, by: Person, when: datetime) -> MediaItem:
    with (_ASSETS / asset).open("rb") as content:
        sent = File(content, name=name)
        return uploading.send_whole(provider=provider, module=None, file=sent, by=by, clock=lambda: when)
