"""How fast the site is, measured on the real thing beside a rival in the same run: ``python -m bench``."""
