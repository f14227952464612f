"""What the bank shows on other rooms' pages."""
