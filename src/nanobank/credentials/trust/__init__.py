"""The trust registry: which issuers from outside are known to this bank, and how we know."""
