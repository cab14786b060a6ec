"""``kaoping forms`` and ``kaoping check``: what there is, and what is wrong with a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from rubrics.library import SHIPPED
from tests.command_line.kaoping import command, kaoping
from tests.command_line.own_form import OFF_BY_ONE, write

IDS = [
    *("interview", "performance", "property", "probation", "competency", "department"),
    *("representative", "quality", "work", "general", "pr-agency"),
]


def rows(table: str) -> list[list[str]]:
    """The cells of a printed table, its heading left out."""
    lines = [line.split() for line in table.splitlines() if line.strip() and "─" not in line]
    return lines[1:]


def test_forms_lists_the_eleven_in_their_order_with_titles_and_what_they_are_scored_out_of(
    here: Path,
) -> None:
    said = kaoping("forms", cwd=here)
    assert (said.status, said.err) == (0, "")
    told = rows(said.out)
    assert [row[0] for row in told] == IDS
    assert told[0][1:] == ["客服人员面试评价表", "20", "4", "(levels)"]
    assert told[5][1:] == ["客服部员工考核表", "21", "45", "points"]
    assert told[7][1:] == ["C2、客服品质检查考核标准及评分表", "21", "21", "items", "met"]


def test_forms_names_a_file_it_cannot_use_and_lists_the_others(here: Path) -> None:
    file = write(here / "own", OFF_BY_ONE)
    said = command("forms", settings={"KAOPING_FORMS": "own"})
    assert said.status == 2
    assert [row[0] for row in rows(said.out)] == IDS
    assert said.err.startswith(f'{file.relative_to(here)}:18  R012 section "desk"')


def test_an_output_that_cannot_show_chinese_shows_the_rest(here: Path) -> None:
    said = kaoping("forms", cwd=here, PYTHONIOENCODING="ascii")
    assert said.status == 0
    assert "pr-agency" in said.out


def test_the_shipped_forms_have_no_faults() -> None:
    said = command("check", *sorted(SHIPPED.glob("*.yaml")))
    assert (said.status, said.out, said.err) == (0, "11 checked, no faults.\n", "")


def test_a_fault_has_file_line_code_and_remedy(here: Path) -> None:
    write(here, OFF_BY_ONE)
    said = command("check", "reception.yaml")
    assert said.status == 2
    assert said.out.splitlines() == [
        'reception.yaml:18  R012 section "desk": points add up to 9, the section says 10.',
        "    desk 9. Raise one by 1, or leave out the section's maximum.",
    ]


def test_several_files_are_all_checked(here: Path) -> None:
    write(here, OFF_BY_ONE, "first.yaml")
    write(here, name="good.yaml")
    write(here, OFF_BY_ONE.replace("kind: points", "kind: point"), "last.yaml")
    said = command("check", "first.yaml", "good.yaml", "last.yaml")
    assert said.status == 2
    found = [line.split()[:2] for line in said.out.splitlines() if not line.startswith(" ")]
    assert found[0] == ["first.yaml:18", "R012"]
    assert ["last.yaml:17", "R017"] in found
    assert not any(place.startswith("good") for place, _ in found)


@pytest.mark.parametrize(
    ("content", "place", "words"),
    [
        ("title: 考核表\n".encode("gb18030"), "form.yaml:1  R003", "not UTF-8"),
        (b"id: a\ntitle: \xff\n", "form.yaml:2  R003", "not UTF-8"),
        (b"", "form.yaml:1  R004", "no form in the file"),
        (b"id: [a\ntitle: b\n", "form.yaml:1  R005", "a bracket is opened here"),
        (b"id: a\n\ttitle: b\n", "form.yaml:2  R006", "tab"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "form.yaml:1  R003", "not UTF-8"),
    ],
    ids=["GB18030", "a bad byte", "empty", "an open bracket", "a tab", "a picture"],
)
def test_a_file_that_is_no_form_is_told_in_plain_words(
    here: Path, content: bytes, place: str, words: str
) -> None:
    (here / "form.yaml").write_bytes(content)
    said = command("check", "form.yaml")
    assert said.status == 2
    assert said.out.startswith(place)
    assert words in said.out


def test_a_missing_file_and_a_directory_are_findings_like_others(here: Path) -> None:
    (here / "forms").mkdir()
    said = command("check", "nowhere.yaml", "forms")
    assert said.status == 2
    first, _, second, _ = said.out.splitlines()
    assert first == "nowhere.yaml:1  R001 the file cannot be read: No such file or directory."
    assert second == "forms:1  R001 the file cannot be read: Is a directory."


def test_advice_is_printed_and_is_no_fault(here: Path) -> None:
    long = "访客登记本在位并且当天的来访者都已经逐一登记清楚"
    write(here).write_text(
        (here / "reception.yaml")
        .read_text(encoding="utf-8")
        .replace("title: 问候, text", f"title: {long}, text"),
        encoding="utf-8",
    )
    said = command("check", "reception.yaml")
    assert said.status == 0
    assert said.out.startswith("reception.yaml:17  W001")
    assert said.out.endswith("1 checked, no faults.\n")


def test_check_without_a_file_says_what_is_wanted() -> None:
    said = command("check")
    assert said.status == 2
    assert "FILES" in said.err.upper()
