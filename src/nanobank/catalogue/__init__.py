"""What there is to learn: modules and their versions, micro-credentials, bundles, competences, offerings."""
