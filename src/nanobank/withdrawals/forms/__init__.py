"""What people fill in about udtræk: who asks, who judges, and both."""
