"""Lists as people make them: which columns they have, how they are read, and what is wrong with a row."""
