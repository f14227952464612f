"""Addresses of static files are those of the manifest, and made once."""

import json
from pathlib import Path

import pytest

from nanobank.common.stored_static import Static


def test_a_file_has_the_address_of_its_content_and_what_is_not_known_is_refused(tmp_path: Path) -> None:
    manifest = tmp_path / "staticfiles.json"
    manifest.write_text(json.dumps({"paths": {"a.css": "a.123.css"}, "version": "1.1", "hash": ""}), encoding="utf-8")
    storage = Static(location=tmp_path, base_url="/static/")
    assert [storage.url("a.css") for _time in range(2)] == ["/static/a.123.css"] * 2
    with pytest.raises(ValueError, match=r"b\.css"):
        storage.url("b.css")
