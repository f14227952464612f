"""The whole demo in one transaction: it is all there, or none of it."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from nanobank.catalogue.services import together
from nanobank.demo.seeding.ai_register import seed_ai_register
from nanobank.demo.seeding.catalogue import (
    seed_bundles,
    seed_competences,
    seed_drafts,
    seed_micro_credentials,
    seed_modules,
)
from nanobank.demo.seeding.cohorts import seed_batches
from nanobank.demo.seeding.designing import seed_designs
from nanobank.demo.seeding.employers import seed_employers
from nanobank.demo.seeding.feeds import seed_offers
from nanobank.demo.seeding.frameworks import seed_frameworks
from nanobank.demo.seeding.guidance import seed_guidance
from nanobank.demo.seeding.hours import by_day
from nanobank.demo.seeding.lifecycle import seed_lifecycle
from nanobank.demo.seeding.media import seed_media
from nanobank.demo.seeding.needs import seed_needs
from nanobank.demo.seeding.pathways import seed_goals, seed_pathways
from nanobank.demo.seeding.people import seed_organisations, seed_people
from nanobank.demo.seeding.quality import seed_quality
from nanobank.demo.seeding.reuse import seed_reuse
from nanobank.demo.seeding.sharing import seed_links
from nanobank.demo.seeding.stories import Cast, replay, seed_slots
from nanobank.demo.seeding.studying import studying_of
from nanobank.demo.seeding.teams import seed_balances, seed_teams
from nanobank.demo.seeding.trust import seed_issuers
from nanobank.demo.seeding.wallets import seed_wallets
from nanobank.demo.seeding.withdrawals import seed_withdrawals
from nanobank.notices.letters import no_letters
from nanobank.notices.models import Notice

_READ_AFTER = timedelta(days=6)
"""What was told longer ago has been read."""


@transaction.atomic
@no_letters()
def seed(*, now: datetime, say: Callable[[str], None]) -> None:
    """Lay the demo with all its dates relative to ``now``, by day. ``say`` is told what has been done."""
    now = by_day(now)
    organisations = seed_organisations()
    people = seed_people(organisations, now)
    say(f"{len(organisations)} organisations, {len(people)} people")
    competences = seed_competences()
    say(f"{seed_frameworks(competences, people['ulla-vindelev'], now)} concepts of frameworks")
    with together(now=now):
        modules = seed_modules(organisations, competences, now)
        say(f"{len(modules)} modules, {len(competences)} competences")
        published = now - timedelta(days=700)
        micro_credentials = seed_micro_credentials(organisations, competences, modules, people, published)
        bundles = seed_bundles(organisations, modules, micro_credentials, published)
        seed_drafts(organisations, competences, modules, now)
    say(f"{len(micro_credentials)} micro-credentials, {len(bundles)} bundles")
    slots = seed_slots(people, micro_credentials, now)
    replay(Cast(people, modules, micro_credentials, slots, studying_of(modules)), now)
    say("their stories, up to today")
    say(f"{seed_lifecycle(people, now)} credentials that something happens to")
    say(f"{len(seed_batches(people, micro_credentials, now))} lists of whole classes")
    issuers = seed_issuers(people, now)
    say(f"{len(issuers)} issuers from outside")
    links = seed_links(people, now)
    say(f"{len(links)} links to credentials")
    seed_goals(organisations, competences)
    say(f"{seed_pathways(people, now)} pathways, planned")
    say(f"{seed_ai_register(organisations, people, modules, now)} teachers in an AI register")
    say(f"{seed_teams(people, now)} team, planned and sent, {seed_balances(people, now)} cohort's terms")
    say(f"{seed_needs(organisations, people, competences, now)} needs, one of them put to institutions")
    say(f"{seed_employers(organisations, people, modules, now)} people on file at two workplaces")
    say(f"{seed_quality(organisations, people, modules, micro_credentials, now)} times somebody stands by something")
    with together(now=now):
        say(f"{seed_offers(organisations, people, competences, now)} offers from outside")
    with together(now=now):
        say(f"{seed_reuse(organisations, people, modules, now)} modules made of others'")
    with together(now=now):
        designs = seed_designs(organisations, people, competences, modules, now)
    say(f"{designs} micro-credentials on the drawing board")
    say(f"{seed_media(organisations, people, now)} pictures and films on a shelf")
    brought = seed_withdrawals(organisations, people, competences, now)
    say(f"{brought} udtræk from outside")
    say(f"{seed_guidance(people, competences, now)} talks with mentors")
    seed_wallets(people, now)
    Notice.objects.filter(at__lt=now - _READ_AFTER).unread().update(read_at=F("at") + timedelta(hours=5))
    say("a credential ready for a wallet, and two that were shown out of one")
