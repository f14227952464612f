"""A site's worth of believable rows: the same ones each time, whoever makes them."""
