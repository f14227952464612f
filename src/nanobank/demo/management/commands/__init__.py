"""Commands of demo mode."""
