"""Nanobanken: the site. One room a folder; docs/architecture.md is the map."""
