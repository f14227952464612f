"""The pages about whole cohorts, all of them the issuing office's."""
