"""The pages of udtræk: the learner's, the educator's, and what is remembered."""
