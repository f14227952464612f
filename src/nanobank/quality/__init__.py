"""Whether a module or micro-credential is good: gates, reviews, evaluations, and the one line that says so."""
