"""The locks: everything pinned exactly and by hash, from no index in particular, and nothing forgotten."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.docs.pages import ROOT

LOCKS = ["requirements.lock", "requirements-dev.lock"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def name_of(requirement: str) -> str:
    """The name in a requirement, as indexes write it."""
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found, requirement
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def entries(lock: str) -> list[str]:
    """What a lock holds, one text for each package with its hashes."""
    lines = [
        line for line in (ROOT / lock).read_text(encoding="utf-8").splitlines() if not line.startswith("#")
    ]
    return re.split(r"\n(?=\S)", "\n".join(lines).strip())


@pytest.mark.parametrize("lock", LOCKS)
def test_everything_is_pinned_exactly_and_by_hash(lock: str) -> None:
    found = entries(lock)
    assert len(found) > 40
    for entry in found:
        assert re.match(r"[a-z0-9][a-z0-9._-]*==[0-9][^ ;]*( ;[^\\]+)? \\\n", entry), entry
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry


@pytest.mark.parametrize("lock", LOCKS)
def test_no_address_stands_in_it(lock: str) -> None:
    assert "://" not in (ROOT / lock).read_text(encoding="utf-8")


def test_what_the_project_needs_is_in_the_locks() -> None:
    runs = {name_of(one) for one in PROJECT["project"]["dependencies"]}
    groups = PROJECT["dependency-groups"]
    tests = {name_of(one) for one in groups["dev"] if isinstance(one, str)}
    locked, for_tests = ({name_of(entry) for entry in entries(lock)} for lock in LOCKS)
    assert runs <= locked
    assert runs | tests <= for_tests
