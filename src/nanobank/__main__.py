"""``nanobank``, or ``python -m nanobank``: what the bank can do on a command line, without database or settings."""

import argparse
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status of the command that is asked for. Only that command is loaded."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    asked = _parser().parse_args(given[:1])
    if asked.command == "verify":
        from nanobank.credentials.command import main as verify

        return verify(given[1:])
    from nanobank.pathways.command import main as plan

    return plan(given[1:])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="nanobank",
        description="Nanobanken on the command line.",
        epilog="verify tells whether a credential is genuine; plan finds the best way to a goal. "
        "More about each: nanobank COMMAND --help",
    )
    parser.add_argument("command", choices=["verify", "plan"], help="what to do")
    return parser


if __name__ == "__main__":
    sys.exit(main())
