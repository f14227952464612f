"""A holder shows what they hold: links with an end, a badge that carries the credential, an entry on a profile."""
