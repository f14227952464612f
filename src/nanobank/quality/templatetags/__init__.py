"""Quality on other rooms' pages."""
