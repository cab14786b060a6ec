"""The daily round over real rows: told once, erased on the day, kept longer, hired; and what a stop breaks off."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, select

from bot.conversation.turn import House
from bot.evidence import FILE_LIMIT
from bot.post import NotNow, Unreachable
from bot.privacy.erasing import erase_subject
from bot.privacy.finishing import finish_erasures
from bot.privacy.keeper import Hands, Keeper
from bot.privacy.rounds import retention_round, to_tell
from bot.screens.screen import Screen
from rubrics.model import ChoiceField
from storage import audit, retaining, subjects, tables
from storage.chain import Whole
from storage.engine import Storage
from storage.errors import Reason, StorageUnavailable
from storage.traces import About
from storage.values import Subject
from tests.privacy.records import FORMS, SECRETS, evaluation_of, hand_in, li, note, say, zhang
from tests.storage.scene import NOW, WANG

BOSS, DEPUTY = 1, 2
DAYS = 180
TOLD = NOW + timedelta(days=173)
DUE = NOW + timedelta(days=180)


def home(days: int = DAYS) -> House:
    return House(FORMS, ZoneInfo("Asia/Shanghai"), "zh", FILE_LIMIT, frozenset({BOSS}), retention_days=days)


@pytest.fixture
def house() -> House:
    return home()


def interviewed(conn: Connection, name: str = "张三", recommendation: str = "推荐") -> Subject:
    """A candidate who was interviewed at NOW."""
    who = subjects.add_subject(conn, kind="candidate", name=name, created_by=WANG, now=NOW)
    evaluation = evaluation_of(conn, who)
    say(conn, evaluation, "@recommendation", recommendation)
    hand_in(conn, evaluation)
    return who


def name_of(storage: Storage, who: Subject) -> str:
    found = storage.run_now(lambda conn: subjects.subject(conn, who.id))
    assert found is not None
    return found.name


async def names_told(storage: Storage, house: House, now: datetime, days: int = DAYS) -> list[str]:
    """Who is to be announced after the round of ``now``; an owner gets it at once."""
    await retention_round(storage, house, days, now)
    found = (await to_tell(storage, house, days)).notices
    storage.run_now(lambda conn: retaining.told(conn, [one.id for one in found], now))
    return [one.name for one in found]


async def test_told_seven_days_before_and_erased_on_the_day(storage: Storage, house: House) -> None:
    who = storage.run_now(interviewed)
    assert await names_told(storage, house, TOLD - timedelta(seconds=1)) == []
    assert await names_told(storage, house, TOLD) == ["张三"]
    assert (await retention_round(storage, house, DAYS, DUE - timedelta(seconds=1))).erased == ()
    done = await retention_round(storage, house, DAYS, DUE)
    assert [one.subject_id for one in done.erased] == [who.id]
    assert name_of(storage, who) == f"已删除 #{who.id}"
    assert done.owners == (BOSS,)


async def test_a_notice_is_one_row_however_often_the_round_runs(storage: Storage, house: House) -> None:
    storage.run_now(interviewed)
    for hours in range(3):
        await retention_round(storage, house, DAYS, TOLD + timedelta(hours=hours))
    rows = storage.run_now(lambda conn: conn.execute(select(tables.retention_notice)).all())
    assert [(row.due_at, row.made_at) for row in rows] == [(DUE, TOLD)]


async def test_after_a_long_stop_owners_still_have_seven_days(storage: Storage, house: House) -> None:
    who = storage.run_now(interviewed)
    late = DUE + timedelta(days=90)
    assert await names_told(storage, house, late) == ["张三"]
    assert (await retention_round(storage, house, DAYS, late + timedelta(days=6))).erased == ()
    assert len((await retention_round(storage, house, DAYS, late + timedelta(days=7))).erased) == 1
    assert name_of(storage, who) == f"已删除 #{who.id}"


async def test_who_is_kept_longer_is_told_of_again_in_time(storage: Storage, house: House) -> None:
    who = storage.run_now(interviewed)
    await names_told(storage, house, TOLD)
    until = TOLD + timedelta(days=180)
    storage.run_now(lambda conn: retaining.keep_longer(conn, who.id, until))
    assert (await retention_round(storage, house, DAYS, until - timedelta(days=8))).erased == ()
    assert name_of(storage, who) == "张三"
    await names_told(storage, house, until - timedelta(days=7))
    assert len((await retention_round(storage, house, DAYS, until)).erased) == 1


async def test_a_new_interview_begins_the_days_anew(storage: Storage, house: House) -> None:
    who = storage.run_now(interviewed)
    await names_told(storage, house, TOLD)
    again = TOLD + timedelta(days=1)
    storage.run_now(
        lambda conn: conn.execute(
            tables.evaluation.update().where(tables.evaluation.c.id == 1).values(updated_at=again)
        )
    )
    assert (await retention_round(storage, house, DAYS, DUE + timedelta(days=30))).erased == ()
    assert name_of(storage, who) == "张三"
    assert storage.run_now(retaining.announced) == []


async def test_who_is_marked_as_hired_stays(storage: Storage, house: House) -> None:
    who = storage.run_now(interviewed)
    await names_told(storage, house, TOLD)
    storage.run_now(lambda conn: retaining.mark_hired(conn, who.id, TOLD))
    much_later = DUE + timedelta(days=999)
    assert (await retention_round(storage, house, DAYS, much_later)).erased == ()
    assert await names_told(storage, house, much_later) == []
    assert name_of(storage, who) == "张三"


@pytest.mark.parametrize(("said", "stays"), [("建议录用", True), ("不予录用", False), ("推荐", False)])
async def test_a_form_that_says_hired_counts(storage: Storage, said: str, stays: bool) -> None:
    form = FORMS["interview"]
    closing = tuple(
        field.model_copy(update={"options": (*field.options, "建议录用", "不予录用")})
        if isinstance(field, ChoiceField) and field.id == "recommendation"
        else field
        for field in form.closing
    )
    house = House(
        {"interview": form.model_copy(update={"closing": closing})},
        ZoneInfo("Asia/Shanghai"), "zh", FILE_LIMIT, frozenset({BOSS}),
    )  # fmt: skip
    who = storage.run_now(lambda conn: interviewed(conn, "张三", said))
    await names_told(storage, house, TOLD)
    await retention_round(storage, house, DAYS, DUE)
    assert (name_of(storage, who) == "张三") is stays


async def test_employees_and_sites_are_never_erased_by_themselves(storage: Storage, house: House) -> None:
    for kind in ("employee", "site"):
        storage.run_now(
            lambda conn, kind=kind: subjects.add_subject(  # type: ignore[misc]  # mypy cannot see the default
                conn, kind=kind, name="李四", created_by=WANG, now=NOW
            )
        )
    assert await names_told(storage, house, DUE + timedelta(days=9999)) == []


async def test_nought_days_keep_everybody(storage: Storage, house: House) -> None:
    storage.run_now(interviewed)
    much_later = DUE + timedelta(days=9999)
    assert (await retention_round(storage, house, 0, much_later)).erased == ()
    assert await names_told(storage, house, much_later, days=0) == []


async def test_hundreds_of_candidates_are_all_looked_at(storage: Storage, house: House) -> None:
    def many(conn: Connection) -> None:
        for place in range(120):
            subjects.add_subject(conn, kind="candidate", name=f"甲{place}", created_by=WANG, now=NOW)

    storage.run_now(many)
    assert len(await names_told(storage, house, TOLD)) == 120
    assert len((await retention_round(storage, house, DAYS, DUE)).erased) == 120


class PostOffice:
    """Keeps what is sent; refuses when told to."""

    def __init__(self) -> None:
        self.sent: list[tuple[int, Screen]] = []
        self.refuses: dict[int, type[Exception]] = {}

    async def send(self, person_id: int, screen: Screen) -> int:
        if person_id in self.refuses:
            raise self.refuses[person_id]
        self.sent.append((person_id, screen))
        return len(self.sent)


class World:
    """A keeper with its clock, its post and what it asked for."""

    def __init__(self, storage: Storage, data: Path) -> None:
        self.now = NOW
        self.post = PostOffice()
        self.stood: list[tuple[int, int]] = []
        self.announced: list[tuple[int, int, About]] = []
        self.swept = 0
        hands = Hands(self._stands, self._announced, self._sweep)
        self.keeper = Keeper(storage, home(), data, self.post, lambda: self.now, hands)

    async def _stands(self, chat_id: int, message_id: int) -> None:
        self.stood.append((chat_id, message_id))

    async def _announced(self, chat_id: int, message_id: int, about: About) -> None:
        self.announced.append((chat_id, message_id, about))

    async def _sweep(self) -> None:
        self.swept += 1

    async def at(self, now: datetime) -> None:
        self.now = now
        await self.keeper.tick()
        await self.keeper.close()


@pytest.fixture
def world(storage: Storage, tmp_path: Path) -> World:
    return World(storage, tmp_path / "data")


async def test_owners_get_one_message_with_a_button_to_keep(storage: Storage, world: World) -> None:
    storage.run_now(interviewed)
    await world.at(TOLD)
    await world.at(TOLD + timedelta(minutes=1))
    ((owner, screen),) = world.post.sent
    assert owner == BOSS
    assert "张三" in screen.text
    assert "2027-05-22" in screen.text  # 2026-11-23 and 180 days: 7, 31, 31, 28, 31, 30, and 22 of May
    assert [button.label for button in screen.rows[0]] == ["1. 再保留180天", "1. 已录用"]
    assert world.stood == [(BOSS, 1)]
    await world.at(TOLD + timedelta(days=1))
    assert len(world.post.sent) == 1


async def test_what_no_owner_got_is_sent_again_half_a_minute_later(storage: Storage, world: World) -> None:
    storage.run_now(interviewed)
    world.post.refuses = {BOSS: NotNow}
    await world.at(TOLD)
    assert storage.run_now(retaining.untold)
    world.post.refuses = {}
    await world.at(TOLD + timedelta(seconds=29))
    assert world.post.sent == []
    await world.at(TOLD + timedelta(seconds=30))
    assert len(world.post.sent) == 1
    assert storage.run_now(retaining.untold) == []


async def test_nobody_is_erased_whom_no_owner_was_told_of(storage: Storage, world: World) -> None:
    who = storage.run_now(interviewed)
    world.post.refuses = {BOSS: Unreachable}
    for days in range(173, 200):
        await world.at(NOW + timedelta(days=days))
    assert name_of(storage, who) == "张三"


async def test_seven_days_begin_when_the_first_owner_was_told(storage: Storage, world: World) -> None:
    who = storage.run_now(interviewed)
    world.post.refuses = {BOSS: NotNow}
    await world.at(TOLD)
    world.post.refuses = {}
    await world.at(DUE - timedelta(days=1))  # told on day 179
    assert "2027-05-28" in world.post.sent[0][1].text  # 22 May was day 180; seven days from 21 May
    await world.at(DUE + timedelta(days=5))
    assert name_of(storage, who) == "张三"
    await world.at(DUE + timedelta(days=6))
    assert name_of(storage, who) == f"已删除 #{who.id}"


async def test_an_owner_out_of_reach_does_not_keep_it_from_the_other(storage: Storage, world: World) -> None:
    def deputy(conn: Connection) -> None:
        conn.execute(tables.person.insert().values(id=DEPUTY, name="副手", created_at=NOW))
        conn.execute(
            tables.membership.insert().values(person_id=DEPUTY, role="owner", granted_by=BOSS, granted_at=NOW)
        )

    storage.run_now(deputy)
    storage.run_now(interviewed)
    world.post.refuses = {BOSS: Unreachable}
    await world.at(TOLD)
    assert [owner for owner, _ in world.post.sent] == [DEPUTY]


async def test_at_night_nobody_is_written_to(storage: Storage, world: World) -> None:
    storage.run_now(interviewed)
    night = datetime(2027, 5, 16, 23, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    await world.at(night)
    assert world.post.sent == []
    await world.at(night + timedelta(hours=9))
    assert len(world.post.sent) == 1


async def test_owners_are_told_who_was_erased_without_a_name(storage: Storage, world: World) -> None:
    who = storage.run_now(interviewed)
    await world.at(TOLD)
    await world.at(DUE)
    assert world.post.sent[-1][1].text == f"🗑 1 名候选人已按通知删除：已删除 #{who.id}"
    assert storage.run_now(lambda conn: conn.execute(select(tables.erasure.c.asked_by)).scalar()) == 0


def evidence(data: Path, number: int) -> Path:
    folder = data / "evidence" / "0000"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{number}.pdf"
    path.write_bytes("简历：张小凤".encode())
    return path


def erase_her(conn: Connection, her: Subject) -> None:
    assert erase_subject(conn, home(), her.id, asked_by=BOSS, because="request", now=NOW)


async def test_files_go_after_the_commit_and_are_not_forgotten_by_a_stop(
    storage: Storage, world: World, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    her = storage.run_now(zhang)
    his = evidence(data, storage.run_now(_li_with_a_file))
    hers = evidence(data, 1)
    begun = hers.with_suffix(".part")
    begun.write_bytes(b"x")
    storage.run_now(lambda conn: erase_her(conn, her))
    assert hers.exists()  # killed here: nothing but the row knows
    await world.at(NOW)  # and started again
    assert not hers.exists()
    assert not begun.exists()
    assert his.exists()
    assert storage.run_now(lambda conn: conn.execute(select(tables.erasure.c.finished_at)).scalar()) == NOW


def _li_with_a_file(conn: Connection) -> int:
    _, evaluation = li(conn)
    return note(conn, evaluation, "", 99, "李")


def test_a_file_that_cannot_be_removed_now_is_removed_later(
    storage: Storage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    her = storage.run_now(zhang)
    hers = evidence(tmp_path, 1)
    storage.run_now(lambda conn: erase_her(conn, her))
    with monkeypatch.context() as broken:
        broken.setattr(Path, "unlink", _refuses)
        assert not finish_erasures(storage, tmp_path, lambda: NOW)
    assert hers.exists()
    assert finish_erasures(storage, tmp_path, lambda: NOW)
    assert not hers.exists()


def _refuses(_path: Path, missing_ok: bool = False) -> None:
    raise PermissionError


def test_no_file_of_the_data_directory_holds_a_word_of_hers(
    storage: Storage, path: Path, tmp_path: Path
) -> None:
    """Not the database, not its write-ahead log, not freed space in either, not the evidence."""
    her = storage.run_now(zhang)
    storage.run_now(li)
    for place in range(40):  # pages are split and cells move while others work on
        storage.run_now(lambda conn, n=place: interviewed(conn, f"别人{n}"))  # type: ignore[misc]  # as above
    evidence(tmp_path, 1)
    assert [s for s in SECRETS if s.encode() in _bytes(tmp_path)] == list(SECRETS)
    storage.run_now(lambda conn: erase_her(conn, her))
    assert finish_erasures(storage, tmp_path, lambda: NOW)
    left = _bytes(tmp_path)
    assert [s for s in SECRETS if s.encode() in left] == []
    assert "别人39".encode() in left
    assert isinstance(audit.verify(storage), Whole)
    assert path.exists()


def _bytes(directory: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(directory.rglob("*")) if file.is_file())


async def test_a_database_that_cannot_be_read_now_puts_the_round_off(
    storage: Storage, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage.run_now(interviewed)

    def broken(_storage: Storage, _data: Path, _clock: object) -> bool:
        raise StorageUnavailable(Reason.UNREACHABLE, "no")

    with monkeypatch.context() as trouble:
        trouble.setattr("bot.privacy.keeper.finish_erasures", broken)
        await world.at(TOLD)
    assert len(world.post.sent) == 1
