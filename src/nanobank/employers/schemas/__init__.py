"""What is sent and answered about workplaces."""
