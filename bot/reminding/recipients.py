"""To whom something may still be told: by the roles they have at that moment, not when it was wanted."""

from __future__ import annotations

from collections.abc import Callable, Collection

from sqlalchemy import Connection

from bot.access import Action, Standing
from bot.conversation.turn import House
from storage import memberships
from storage.occurrences import KeptOccurrence
from storage.opening import known_with_roles
from storage.values import Person


class Recipients:
    """What people are at this moment, each looked up once."""

    def __init__(self, conn: Connection, house: House, ids: Collection[int] = ()) -> None:
        """Know these people from the start, looked up together."""
        self._conn = conn
        self.house = house
        self._standings: dict[int, Standing] = {}
        self.people: dict[int, Person] = {}
        self._look_up(ids)

    def standing(self, person_id: int) -> Standing:
        """What somebody is here; somebody who never came in is nobody, but for an owner named in the settings."""
        if person_id not in self._standings:
            self._look_up([person_id])
        return self._standings[person_id]

    def rates(self, person_id: int) -> bool:
        """Whether somebody may rate at all: who may not is not reminded."""
        return self.standing(person_id).may_ever(Action.EVALUATE)

    def watches(self, person_id: int, one: KeptOccurrence) -> bool:
        """Whether somebody may watch over an occurrence."""
        return self.standing(person_id).may(Action.BOARD, person_id=one.supervisor_id, unit_id=one.unit_id)

    def watchers(self, unit_id: int | None) -> list[int]:
        """Who watches over a unit's work in place of somebody who may not any more."""
        return self.stand_ins(unit_id, lambda one: one.may(Action.BOARD, unit_id=unit_id))

    def stand_ins(
        self, unit_id: int | None, may: Callable[[Standing], bool], besides: int | None = None
    ) -> list[int]:
        """Who sees to a unit's things in place of somebody: its supervisors who ``may``, else the owners who may."""
        of_unit = memberships.in_unit(self._conn, unit_id) if unit_id is not None else []
        supervisors = [one.person_id for one in of_unit if one.role == "supervisor"]
        owners = [one.person_id for one in memberships.owners(self._conn)]
        for group in (supervisors, [*owners, *sorted(self.house.owners)]):
            found = [
                one
                for one in dict.fromkeys(group)
                if one != besides and may(self.standing(one)) and one in self.people
            ]
            if found:
                return found
        return []

    def _look_up(self, ids: Collection[int]) -> None:
        wanted = {one for one in ids if one > 0} - self._standings.keys()
        found = known_with_roles(self._conn, wanted) if wanted else {}
        for id in ids:
            person, roles = found.get(id, (None, ()))
            if person is not None:
                self.people[id] = person
                self._standings[id] = self.house.standing(person, roles)
            else:
                self._standings.setdefault(id, Standing(id, owner=id in self.house.owners))
