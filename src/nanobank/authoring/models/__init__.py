"""Who is in a draft and who wrote what last; the media shelf; designs on their way. Each part has its own module."""

from nanobank.authoring.models.designs import (
    Approach,
    Design,
    DesignAim,
    DesignAnswer,
    DesignQuestion,
    ModuleTemplate,
    TemplateUse,
)
from nanobank.authoring.models.drafts import DraftVisit, DraftWriting
from nanobank.authoring.models.media import MediaItem, MediaKind, MediaUpload

__all__ = [
    "Approach",
    "Design",
    "DesignAim",
    "DesignAnswer",
    "DesignQuestion",
    "DraftVisit",
    "DraftWriting",
    "MediaItem",
    "MediaKind",
    "MediaUpload",
    "ModuleTemplate",
    "TemplateUse",
]
