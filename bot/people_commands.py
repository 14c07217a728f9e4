"""``hafenbote people``: who may do what, how somebody whose account is in wrong hands is locked out, and erased."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from bot.office import office_of
from bot.opening import open_database, read_settings
from handlers.erasing import erase_person
from handlers.sending import post
from storage.lockout import Known, known, lock_out
from storage.persons import Person

people = typer.Typer(help="Who holds which role; locking somebody out; erasing somebody.", no_args_is_help=True)


@people.command("list")
def list_people() -> None:
    """List everybody with a role: number, name, roles, networks."""
    database = open_database()
    with database.transaction() as session:
        for each in known(session, datetime.now(read_settings().zone).date()):
            typer.echo(_line(each))
    database.close()


@people.command("lock-out")
def lock(number: int) -> None:
    """End all roles, calendars and open invitations of somebody whose phone or account is in wrong hands.

    Nothing more is sent to them. A new invitation lets them in again.
    """
    now, database = datetime.now(UTC), open_database()
    with database.transaction() as session:
        person = session.get(Person, number)
        if person is None:
            typer.echo(f"There is nobody with the number {number}: see `hafenbote people list`.", err=True)
            raise typer.Exit(1)
        done = lock_out(session, person, now, now.astimezone(read_settings().zone).date())
    database.close()
    ended = f"{done.roles} roles, {done.invitations} open invitations, {done.calendars} calendars"
    typer.echo(f"{person.label}: ended {ended}; cancelled {done.messages} messages to {done.accounts} accounts")


@people.command("erase")
def erase(number: int, *, yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
    """Erase somebody as ``löschen`` does in the chat: who asks for it by letter, and again after a restore.

    The service removes the bot's messages from their chats, as far as networks allow, and says so there.
    """
    now, database, office = datetime.now(UTC), open_database(), office_of(read_settings())
    with database.transaction() as session:
        person = session.get(Person, number)
        if person is None or person.erased_at is not None:
            typer.echo(f"There is nobody with the number {number}: see `hafenbote people list`.", err=True)
            raise typer.Exit(1)
        if not yes:
            typer.confirm(f"Erase {person.label}? This cannot be undone", abort=True)
        post(session, office, erase_person(session, office, person, now), now)
    database.close()
    typer.echo(f"{number} is erased")


def _line(each: Known) -> str:
    roles = ", ".join(" ".join(filter(None, (role.role, role.ags, role.land))) for role in each.roles)
    return f"{each.person.id}\t{each.person.label}\t{roles}\t{' '.join(each.networks)}"
