"""What people ordinarily write. Where it lies in a model's space is the middle that other texts are seen from.

Vectors of sentences crowd in one corner, one for each language and kind of text. What lies near the corner's middle
says nothing in particular; taken away, what is left is what the text is about. None of these stand in what quality is
measured on.
"""

from typing import Final

SENTENCES: Final = {
    "da": (
        "Vi søger en ny kollega til vores afdeling.",
        "Du bliver en del af et godt fællesskab med dygtige kolleger.",
        "Du skal have lyst til at lære nyt og tage ansvar.",
        "Vi lægger vægt på, at du er fleksibel og møder andre med respekt.",
        "Arbejdet er varieret, og ingen dage er ens.",
        "Du har måske prøvet noget lignende før.",
        "Vi vil gerne blive bedre til det, vi gør.",
        "Der bliver brug for nye kræfter i det kommende år.",
        "Opgaverne løses sammen med andre i huset.",
        "Du kan arbejde selvstændigt og har overblik.",
        "Stillingen er på fuld tid og skal besættes snarest.",
        "Vi har brug for hjælp til at komme videre.",
    ),
    "en": (
        "We are looking for a new colleague in our department.",
        "You will be part of a good team of skilled colleagues.",
        "You like to learn and to take responsibility.",
        "We value flexibility and respect for others.",
        "The work is varied, and no two days are alike.",
        "You may have done something similar before.",
        "We want to become better at what we do.",
        "We will need new people in the coming year.",
        "Tasks are solved together with others.",
        "You work independently and keep the overview.",
        "This is a full-time position to be filled soon.",
        "We need help to move on.",
    ),
}
"""Sentences of job ads that ask for nothing in particular."""

NEEDS: Final = {
    "da": (
        "jeg vil gerne lære noget nyt",
        "hvordan reparerer man en cykel",
        "bage surdejsbrød",
        "fransk for begyndere",
        "passe en køkkenhave",
        "vi mangler nogen der kan svejse",
        "blive bedre til at spille guitar",
        "hvad gør man med en gammel båd",
        "sejlerkursus om aftenen",
        "tegne og male",
        "kunne sy mit eget tøj",
        "træne hunde til jagt",
    ),
    "en": (
        "I want to learn something new",
        "how do I fix a bike",
        "baking sourdough bread",
        "French for beginners",
        "keeping a kitchen garden",
        "we need someone who can weld",
        "get better at playing the guitar",
        "what to do with an old boat",
        "evening sailing course",
        "drawing and painting",
        "sew my own clothes",
        "train dogs for hunting",
    ),
}
"""Needs and questions as they are typed, about what is not in the catalogue."""


def spoken_here(language: str) -> str:
    """Which of the two lists a text in this language is nearest to."""
    return language if language in SENTENCES else "da" if language in ("no", "sv", "und") else "en"
