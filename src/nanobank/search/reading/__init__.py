"""A job ad, a need, a strategy: read into the catalogue's competences, each with the sentence that it came from."""
