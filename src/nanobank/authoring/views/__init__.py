"""The pages of authoring; each part has its own module."""
