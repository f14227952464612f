"""What study shows on other rooms' pages."""
