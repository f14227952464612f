"""A plan for people who work together: who takes what when, so that seats suffice and the workplace is manned."""
