"""``python -m nanobank``: the command line, as ``nanobank`` once it is installed."""

import sys

from nanobank.credentials.command import main

if __name__ == "__main__":
    sys.exit(main())
