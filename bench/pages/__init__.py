"""What is asked of the pages, and the bare SQL that reads the same rows."""
