"""Template tags of demo mode."""
