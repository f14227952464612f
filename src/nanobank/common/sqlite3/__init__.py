"""Django's SQLite, with one thing done once instead of each time; see ``base``."""
