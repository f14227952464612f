"""How fast credentials are signed and checked, beside who else does it."""
