"""Who is in a draft and who wrote what last; the media shelf; designs on their way. Each part has its own module."""

from nanobank.authoring.models.drafts import DraftVisit, DraftWriting

__all__ = ["DraftVisit", "DraftWriting"]
