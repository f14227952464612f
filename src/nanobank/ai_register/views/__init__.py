"""The pages of the AI register."""
