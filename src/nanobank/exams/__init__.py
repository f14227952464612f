"""Exams without terms: rules, slots, hand-ins, assessments and results that are never overwritten."""
