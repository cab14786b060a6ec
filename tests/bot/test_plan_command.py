"""``kaoping plan preview``: what it prints, where, and with which exit status."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.command_line import app


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No ``.env`` and no setting of whoever runs the tests."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KAOPING_TIMEZONE", raising=False)


def preview(words: str) -> Result:
    """What the command does with these words."""
    return CliRunner().invoke(app, ["plan", "preview", *words.split()])


def test_it_prints_the_periods_as_json() -> None:
    result = preview("--every week --due fri --from 2026-11-23 --count 2 --json")
    assert result.exit_code == 0
    assert result.stderr == ""
    assert json.loads(result.stdout) == [
        {
            "period": "2026-W48",
            "due": "2026-11-27",
            "reminders": ["2026-11-26T09:00:00+08:00", "2026-11-27T09:00:00+08:00"],
            "overdue_reminders": ["2026-11-30T09:00:00+08:00", "2026-12-01T09:00:00+08:00"],
            "missed_at": "2026-12-02T00:00:00+08:00",
        },
        {
            "period": "2026-W49",
            "due": "2026-12-04",
            "reminders": ["2026-12-03T09:00:00+08:00", "2026-12-04T09:00:00+08:00"],
            "overdue_reminders": ["2026-12-07T09:00:00+08:00", "2026-12-08T09:00:00+08:00"],
            "missed_at": "2026-12-09T00:00:00+08:00",
        },
    ]


def test_time_ladder_and_zone_can_be_given() -> None:
    result = preview(
        "--every month --due day-20 --from 2026-11-01 --count 1 --at 17:30 --ladder 0,5 "
        "--timezone Europe/Berlin --json"
    )
    (only,) = json.loads(result.stdout)
    assert only["reminders"] == ["2026-11-15T17:30:00+01:00", "2026-11-20T17:30:00+01:00"]
    assert only["missed_at"] == "2026-12-05T00:00:00+01:00"


def test_the_zone_comes_from_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAOPING_TIMEZONE", "Asia/Urumqi")
    result = preview("--every day --due every-day --from 2026-11-23 --count 1 --json")
    assert json.loads(result.stdout)[0]["reminders"] == ["2026-11-23T09:00:00+06:00"]


def test_without_json_it_is_told_in_words() -> None:
    result = preview("--every week --due fri --from 2026-11-23 --count 1")
    assert result.stdout.splitlines() == [
        "2026-W48: due by the end of 2026-11-27 (Fri)",
        "  remind   2026-11-26 09:00 Thu",
        "  remind   2026-11-27 09:00 Fri",
        "  overdue  2026-11-30 09:00 Mon",
        "  overdue  2026-12-01 09:00 Tue",
        "  missed   2026-12-02 00:00 Wed",
    ]


def test_three_periods_are_shown_where_no_number_is_given() -> None:
    result = preview("--every quarter --due last-workday --from 2026-01-01 --json")
    assert [one["period"] for one in json.loads(result.stdout)] == ["2026-Q1", "2026-Q2", "2026-Q3"]


def test_beyond_the_calendars_years_it_warns_beside_the_json() -> None:
    result = preview("--every month --due last-workday --from 2190-01-01 --count 2 --json")
    assert result.exit_code == 0
    assert len(json.loads(result.stdout)) == 2
    assert result.stderr.startswith("From 2190-01 on, dates may still move: holidays are known for 2004 to ")


def test_all_faults_are_told_at_once_and_nothing_is_printed() -> None:
    result = preview(
        "--every week --due day-0 --from 2026-02-30 --count 0 --at 25:00 --ladder -1 --timezone Mars --json"
    )
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.splitlines() == [
        "--due: 'day-0' is not a due rule; for week there are mon, tue, wed, thu, fri, sat, sun.",
        "--from: there is no 2026-02-30 in the calendar.",
        "--at: '25:00' is not a time of day; write it like 09:00, up to 23:59.",
        "--ladder: '-1' is not possible; write whole days before the due date, with commas, like 7,3,1,0.",
        "--timezone: there is no time zone 'Mars'; write it like Asia/Shanghai.",
        "--count: '0' is not possible; it is a whole number from 1 to 5000.",
    ]


@pytest.mark.parametrize("count", ["0", "-3", "5001", "99999999999999999999", "two", "1.5"])
def test_a_number_of_periods_that_cannot_be_shown_is_refused(count: str) -> None:
    result = preview(f"--every year --due last-day --from 2026-01-01 --count {count} --json")
    assert result.exit_code == 2
    assert (
        result.stderr.strip() == f"--count: '{count}' is not possible; it is a whole number from 1 to 5000."
    )


def test_the_most_that_can_be_asked_for_can_be_shown() -> None:
    result = preview("--every year --due last-workday --from 2199-12-31 --count 5000 --json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)[-1]["period"] == "7198"
