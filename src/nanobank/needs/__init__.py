"""What was asked for and not found, who could teach it, and what they answer."""
