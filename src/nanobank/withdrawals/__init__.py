"""Udtræk: what a learner brings from outside, judged by an educator, appealed, remembered as precedents."""
