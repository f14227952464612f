"""Learning offers from outside, taken in from feeds, vetted or openly not."""
