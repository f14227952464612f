"""The invented people, providers and modules that every page shows in demo mode, and the stories they play."""
