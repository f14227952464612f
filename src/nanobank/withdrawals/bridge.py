"""The way to ``nanocore.outside``."""

from nanocore.outside import Found, PageFacts, found_in, is_about, read_page, same_address, same_name

__all__ = ["Found", "PageFacts", "found_in", "is_about", "read_page", "same_address", "same_name"]
