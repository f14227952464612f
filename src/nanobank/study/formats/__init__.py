"""What can be counted in a step's own file: words to read, seconds to view."""
