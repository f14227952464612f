"""The words of the catalogue in an index beside the database: each node its own, made from the database at any time."""
