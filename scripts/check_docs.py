"""Fails when a link in the documents leads nowhere, or a page, decision, room or command is told of nowhere."""

import re
import subprocess
import sys
from functools import cache
from pathlib import Path

_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`[^`\n]*`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
_DECISIONS = Path("docs/decisions")
_MAPS = (Path("docs/architecture.md"), Path("README.md"))
_COMMANDS = (Path("docs/reference/commands.md"), Path("docs/how-to/run-for-real.md"))


@cache
def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as forges make them: lower case, no punctuation, hyphens for spaces."""
    prose = _FENCE.sub("", page.read_text(encoding="utf-8"))
    said = (re.sub(r"[^\w\- ]", "", heading.lower()).strip() for heading in _HEADING.findall(prose))
    return {words.replace(" ", "-") for words in said}


def broken_links(page: Path) -> list[str]:
    """The page's links to files that are not there, and to headings that their page has not."""
    prose = _CODE.sub("", _FENCE.sub("", page.read_text(encoding="utf-8")))
    said = []
    for link in _LINK.findall(prose):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        there = (page.parent / path).resolve() if path else page.resolve()
        if not there.exists() or (anchor and there.suffix == ".md" and anchor not in anchors(there)):
            said.append(f"{page}: {link} leads nowhere")
    return said


def unlisted_decisions() -> list[str]:
    """Decisions that the index does not list by their title, and numbers that are used twice."""
    index = (_DECISIONS / "README.md").read_text(encoding="utf-8")
    files = sorted(_DECISIONS.glob("[0-9]*.md"))
    said = []
    for file in files:
        title = file.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")
        if f"- [{title}]({file.name})" not in index:
            said.append(f"{_DECISIONS}/README.md lacks: - [{title}]({file.name})")
    numbers = [file.name[:4] for file in files]
    return said + [f"{number} is the number of two decisions" for number in set(numbers) if numbers.count(number) > 1]


def undrawn_rooms() -> list[str]:
    """Rooms that a map of the house does not name."""
    rooms = {init.parent.name for init in Path("src/nanobank").glob("*/__init__.py")}
    drawn = {page: set(re.findall(r"\w+", page.read_text(encoding="utf-8"))) for page in _MAPS}
    return [f"{page} does not draw {room}" for page in _MAPS for room in sorted(rooms - drawn[page])]


def untold_commands() -> list[str]:
    """Commands that neither the reference nor what has to run tells of."""
    told = "".join(page.read_text(encoding="utf-8") for page in _COMMANDS)
    files = Path("src/nanobank").glob("*/management/commands/[a-z]*.py")
    return [f"{_COMMANDS[0]} does not tell of {file.stem}" for file in sorted(files) if file.stem not in told]


def unreached_pages(pages: list[Path]) -> list[str]:
    """Documents that nobody comes to from the README."""
    links = {page.resolve(): _linked(page) for page in pages}
    reached, ahead = set(), [Path("README.md").resolve()]
    while ahead:
        page = ahead.pop()
        if page not in reached:
            reached.add(page)
            ahead += links.get(page, [])
    return [
        f"{page} is linked to from nowhere"
        for page in pages
        if page.parts[0] == "docs" and page.resolve() not in reached
    ]


def _linked(page: Path) -> list[Path]:
    found = (link.partition("#")[0] for link in _LINK.findall(page.read_text(encoding="utf-8")))
    return [(page.parent / path).resolve() for path in found if path.endswith(".md")]


def main() -> int:
    """Look through all documents that are kept."""
    kept = subprocess.run(["git", "ls-files", "-z", "*.md"], capture_output=True, check=True, text=True).stdout
    pages = [Path(name) for name in kept.split("\0") if name and Path(name).exists()]
    said = [sentence for page in pages for sentence in broken_links(page)]
    said += unreached_pages(pages) + unlisted_decisions() + undrawn_rooms() + untold_commands()
    print("\n".join(said), end="\n" if said else "")
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main())
