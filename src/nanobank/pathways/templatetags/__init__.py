"""Pictures of plans for the templates of this room."""
