"""English, the European way: 21 November 2026."""
