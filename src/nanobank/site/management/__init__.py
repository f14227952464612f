"""What the site as a whole is told from the command line."""
