"""The pages of competences, roles and frameworks, and those on which a framework is taken in."""
