"""Others that do what we do, run beside us on the same machine at the same time."""
