"""An employer's side of the bank: needs, bundles, seats, staff and what they can do."""
