"""The page of an outside offer, the queue of what waits for vetting, and the pages on which feeds are taken in."""
