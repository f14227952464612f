"""A person, how they sign in, and the tokens their programs use."""
