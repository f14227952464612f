"""The media shelf: pictures, films, captions and files, and uploads under way."""
