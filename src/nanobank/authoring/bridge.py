"""The way to ``nanocore.writing``: what can be said of a text."""

from nanocore import writing

Address = writing.Address
Fault = writing.Fault
Jargon = writing.Jargon
Outcome = writing.Outcome
Readability = writing.Readability
Span = writing.Span
Workload = writing.Workload
INSTEAD = writing.INSTEAD


def alt_faults(alt: str) -> tuple[Fault, ...]:
    """What is wrong with the words that stand for a picture."""
    return writing.alt_faults(alt)


def captions_of(text: str, seconds: float | None) -> writing.Captions:
    """What a film's captions hold, and what is wrong with them."""
    return writing.captions(text, seconds=seconds or 0)


def readability(markdown: str, language: str) -> Readability:
    """How hard a text is to read."""
    return writing.readability(markdown, language)


def jargon(markdown: str, language: str) -> tuple[Jargon, ...]:
    """What of a text could be said more plainly."""
    return writing.jargon(markdown, language)


def speaks_to(markdown: str, language: str) -> Address:
    """Whom a text speaks to."""
    return writing.speaks_to(markdown, language)


def content_faults(markdown: str) -> tuple[Fault, ...]:
    """What a text lacks for those who hear it, or read by headings and links."""
    return writing.content_faults(markdown)


def outcome(text: str, language: str) -> Outcome:
    """A learning outcome taken apart."""
    return writing.outcome(text, language)
