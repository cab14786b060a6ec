"""What the process says, a line each time: how far it is, and how it ended."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from bot.exporting import worker
from bot.exporting.order import Format, Order, order_to_json
from storage.scope import EVERYTHING, Scope


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    def run(url: str, target: Path, scope: Scope = EVERYTHING) -> list[dict[str, Any]]:
        order = order_to_json(Order(scope, Format.XLSX, "zh", "Asia/Shanghai"))
        job = json.dumps({"url": url, "order": order, "target": str(target), "niceness": 0})
        monkeypatch.setattr("sys.stdin", io.StringIO(job))
        monkeypatch.setattr(worker, "_give_way", lambda _: None)  # it would be this process that does
        worker.main()
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return run


def test_it_counts_and_ends_with_the_file(said: Any, address: str, tmp_path: Path) -> None:
    assert said(address, tmp_path / "o") == [
        {"done": 0, "of": 4},
        {"done": 4, "of": 4},
        {"ended": "made", "evaluations": 4},
    ]
    assert (tmp_path / "o").read_bytes().startswith(b"PK")


def test_nothing_to_export(said: Any, address: str, tmp_path: Path) -> None:
    assert said(address, tmp_path / "o", Scope()) == [{"ended": "nothing"}]


def test_a_database_that_cannot_be_read(said: Any, database: Path, address: str, tmp_path: Path) -> None:
    database.write_bytes(b"no database " * 1000)
    (ended,) = said(address, tmp_path / "o")
    assert ended["ended"] == "unreadable"
    (ended,) = said(f"{address}.not", tmp_path / "o")
    assert ended["ended"] == "unreadable"


def test_a_fault_and_a_full_disk(said: Any, address: str, tmp_path: Path) -> None:
    (ended,) = said(address, tmp_path / "missing" / "o")
    assert (ended["ended"], ended["why"][:17]) == ("fault", "FileNotFoundError")
    if Path("/dev/full").exists():
        assert _on_a_full_disk(said, address, tmp_path)["ended"] == "full"


def _on_a_full_disk(said: Any, address: str, tmp_path: Path) -> dict[str, Any]:
    """Every file that the export opens is one that takes no byte."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.exporting.making.os.fdopen", lambda descriptor, _mode: _full(descriptor))
        ended: dict[str, Any] = said(address, tmp_path / "o")[-1]
    assert [path.name for path in tmp_path.iterdir()] == ["data"]
    return ended


def _full(descriptor: int) -> Any:
    import os

    os.close(descriptor)
    return Path("/dev/full").open("wb", buffering=0)
