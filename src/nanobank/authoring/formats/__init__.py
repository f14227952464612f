"""What pictures are by their content, without what they tell of their maker."""
