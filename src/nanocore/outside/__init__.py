"""What is learnt elsewhere: what its papers say, whom they are about, and whether two are about the same thing."""

from nanocore.outside._cv import CvKind, CvLine, is_cv, lines_of_cv
from nanocore.outside._holder import is_about
from nanocore.outside._html import PageFacts, json_ld_in, read_page
from nanocore.outside._likeness import SURE, Alike, Thing, how_alike, keys_of
from nanocore.outside._nodes import Known, Node, id_of, text, types_of
from nanocore.outside._papers import PaperFacts, read_paper
from nanocore.outside._reading import Found, found_in
from nanocore.outside._sameness import same_address, same_name
from nanocore.outside._saying import BETWEEN, said_of
from nanocore.outside._values import hours_in, language_in, number_in
from nanocore.outside._xml import UnreadableXml, events_of, name_of, object_of, object_of_xml

__all__ = [
    "BETWEEN", "SURE", "Alike", "CvKind", "CvLine", "Found", "Known", "Node", "PageFacts", "PaperFacts", "Thing",
    "UnreadableXml", "events_of", "found_in", "hours_in", "how_alike", "id_of", "is_about", "is_cv", "json_ld_in",
    "keys_of", "language_in", "lines_of_cv", "name_of", "number_in", "object_of", "object_of_xml", "read_page",
    "read_paper", "said_of", "same_address", "same_name", "text", "types_of",
]  # fmt: skip
