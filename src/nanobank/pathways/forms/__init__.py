"""What a person writes on the pages of a pathway, read into the room's own terms."""
