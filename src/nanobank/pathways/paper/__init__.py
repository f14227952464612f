"""A plan on paper. With a bridge of its own, so that whoever only plans need not load what typesets."""
