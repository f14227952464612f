"""The forms of authoring; each part has its own module."""
