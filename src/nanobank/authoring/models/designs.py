"""Designs of micro-credentials and bundles, and templates."""
