"""How long the credentials of a micro-credential are valid, and whether they can be suspended everywhere."""
