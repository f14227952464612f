"""Where an educator writes: the editor, its media, the measures of a text, the micro-credential designer."""
