"""One field for everything: words and meaning, facets, saved searches."""
