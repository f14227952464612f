"""The pages about credentials: the public one, the check, and the issuing office."""
