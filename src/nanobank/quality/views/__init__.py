"""The pages of quality, by whom they are for."""
