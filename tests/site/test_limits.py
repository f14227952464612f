import re
from pathlib import Path

import pytest
from django.test import Client, override_settings

ROOT = Path(__file__).parents[2]


@override_settings(MAX_REQUEST_BYTES=1_000_000)
def test_what_says_it_is_too_large_is_refused_unread(client: Client) -> None:
    answer = client.post("/kontroller/", {"text": "x" * 1_100_000})
    assert answer.status_code == 413
    assert "1 MB" in answer.content.decode()


PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_in_the_documentation_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text())
    assert [target for target in targets if not (page.parent / target).exists()] == []
