"""The pages about needs, requests and the radar."""
