"""What the catalogue draws for itself."""
