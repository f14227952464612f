"""Planning educations: invented markets and lives, two rivals, and how long each takes."""
