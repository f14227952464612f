"""Every change in authoring; each part has its own module."""
