"""A module taken up by another: as it is, as it was, or adapted; its lineage and who else teaches it."""
