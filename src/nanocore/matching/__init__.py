"""Needs met with modules: words, meaning, competences read out of a text, and the bundles that cover them best."""
