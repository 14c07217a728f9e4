"""The Matrix network on a real Synapse, with people who use a real client of their own."""

from __future__ import annotations

import asyncio
import contextlib
import json
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from nio import Api
from vodozemac import Ed25519PublicKey, Ed25519Signature

from bot import downloads
from bot.demo.person import MatrixPerson
from bot.demo.synapse import SERVER_NAME, Synapse
from bot.demo.telegram_double.pictures import PIXEL
from bot.demo.voter import RESPONSE, MatrixVoter
from bot.matrix.network import MatrixNetwork
from bot.networks import Failure, FileUnavailableError, Sent
from bot.painting import Painter
from handlers.charts import Chart, ChartKind, to_paint
from handlers.messages import FileProblem, Incoming, IncomingFile, Kind
from storage.outbox import FailureKind
from tests.bot.doubles import eventually
from tests.bot.matrix.matrix_stage import PASSWORD, Inbox, Stage, row, sent

pytestmark = pytest.mark.synapse


class VerifyKey:
    """A public key, used as another client would use it."""

    def __init__(self, keys: dict[str, str]) -> None:
        [(self._name, public)] = keys.items()
        self._key = Ed25519PublicKey.from_base64(public)

    def has_signed(self, value: dict[str, Any], user: str) -> bool:
        """Check the signature of JSON; raises if it is wrong."""
        signature = Ed25519Signature.from_base64(value["signatures"][user][self._name])
        bare = {key: part for key, part in value.items() if key not in {"signatures", "unsigned"}}
        self._key.verify_signature(Api.to_canonical_json(bare).encode(), signature)
        return True


async def test_talks_with_a_person_in_an_encrypted_direct_room(stage: Stage) -> None:
    """What each of them says arrives decrypted, as a direct message, with the names people see."""
    inbox = Inbox()
    async with stage.working(inbox) as network, stage.person("bielefeld") as person:
        room = await person.open_direct()
        said = await person.say("zusage")
        event = await inbox.next()
        assert event == Incoming(
            network="matrix",
            event_id=said,
            account=person.user,
            chat=room,
            direct=True,
            text="zusage",
            sender_name="Ansprechperson Bielefeld",
        )
        external_id = sent(await network.send(row(room, "Wie viele **Plätze**?", choices=[["Zehn", "10"]])))
        answer = await person.next_message()
        assert answer.encrypted
        assert answer.event_id == external_id
        assert answer.body == "Wie viele Plätze?\n\n1. Zehn"
        assert answer.html == "Wie viele <strong>Plätze</strong>?<ol><li>Zehn</li></ol>"
        assert network.fault() == ""


async def test_hears_what_was_written_before_it_joined(stage: Stage) -> None:
    """People write right after inviting; the bot may be down at that moment and still hears all of it, once."""
    inbox = Inbox()
    async with stage.working(inbox):
        await inbox.until(lambda _: inbox.cursor)
    async with stage.person("rottenburg") as person:
        await person.open_direct()
        for word in ("hallo", "zusage", "10"):
            await person.say(word)
        async with stage.working(inbox):
            await inbox.next(text="10")
            await person.sees_joined(stage.bot)
            await person.say("danke")
            await inbox.next(text="danke")
    assert [event.text for event in inbox.events] == ["hallo", "zusage", "10", "danke"]


async def test_does_not_hear_what_a_group_said_before_the_invitation(stage: Stage) -> None:
    """A room's history is not meant for us, even where it is open to new members."""
    inbox = Inbox()
    async with stage.working(inbox), stage.person("potsdam") as person:
        await inbox.until(lambda _: inbox.cursor)
        await person.open_group("Sprecher*innen", [])
        await person.say("unter uns")
        await person.invite(stage.bot)
        await person.say("Hafenbote, status")
        event = await inbox.next()
        assert (event.text, event.addressed) == ("Hafenbote, status", True)
        assert [one.text for one in inbox.events] == ["Hafenbote, status"]


async def test_hears_that_it_was_thrown_out_and_let_in_again(stage: Stage) -> None:
    """Joining a room, being thrown out of it, also while the bot is down, and being invited again are told."""
    inbox = Inbox()
    async with stage.person("potsdam") as person:
        async with stage.working(inbox):
            await inbox.until(lambda _: inbox.cursor)
            room = await person.open_group("Sprecher*innen", [stage.bot])
            await eventually(lambda: inbox.standings == [(Kind.ADMITTED, room)])
            await person.throw_out(stage.bot)
            await eventually(lambda: inbox.standings[1:] == [(Kind.REMOVED, room)])
            await person.invite(stage.bot)
            await eventually(lambda: inbox.standings[2:] == [(Kind.ADMITTED, room)])
        await person.throw_out(stage.bot)
        async with stage.working(inbox):
            await eventually(lambda: len(inbox.standings) > 3)
    assert inbox.standings[3:] == [(Kind.REMOVED, room)]


async def test_works_in_a_group_room(stage: Stage) -> None:
    """In a group, the bot knows that it is one, and who speaks to it."""
    inbox = Inbox()
    async with stage.working(inbox) as network, stage.person("berlin") as one, stage.person("kiel") as other:
        room = await one.open_group("Sprecher*innen", [stage.bot, other.user], encrypted=True)
        await one.sees_joined(stage.bot)
        await one.sees_joined(other.user)
        await one.say("Guten Morgen zusammen")
        assert (await inbox.next()).addressed is False
        sent(await network.send(row(room, "Erinnerung: Termin morgen")))
        first = await one.next_message()
        second = await other.next_message()
        assert first == second
        assert not first.undecryptable
        reply = {"m.relates_to": {"m.in_reply_to": {"event_id": first.event_id}}}
        await one.say("Danke!", **reply)  # type: ignore[arg-type]
        event = await inbox.next(text="Danke!")
        assert (event.direct, event.addressed) == (False, True)


async def test_same_event_has_the_same_id_after_a_crash(stage: Stage) -> None:
    """A crash before the commit: the event comes again, under the id the inbox knows it by."""
    inbox = Inbox()
    async with stage.working(inbox), stage.person("bielefeld") as person:
        await person.open_direct()
        await person.say("hallo")
        await inbox.next()
        before = inbox.cursor
        await person.say("zusage")
        await inbox.next(text="zusage")
    first, inbox.cursor = inbox.events[-1], before
    again = Inbox(cursor=before)
    async with stage.working(again):
        assert await again.next(text="zusage") == first


async def test_event_comes_again_when_it_could_not_be_committed(stage: Stage) -> None:
    """As long as the database is away, the bot stands still and loses nothing."""
    inbox = Inbox(broken=2)
    async with stage.working(inbox), stage.person("bielefeld") as person:
        await person.open_direct()
        await person.say("hallo")
        assert (await inbox.next()).text == "hallo"
        assert inbox.broken == 0


async def test_sending_a_row_again_shows_one_message(stage: Stage) -> None:
    """After a crash nobody knows whether a row was sent; sending it again is invisible."""
    inbox = Inbox()
    async with stage.working(inbox) as network, stage.person("bielefeld") as person:
        room = await person.open_direct()
        await person.say("hallo")
        await inbox.next()
        message = row(room, "Nur einmal")
        assert sent(await network.send(message)) == sent(await network.send(message))
        sent(await network.send(row(room, "Danach")))
        assert [(await person.next_message()).body for _ in range(2)] == ["Nur einmal", "Danach"]


async def test_goes_on_after_a_restart_with_its_keys(stage: Stage) -> None:
    """A new process with the same store is the same device: it reads what was said meanwhile, and can send.

    What lies in the store, also while it is in use, is for the bot's eyes only.
    """
    inbox, store = Inbox(), stage.directory / "bot"
    async with stage.person("bielefeld") as person:
        async with stage.working(inbox):
            room = await person.open_direct()
            await person.say("hallo")
            await inbox.next(text="hallo")
        await person.say("während der Wartung")
        for path in store.iterdir():  # as after somebody copied the folder
            path.chmod(0o644)
        async with stage.working(inbox, password=None) as network:
            assert (await inbox.next(text="während der Wartung")).kind is Kind.TEXT
            sent(await network.send(row(room, "Wieder da")))
            assert (await person.next_message()).body == "Wieder da"
            open_files = {path.name: path.stat().st_mode & 0o777 for path in store.iterdir()}
        assert len((await person.devices_of(stage.bot))["device_keys"][stage.bot]) == 1
    assert [event.text for event in inbox.events] == ["hallo", "während der Wartung"]
    assert open_files.keys() >= {"keys.db", "keys.db-wal", "keys.db-shm", "session.json", "store.key", "key-backup.txt"}
    assert {*open_files.values(), *(path.stat().st_mode & 0o777 for path in store.iterdir())} == {0o600}
    assert store.stat().st_mode & 0o777 == 0o700


async def test_first_start_ever_leaves_the_past_alone(stage: Stage) -> None:
    """Without a cursor, nobody knows what has been answered: the bot begins with what is said from now on."""
    async with stage.person("bielefeld") as person:
        # Somebody used the account by hand before it became a bot's.
        url, store = stage.synapse.base_url, stage.directory / "by hand"
        async with MatrixPerson(url, stage.bot, PASSWORD, bot=person.user, store=store) as predecessor:
            await person.open_direct()
            await person.say("vor langer Zeit")
            await predecessor.next_message()
        async with stage.working(inbox := Inbox()):
            await inbox.until(lambda _: inbox.cursor)
            await asyncio.sleep(0.3)
            await person.say("heute")
            await inbox.next()
    assert [event.text for event in inbox.events] == ["heute"]


async def test_survives_a_restart_of_the_homeserver(stage: Stage) -> None:
    """While the homeserver is away, a send is unreachable and the loop waits; then both go on."""
    inbox = Inbox()
    async with stage.working(inbox) as network, stage.person("bielefeld") as person:
        room = await person.open_direct()
        await person.say("hallo")
        await inbox.next(text="hallo")
        await stage.synapse.stop(abruptly=True)
        outcome = await network.send(row(room, "Hört mich jemand?"))
        assert isinstance(outcome, Failure)
        assert outcome.kind is FailureKind.UNREACHABLE
        await stage.synapse.start()
        await person.say("wieder da")
        await inbox.next(text="wieder da")
        sent(await network.send(row(room, "Ja")))
        assert (await person.next_message()).body == "Ja"


async def test_starts_while_the_homeserver_is_down(stage: Stage) -> None:
    """The bot tells operators what is wrong, waits, and starts working when the homeserver is there."""
    inbox = Inbox()
    await stage.synapse.stop()
    async with stage.working(inbox) as network:
        await asyncio.sleep(0.5)
        assert network.fault().startswith("not logged in: Client")
        await stage.synapse.start()
        await inbox.until(lambda _: inbox.cursor)
        assert network.fault() == ""


async def test_says_that_its_password_is_wrong(stage: Stage) -> None:
    """A wrong password is a fault for operators, not a reason to fall over."""
    async with stage.working(Inbox(), password="falsch") as network:
        await eventually(lambda: "M_FORBIDDEN" in network.fault())


async def test_declines_invitations_of_strangers(stage: Stage) -> None:
    """Neither from a trusted server nor known: the invitation is declined without a word."""
    inbox = Inbox()
    async with stage.working(inbox, allowed_servers=frozenset()), stage.person("fremd") as stranger:
        await inbox.until(lambda _: inbox.cursor)
        await stranger.open_direct()
        await stranger.say("hallo?")
        await eventually(lambda: stranger.membership(stage.bot) == "leave")
        assert inbox.events == []


async def test_takes_invitations_of_people_it_knows(stage: Stage) -> None:
    """From a server nobody listed, but the account belongs to a contact."""
    inbox, asked = Inbox(), list[str]()

    def known(account: str) -> bool:
        asked.append(account)
        return True

    async with stage.working(inbox, known=known, allowed_servers=frozenset()), stage.person("kiel") as person:
        await person.open_direct()
        await person.say("hallo")
        await inbox.next()
        assert asked == [person.user]


async def test_encrypts_a_direct_room_its_owner_left_open(stage: Stage) -> None:
    """What is said in a direct room is nobody else's business; the bot's first answer is encrypted already."""
    inbox = Inbox()
    async with stage.working(inbox) as network, stage.person("bielefeld") as person:
        room = await person.open_direct(encrypted=False)
        await person.say("hallo")
        await inbox.next()
        sent(await network.send(row(room, "Moin")))
        assert (await person.next_message()).encrypted
        await person.say("jetzt vertraulich")
        assert (await inbox.next(text="jetzt vertraulich")).kind is Kind.TEXT


async def test_reads_edits_reactions_and_files(stage: Stage) -> None:
    """Everything people do in an encrypted room arrives as what it is."""
    inbox = Inbox()
    async with stage.working(inbox) as network, stage.person("bielefeld") as person:
        room = await person.open_direct()
        said = await person.say("10 Plätze")
        await inbox.next()
        question = sent(await network.send(row(room, "Stimmt das?")))
        await person.next_message()
        await person.edit("12 Plätze")
        await person.react("👍")
        await person.send_image()
        await person.send_sticker()
        await person.send_voice()
        await person.send_file()
        await inbox.next(Kind.FILE)
    told = [(event.kind, event.text, event.refers_to) for event in inbox.events]
    assert told == [
        (Kind.TEXT, "10 Plätze", ""),
        (Kind.EDIT, "12 Plätze", said),
        (Kind.REACTION, "👍", question),
        (Kind.IMAGE, "", ""),
        (Kind.STICKER, "", ""),
        (Kind.VOICE, "", ""),
        (Kind.FILE, "", ""),
    ]


@pytest.mark.parametrize("encrypted", [True, False], ids=["in an encrypted room", "in an open room"])
async def test_fetches_a_file_somebody_sent(stage: Stage, *, encrypted: bool) -> None:
    """What somebody sent is what we get, decrypted where the room is encrypted."""
    inbox = Inbox()
    async with stage.working(inbox) as network, stage.person("bielefeld") as person:
        await inbox.until(lambda _: inbox.cursor)
        await person.open_group("Verwaltung", [stage.bot], encrypted=encrypted)
        await person.sees_joined(stage.bot)
        await person.send_file()
        file = (await inbox.next(Kind.FILE)).file
        assert file is not None
        assert (file.name, file.media_type, file.size) == ("beschluss.pdf", "application/pdf", len(PIXEL))
        assert ('"key"' in file.reference) == encrypted
        assert await network.fetch(file) == PIXEL


SEALED = {"key": {"k": "A" * 43}, "iv": "AAAAAAAAAAAAAAAAAAAAAA", "hashes": {"sha256": "AAAA"}}


@pytest.mark.parametrize(
    ("where", "problem"),
    [
        pytest.param({"url": f"mxc://{SERVER_NAME}/erfunden"}, FileProblem.GONE, id="that is not there"),
        pytest.param({"url": "https://example.org/x"}, FileProblem.GONE, id="whose address is none"),
        pytest.param({"url": f"mxc://{SERVER_NAME}/../../x"}, FileProblem.GONE, id="whose address leads elsewhere"),
        pytest.param(SEALED, FileProblem.GONE, id="whose keys do not fit"),
        pytest.param({"key": 7}, FileProblem.GONE, id="whose keys are none"),
    ],
)
async def test_does_not_fetch_a_file(stage: Stage, where: dict[str, Any], problem: FileProblem) -> None:
    """What a sender's client says of a file may be anything; then there is no file, and we go on."""
    inbox = Inbox()
    async with stage.working(inbox) as network, stage.person("bielefeld") as person:
        await person.open_direct(encrypted=False)
        await person.send_file()
        file = (await inbox.next(Kind.FILE)).file
        assert file is not None
        told = json.loads(file.reference) | where
        with pytest.raises(FileUnavailableError) as refused:
            await network.fetch(IncomingFile(file.name, file.media_type, file.size, json.dumps(told)))
        assert refused.value.problem is problem
        assert await network.fetch(file) == PIXEL


async def test_stops_fetching_a_file_that_is_too_large(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that shows to be larger than it may be is not read to its end."""
    monkeypatch.setattr(downloads, "LARGEST_FILE", len(PIXEL) - 1)
    inbox = Inbox()
    async with stage.working(inbox) as network, stage.person("bielefeld") as person:
        await person.open_direct()
        await person.send_file()
        file = (await inbox.next(Kind.FILE)).file
        assert file is not None
        with pytest.raises(FileUnavailableError) as refused:
            await network.fetch(file)
    assert refused.value.problem is FileProblem.TOO_LARGE
    with pytest.raises(FileUnavailableError) as closed:
        await network.fetch(file)
    assert closed.value.problem is FileProblem.UNREACHABLE


async def test_edits_its_own_messages_and_sends_files(stage: Stage) -> None:
    """A replacement edits the message it names; a row with a file is a file and a text, one with a chart a picture."""
    async with stage.working(inbox := Inbox()) as network, stage.person("bielefeld") as person:
        room = await person.open_direct()
        await person.say("hallo")
        await inbox.next()
        first = sent(await network.send(row(room, "Entwurf")))
        sent(await network.send(row(room, "Fertig", replaces=first)))
        invitation = "text/calendar; charset=utf-8; method=REQUEST"
        file = {"attachment": b"BEGIN:VCALENDAR", "attachment_name": "termin.ics", "attachment_type": invitation}
        sent(await network.send(row(room, "Anbei der Termin", **file)))
        chart = Chart(kind=ChartKind.BARS, title="Wer hat Platz?", subtitle="n = 5", rows=(), whole=1, hidden="–")
        drawn = to_paint(chart)
        file = {"attachment": drawn.content, "attachment_name": drawn.name, "attachment_type": drawn.media_type}
        await Painter().finish(picture := row(room, "Niemand.", **file))
        sent(await network.send(picture))
        heard = [await person.next_message() for _ in range(6)]
    assert [(one.body, one.msgtype, one.replaces) for one in heard] == [
        ("Entwurf", "m.notice", ""),
        ("Fertig", "m.notice", first),
        ("termin.ics", "m.file", ""),
        ("Anbei der Termin", "m.notice", ""),
        ("Wer hat Platz.png", "m.image", ""),
        ("Niemand.", "m.notice", ""),
    ]
    assert heard[2].media_type == invitation


async def test_fills_the_gap_of_a_long_absence(stage: Stage) -> None:
    """A sync holds the latest events of a room only; the bot fetches the others, in order."""
    inbox = Inbox()
    async with stage.person("bielefeld") as person:
        async with stage.working(inbox):
            await person.open_direct()
            await person.say("hallo")
            await inbox.next()
        for number in range(120):
            await person.say(str(number))
        async with stage.working(inbox):
            await inbox.next(text="119")
    assert [event.text for event in inbox.events] == ["hallo", *map(str, range(120))]


async def test_waits_for_a_key_that_is_late(stage: Stage) -> None:
    """A message whose key never comes is reported as unreadable, so that the person can be told."""
    inbox = Inbox()
    async with stage.working(inbox), stage.person("bielefeld") as person:
        room = await person.open_direct()
        await person.say("hallo")
        await inbox.next()
        content = {
            "algorithm": "m.megolm.v1.aes-sha2",
            "ciphertext": "AwgAEnACgAkLmt6qF84IK++J7UDH2Za1YVchHyprqTqsg",
            "device_id": "VERLOREN",
            "sender_key": "unbekannt",
            "session_id": "unbekannt",
        }
        await person.send_in_clear("m.room.encrypted", content, room)
        event = await inbox.next(Kind.UNDECRYPTABLE)
        assert (event.account, event.chat) == (person.user, room)
        # The second message of the same session holds nobody up again.
        async with asyncio.timeout(2):
            await person.send_in_clear("m.room.encrypted", {**content, "ciphertext": "AwgB"}, room)
            await inbox.until(lambda events: [one.kind for one in events].count(Kind.UNDECRYPTABLE) == 2)
        # Nor does somebody whose keys are missing again and again.
        for session in ("auch", "ebenso"):
            await person.send_in_clear("m.room.encrypted", {**content, "session_id": session}, room)
        await inbox.until(lambda events: len({one.event_id for one in events if one.kind is Kind.UNDECRYPTABLE}) == 3)
        async with asyncio.timeout(2):
            await person.send_in_clear("m.room.encrypted", {**content, "session_id": "immer noch"}, room)
            await person.say("jetzt lesbar")
            await inbox.next(text="jetzt lesbar")


POLL = {"question": "Wohin?", "options": ["Köln", "Kiel"], "several": False}


async def group_of(person: MatrixVoter, inbox: Inbox) -> str:
    """Open an encrypted group in which the bot has heard something."""
    room = await person.open_group("Sprecher*innen", [person.bot], encrypted=True)
    await person.sees_joined(person.bot, room)
    await person.say("Guten Morgen", room)
    await inbox.next()
    inbox.events.clear()
    return room


async def test_asks_a_poll_in_an_encrypted_group(stage: Stage) -> None:
    """The text comes first, for clients without polls; votes come in decrypted, and the end shows in clients."""
    inbox = Inbox()
    async with stage.working(inbox) as network, stage.person("koeln", MatrixVoter) as person:
        room = await group_of(person, inbox)
        asked = row(room, "Umfrage", poll=POLL)
        first = await network.send(asked)
        assert isinstance(first, Sent)
        assert await network.send(asked) == first  # again after a crash: the same two events
        heard = [await person.next_message() for _ in range(2)]
        assert [(each.event_id, each.encrypted) for each in heard] == [
            (first.external_id, True),
            (first.poll_name, True),
        ]
        await person.vote(["Kiel"], room)
        await person.vote([], room)
        await person.answer_poll(["7", "1"], first.poll_name, room)
        events = await inbox.until(lambda events: events if len(events) == 3 else None)
        assert [(each.kind, each.text, each.refers_to, each.addressed, each.direct) for each in events] == [
            (Kind.VOTE, "2", first.poll_name, True, False),
            (Kind.VOTE, "", first.poll_name, True, False),
            (Kind.VOTE, "7,1", first.poll_name, True, False),
        ]
        sent(await network.send(row(room, "Beendet", ends_poll=first.external_id, poll_name=first.poll_name)))
        await eventually(lambda: person.ended == {first.poll_name})
        assert len(person.polls) == 1


async def test_reads_a_vote_whose_key_comes_later(stage: Stage) -> None:
    """Keys and events travel on two ways: a vote that overtakes its key is read once the key is there."""
    inbox = Inbox()
    async with stage.working(inbox) as network, stage.person("koeln", MatrixVoter) as person:
        room = await group_of(person, inbox)
        poll = await network.send(row(room, "Umfrage", poll=POLL))
        assert isinstance(poll, Sent)
        client, relation = person._client, {"rel_type": "m.reference", "event_id": poll.poll_name}
        client.invalidate_outbound_session(room)
        shared_with, keys = client.olm.share_group_session(room, [stage.bot], ignore_unverified_devices=True)
        assert [user for user, _ in shared_with] == [stage.bot]
        client.olm.outbound_group_sessions[room].shared = True
        _, sealed = client.encrypt(room, RESPONSE, {"m.relates_to": relation, RESPONSE: {"answers": ["1"]}})
        voted = await person.send_in_clear("m.room.encrypted", sealed, room)
        await asyncio.sleep(0.2)
        method, path, data = Api.to_device(client.access_token, "m.room.encrypted", keys, "later")
        assert (await client.send(method, path, data, {"Content-Type": "application/json"})).ok
        event = await inbox.next(Kind.VOTE)
        assert (event.text, event.event_id, event.refers_to) == ("1", voted, poll.poll_name)


@pytest.mark.parametrize(
    "payload",
    [
        {"content": {}},
        {"content": {"msgtype": 5, "body": None}},
        {"content": {"msgtype": "m.text"}},
        {"content": {"msgtype": "m.text", "body": "x", "m.relates_to": 7}},
        {"content": {"msgtype": "m.text", "body": "x"}, "unsigned": None},
        {"content": "nichts"},
        {"content": {"m.relates_to": {"rel_type": []}}, "type": "m.reaction"},
        {"content": {"algorithm": "m.megolm.v1.aes-sha2"}, "type": "m.room.encrypted"},
        {"content": {"membership": "leave"}, "type": "m.room.member", "state_key": "@jemand:anderswo"},
        {"content": {}, "type": 9},
    ],
)
async def test_malformed_event_stops_nothing(stage: Stage, payload: dict[str, object]) -> None:
    """A client in need of repair, or somebody who means harm, keeps nobody else from being heard.

    Encrypted, because a homeserver checks the shape only of what it can read.
    """
    inbox = Inbox()
    async with stage.working(inbox), stage.person("bielefeld") as person:
        room = await person.open_direct()
        await person.say("hallo")
        await inbox.next(text="hallo")
        sealed = person._client.olm.group_encrypt(room, {"type": "m.room.message", **payload})
        await person.send_in_clear("m.room.encrypted", sealed, room)
        await person.say("noch da?")
        assert (await inbox.next(text="noch da?")).kind is Kind.TEXT


async def test_person_who_left_is_gone(stage: Stage) -> None:
    """Sending into a room nobody else is in, or that we do not know, is no use and never will be."""
    inbox = Inbox()
    async with stage.working(inbox) as network, stage.person("bielefeld") as person:
        room = await person.open_direct()
        await person.say("hallo")
        await inbox.next()
        await person.leave()
        await person.open_direct()
        await person.say("neuer Raum")
        await inbox.next(text="neuer Raum")
        for chat in (room, "!unbekannt"):
            outcome = await network.send(row(chat, "Noch da?"))
            assert isinstance(outcome, Failure)
            assert outcome.kind is FailureKind.GONE


async def test_many_sends_into_one_room_keep_their_order(stage: Stage) -> None:
    """Several sends at once share the room's keys once, and all of them can be read."""
    inbox = Inbox()
    async with stage.working(inbox) as network, stage.person("bielefeld") as person:
        room = await person.open_direct()
        await person.say("hallo")
        await inbox.next()
        outcomes = await asyncio.gather(*(network.send(row(room, str(number))) for number in range(10)))
        assert all(isinstance(outcome, Sent) for outcome in outcomes)
        assert [(await person.next_message()).body for _ in range(10)] == [str(number) for number in range(10)]


async def test_new_device_of_a_person_can_read(stage: Stage) -> None:
    """Somebody logs in on a second device; what the bot says from then on can be read on both."""
    inbox = Inbox()
    async with stage.working(inbox) as network, stage.person("bielefeld") as person:
        room = await person.open_direct()
        await person.say("hallo")
        await inbox.next()
        sent(await network.send(row(room, "Für ein Gerät")))
        await person.next_message()
        tablet = MatrixPerson(
            stage.synapse.base_url, person.user, PASSWORD, bot=stage.bot, store=stage.directory / "tab"
        )
        async with tablet:
            await asyncio.sleep(0.5)
            sent(await network.send(row(room, "Für beide")))
            heard = [await person.next_message(), await tablet.next_message(), await tablet.next_message()]
    assert [(one.body, one.undecryptable) for one in heard] == [("Für beide", False), ("", True), ("Für beide", False)]


async def test_logs_in_anew_when_its_session_was_ended(stage: Stage) -> None:
    """An operator ended the bot's session on the homeserver; with a password it comes back by itself."""
    inbox = Inbox()
    async with stage.working(inbox) as network, stage.person("bielefeld") as person:
        room = await person.open_direct()
        await person.say("hallo")
        await inbox.next()
        ended = network._client
        assert ended is not None
        headers = {"Authorization": f"Bearer {ended.access_token}"}
        async with aiohttp.ClientSession(stage.synapse.base_url, headers=headers) as http:
            assert (await http.post("/_matrix/client/v3/logout")).ok
        await person.say("bist du noch da?")
        await eventually(lambda: network._client not in {None, ended} and not network.fault())
        await person.say("und jetzt?")
        await inbox.next(text="und jetzt?")
        sent(await network.send(row(room, "Wieder da")))
        assert (await person.next_message()).body == "Wieder da"


async def test_keeps_to_the_limits_of_a_stock_homeserver(tmp_path: Path) -> None:
    """Synapse lets nobody send more than ten messages at once; the eleventh is told how long to wait."""
    async with Synapse(tmp_path / "stock", stock_limits=True) as synapse:
        bot = await synapse.register("hafenbote", PASSWORD)
        stage, inbox = Stage(synapse, tmp_path, bot), Inbox()
        async with stage.working(inbox) as network, stage.person("bielefeld") as person:
            room = await person.open_direct()
            await person.say("hallo")
            await inbox.next()
            outcomes = [await network.send(row(room, str(number))) for number in range(12)]
            throttled = [outcome for outcome in outcomes if isinstance(outcome, Failure)]
            assert throttled
            assert {outcome.kind for outcome in throttled} == {FailureKind.THROTTLED}
            assert all(0 < outcome.after < 10 for outcome in throttled)


async def test_vouches_for_its_own_device(stage: Stage) -> None:
    """Clients that trust only devices their owner has signed find the signature, also of a device made later."""
    inbox, devices = Inbox(), set[str]()
    async with stage.person("bielefeld") as person:
        for _ in range(2):
            async with stage.working(inbox) as network:
                await eventually(lambda: inbox.cursor and not network.fault())
                assert network._client is not None
                devices.add(str(network._client.device_id))
            (stage.directory / "bot" / "session.json").unlink()
        told = await person.devices_of(stage.bot)
    master = VerifyKey(told["master_keys"][stage.bot]["keys"])
    signing = VerifyKey(told["self_signing_keys"][stage.bot]["keys"])
    assert master.has_signed(told["self_signing_keys"][stage.bot], stage.bot)
    assert devices == set(told["device_keys"][stage.bot])
    assert all(signing.has_signed(device, stage.bot) for device in told["device_keys"][stage.bot].values())


async def test_second_instance_takes_over(stage: Stage) -> None:
    """Each instance is a device of its own; the one that takes over has the keys of what was said meanwhile."""
    inbox = Inbox()
    one: dict[str, Any] = {"store_key": "von beiden geteilt"}
    other = {**one, "store": stage.directory / "other"}
    async with stage.person("bielefeld") as person:
        async with stage.working(inbox, **other):
            await inbox.until(lambda _: inbox.cursor)
        async with stage.working(inbox, **one):
            await person.open_direct()
            await person.say("an die erste")
            await inbox.next(text="an die erste")
            await person.say("noch an die erste")
            await inbox.next(text="noch an die erste")
        await person.say("an die zweite")
        async with stage.working(inbox, **other) as network:
            await inbox.next(text="an die zweite")
            sent(await network.send(row(person.room, "Hier ist die zweite")))
            assert (await person.next_message()).body == "Hier ist die zweite"
        told = await person.devices_of(stage.bot)
    signing = VerifyKey(told["self_signing_keys"][stage.bot]["keys"])
    devices = list(told["device_keys"][stage.bot].values())
    assert [signing.has_signed(device, stage.bot) for device in devices] == [True, True]


async def test_can_be_run_again(stage: Stage) -> None:
    """An instance that lost the account to another and got it back goes on where the other one ended."""
    inbox = Inbox()
    network = MatrixNetwork(stage.account(), lambda _: False)
    async with stage.person("bielefeld") as person:
        for text in ("hallo", "wieder da"):
            task = asyncio.create_task(network.run(inbox, inbox.cursor))
            await inbox.until(lambda _: inbox.cursor)
            await (person.say(text) if person.room else say_first(person, text))
            await inbox.next(text=text)
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
    await network.close()


async def say_first(person: MatrixPerson, text: str) -> str:
    """Open a direct room and say something in it."""
    await person.open_direct()
    return await person.say(text)
