"""Run from the command line."""
