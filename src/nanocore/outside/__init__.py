"""What was learnt elsewhere: what its papers say, whom they are about, and whether two are about the same thing."""

from nanocore.outside._holder import is_about
from nanocore.outside._html import PageFacts, read_page
from nanocore.outside._reading import Found, found_in
from nanocore.outside._sameness import same_address, same_name

__all__ = ["Found", "PageFacts", "found_in", "is_about", "read_page", "same_address", "same_name"]
