"""A learner's nanobank: their own reading of ledger, study, exams and credentials, and who may look along."""
