"""What files are by their content: pictures without what they tell of their maker, and how long films are."""
