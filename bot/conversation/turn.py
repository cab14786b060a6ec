"""One turn: what is loaded for it, what it changes, and what it leaves to be shown.

A turn runs inside one transaction, on a connection it is given; it sends nothing. What it wants shown is an
:class:`Outcome`, acted on only after the commit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.access import NEVER_ABOUT_ONESELF, Action, Standing, about_oneself_words, refused_words, standing_of
from bot.conversation.errand import Errand
from bot.conversation.incoming import Sender
from bot.rating import Rating, dump_json
from bot.screens.screen import Screen
from bot.texts import Texts, language_of, texts
from rubrics.library import digest, form_from_json, form_to_json
from rubrics.model import Form
from storage import answers as answer_rows
from storage import audit, chats, evaluations, feedback, forms, holding, notes, people, subjects, traces
from storage.invitations import Secret
from storage.traces import About
from storage.values import Chat, Evaluation, Person, StoredAnswer, Subject

_HANDED_IN = {"submitted", "amended"}


class Stale(Exception):
    """The evaluation moved on meanwhile (another tap, another process): show it as it is now."""


@dataclass(eq=False)
class House:
    """What all turns share: the forms, the time zone, the default language, the size limit of copied files.

    ``owners`` are those named in the settings; ``bot_name`` is the bot's username, for links into
    it: known once Telegram was reached. ``retention_days`` is how long candidates who were not hired are kept,
    0 for ever.
    """

    forms: Mapping[str, Form]
    zone: ZoneInfo
    language: str
    file_limit: int
    owners: frozenset[int] = frozenset()
    bot_name: str = ""
    retention_days: int = 180
    _snapshots: dict[str, Form] = field(default_factory=dict)

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """The digest of every form, by form id."""
        return {form.id: digest(form) for form in self.forms.values()}

    @cached_property
    def by_digest(self) -> Mapping[str, Form]:
        """The forms by digest."""
        return {self.digests[form.id]: form for form in self.forms.values()}

    def standing(self, person: Person, roles: Iterable[tuple[str, int | None]]) -> Standing:
        """What a person is here, from the roles stored of them."""
        return standing_of(person.id, roles, self.owners, suspended=person.suspended_at is not None)

    def snapshot(self, conn: Connection, wanted: str) -> Form:
        """The form as it was when an evaluation began."""
        form = self.by_digest.get(wanted) or self._snapshots.get(wanted)
        if form is None:
            body = forms.form_body(conn, wanted)
            if body is None:
                raise LookupError(f"form {wanted} is not stored")
            form = self._snapshots[wanted] = form_from_json(body)
        return form


@dataclass(frozen=True, slots=True)
class Outcome:
    """What to do once the turn is committed.

    ``card`` is the message to edit (``None``: one below ``newest``, the person's newest message; a new one where
    there is none); ``gone`` are messages of ours to take away;
    ``stays``: the screen is a result, which is left in the chat when something else is shown;
    ``toast`` answers the tap ``query_id``; ``copy_files``: there are files to copy to the data directory;
    ``commands``: the list of commands that Telegram shows is to be another;
    ``errands`` are what is wanted besides; ``say`` is one sentence that is no card; ``asides`` are other messages
    of ours (id) to draw anew; ``lost`` is the sentence in place of a screen that cannot be drawn.
    """

    chat_id: int
    screen: Screen | None = None
    card: int | None = None
    gone: tuple[int, ...] = ()
    newest: int = 0
    stays: bool = False
    query_id: str | None = None
    toast: str = ""
    copy_files: bool = False
    commands: bool = False
    errands: tuple[Errand, ...] = ()
    say: str = ""
    asides: tuple[tuple[int, Screen], ...] = ()
    lost: str = ""


@dataclass
class Turn:
    """The working state of one turn."""

    conn: Connection
    house: House
    sender: Sender
    person: Person
    chat: Chat
    now: datetime
    standing: Standing
    notice: str | None = None
    toast: str = ""
    copy_files: bool = False
    errands: list[Errand] = field(default_factory=list)
    asides: list[tuple[int, Screen]] = field(default_factory=list)
    tapped: int | None = None
    """The message under which a button was pressed."""
    wrote: int | None = None
    """The message that the sender wrote."""
    page: int = 0
    """Which page of a very long list is shown in this turn; drawn anew later, it is the first again."""
    token: Secret | None = None
    """That of an invitation made in this very turn: shown once, kept nowhere."""
    _loaded: Rating | None = None

    @cached_property
    def t(self) -> Texts:
        """The interface in the person's language."""
        return texts(language_of(self.person.language, self.sender.language, self.house.language))

    @property
    def today(self) -> date:
        """The local day."""
        return self.now.astimezone(self.house.zone).date()

    @property
    def stays(self) -> bool:
        """Whether the chat shows what is to stay there: a result just handed in, an invitation just made."""
        return self.chat.evaluation_id is None and self.chat.view.startswith(("final:", "invited:"))

    def rating(self) -> Rating | None:
        """The evaluation whose card is live in this chat, or ``None``."""
        if self._loaded is None and self.chat.evaluation_id is not None:
            self._loaded = self.load(self.chat.evaluation_id)
        return self._loaded

    def begin_with(self, evaluation: Evaluation, subject: Subject | None) -> None:
        """Take the evaluation that is live in this chat as it was found together with the chat."""
        self._loaded = self._rating(evaluation, subject)

    def load(self, evaluation_id: int) -> Rating | None:
        """An evaluation with all that is stored of it: the sender's own, or one handed in that they may see.

        ``None`` for anything else.
        """
        evaluation = evaluations.evaluation(self.conn, evaluation_id)
        if evaluation is None:
            return None
        own = evaluation.evaluator_id == self.sender.id
        if not (own or (evaluation.status in _HANDED_IN and self.may_on(Action.SEE, evaluation))):
            return None
        return self.rating_of(evaluation)

    def may_on(self, action: Action, evaluation: Evaluation) -> bool:
        """Whether the sender may do this to an evaluation: by whose it is, of which unit, and about whom."""
        there = self.standing.may(action, person_id=evaluation.evaluator_id, unit_id=evaluation.unit_id)
        return there and not (action in NEVER_ABOUT_ONESELF and self.is_about_sender(evaluation))

    def is_about_sender(self, evaluation: Evaluation) -> bool:
        """Whether the sender is who is assessed: it, or another result of the same subject, is released to them."""
        return feedback.is_about(self.conn, evaluation.id, evaluation.subject_id, self.sender.id)

    def refuse(self, evaluation: Evaluation | None = None) -> None:
        """Tell the sender that their role does not give what they wanted, or that the evaluation is about them."""
        about_oneself = evaluation is not None and self.is_about_sender(evaluation)
        self.toast = self.notice = about_oneself_words(self.t) if about_oneself else refused_words(self.t)

    def knows(self, subject: Subject) -> bool:
        """Whether the sender may rate a subject by picking it: of their units, of no unit by themselves, or rated."""
        standing = self.standing
        return subject.erased_at is None and (
            standing.scope(Action.SEE).everything
            or subject.created_by == self.sender.id
            or subject.unit_id in standing.supervises | standing.rates_in
            or evaluations.has_rated(self.conn, self.sender.id, subject.id)
        )

    def namesakes(self, kind: str, name: str) -> list[Subject]:
        """Subjects of a kind with this name that the sender may pick, the one used last first."""
        return [one for one in subjects.same_name(self.conn, kind, name) if self.knows(one)]

    def rating_of(self, evaluation: Evaluation) -> Rating:
        """All that is stored of an evaluation."""
        subject = subjects.subject(self.conn, evaluation.subject_id) if evaluation.subject_id else None
        return self._rating(evaluation, subject)

    def _rating(self, evaluation: Evaluation, subject: Subject | None) -> Rating:
        return Rating(
            form=self.house.snapshot(self.conn, evaluation.form_digest),
            evaluation=evaluation,
            subject=subject,
            log=tuple(answer_rows.answers(self.conn, evaluation.id)),
            notes=tuple(notes.notes(self.conn, evaluation.id)),
        )

    def begin(self, form: Form) -> None:
        """Open a new evaluation of a form; its card becomes the live one."""
        evaluations.drop_empty_drafts(self.conn, self.sender.id)
        wanted = self.house.digests[form.id]
        forms.keep_form(self.conn, wanted, form.id, form.title, form_to_json(form), self.now)
        evaluation = evaluations.begin(
            self.conn,
            form_digest=wanted,
            form_id=form.id,
            form_title=form.title,
            evaluator_id=self.sender.id,
            view="subject",
            unit_id=self.standing.home,
            now=self.now,
        )
        self.open(evaluation)

    def open(self, evaluation: Evaluation) -> None:
        """Make an evaluation the live one of this chat."""
        self.leave_result()
        self.chat = replace(self.chat, evaluation_id=evaluation.id, view="")
        self._loaded = self.rating_of(evaluation)

    def show(self, view: str) -> None:
        """Show something that is not an open evaluation (menu, drafts, …); an open one stays a draft."""
        if view != self.chat.view:
            self.leave_result()
        self._record_look(view)
        self.chat = replace(self.chat, evaluation_id=None, view=view)
        self._loaded = None

    def leave_result(self) -> None:
        """A card that stays is left in the chat: whatever comes next is a new message below it."""
        if not self.stays:
            return
        view, _, argument = self.chat.view.partition(":")
        card = self.chat.card_message_id
        if view == "final" and card is not None:
            about = About(evaluations=(int(argument),))
            traces.leave(self.conn, self.chat.chat_id, card, "card", about, self.now)
        self.chat = replace(self.chat, card_message_id=None)

    def redraw(self, chat_id: int) -> None:
        """Have the card of somebody else's chat drawn anew: what it shows is not so any more, or not theirs to see.

        The sender's own is drawn by this turn.
        """
        if chat_id == self.sender.id:
            return
        chats.want_redrawn(self.conn, [chat_id], self.now)
        self.errands.append(Errand("redraw"))

    def told_of(self, about: About) -> None:
        """Remember that what the sender wrote just now tells of somebody, so that erasing them reaches it, too."""
        if self.wrote is not None:
            traces.leave(self.conn, self.chat.chat_id, self.wrote, "theirs", about, self.now)

    def told_of_name(self, name: str) -> None:
        """The same of a name that was looked for, whoever has it."""
        if self.wrote is not None and name.strip():
            self.told_of(About(subjects=tuple(one.id for one in holding.namesakes(self.conn, name))))

    def move(self, rating: Rating, view: str, cursor: str | None = None) -> Rating:
        """Move an evaluation on by one revision.

        :raises Stale: if it is no longer at the revision that was loaded.
        """
        moved = evaluations.move(
            self.conn,
            rating.evaluation,
            view=view,
            cursor=cursor or rating.evaluation.cursor,
            now=self.now,
        )
        if moved is None:
            raise Stale
        self._loaded = replace(rating, evaluation=moved)
        return self._loaded

    def keep(
        self, rating: Rating, item: str, value: object, undoes: int | None = None, *, brought: bool = False
    ) -> Rating:
        """Add one value (``None`` clears) to the answer log, under the revision the evaluation stands at.

        ``brought``: the sender did not enter it, it was known before.
        """
        revision = answer_rows.CARRIED_OVER if brought else rating.evaluation.revision
        stored = None if value is None else dump_json(value)
        row = answer_rows.add_answer(
            self.conn,
            evaluation_id=rating.evaluation.id,
            item=item,
            value_json=stored,
            revision=revision,
            by=self.sender.id,
            now=self.now,
            undoes=undoes,
        )
        kept = StoredAnswer(
            id=row,
            evaluation_id=rating.evaluation.id,
            item=item,
            value=stored,
            revision=revision,
            undoes=undoes,
            by=self.sender.id,
            at=self.now,
        )
        self._loaded = replace(rating, log=(*rating.log, kept))
        return self._loaded

    def renotice(self, rating: Rating) -> None:
        """Read the notes again after one was added, changed or removed."""
        self._loaded = self.rating_of(rating.evaluation)

    def record(
        self, action: audit.Action, kind: str, id: int, **details: str | int | bool | None
    ) -> audit.Entry:
        """Put what the sender did into the audit trail: ids and figures, nobody's names or words."""
        return audit.record(
            self.conn,
            actor=self.sender.id,
            action=action,
            object_kind=kind,
            object_id=id,
            details=details,
            now=self.now,
        )

    def _record_look(self, view: str) -> None:
        """Each look at what was handed in is for the audit trail. What was searched for can be a name."""
        kind, _, argument = view.partition(":")
        if kind == "history":
            page, _, query = argument.partition(":")
            self.record(audit.Action.SAW, "history", self.sender.id, page=int(page) + 1, searched=bool(query))
        elif kind in {"result", "sources"}:
            self.record(audit.Action.SAW, "evaluation", int(argument), view=kind)

    def forget_language(self) -> None:
        """Read the person again, so that the next text is in the language just chosen."""
        self.person = people.person(self.conn, self.sender.id) or self.person
        self.__dict__.pop("t", None)
