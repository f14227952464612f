"""A cohort's load: which modules will be in demand when, and how they lie lightest over the terms."""
