"""Open Badges 3.0 credentials: keys, awards, status lists, the public page and the check of anybody's."""
