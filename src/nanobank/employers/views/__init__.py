"""The pages: one's own, and those of a workplace one acts for."""
