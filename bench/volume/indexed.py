"""Makes the index of words of the database that the site is set to, and prints as JSON what that took."""

import json
import time

from nanobank.search.index.node import node


def main() -> None:
    """Anew, so that it is always the same work."""
    here = node()
    if here is None:
        raise RuntimeError("the site is set to have no index")
    began, used = time.perf_counter(), time.process_time()
    state = here.rebuild(anew=True)
    print(
        json.dumps({"seconds": time.perf_counter() - began, "cpu": time.process_time() - used, "listings": state.done})
    )
