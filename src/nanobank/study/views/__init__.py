"""The pages of study, by whom they are for."""
