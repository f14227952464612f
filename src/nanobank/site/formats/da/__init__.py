"""Danish: 21. november 2026."""
