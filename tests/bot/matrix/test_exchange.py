"""One verification after the other, worked out by our two halves against each other: no network, no clock."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from bot.matrix.trust.exchange import LASTS, PATIENCE, Exchange, Outcome, Stage, Step
from bot.matrix.trust.sas import Half, MismatchError, Party, commitment, short_string, vouch, vouched

BOT = Party("@hafenbote:example.org", "BOTDEVICE", {"ed25519:BOTDEVICE": "b" * 43, "ed25519:BOTMASTER": "BOTMASTER"})
ALICE = Party("@bielefeld:example.org", "PHONE", {"ed25519:PHONE": "a" * 43, "ed25519:ALICE": "ALICE"})
CARRIED = {"transaction_id": "t1"}

Letter = tuple[str, Mapping[str, Any]]


def side(ours: Party, theirs: Party, *, requested: bool = True) -> Exchange:
    """Give one side of a verification."""
    return Exchange(ours, theirs, "t1", CARRIED, 0.0, requested=requested)


def pair(alice: Party = ALICE, bot: Party = BOT) -> tuple[Exchange, Exchange]:
    """Give both sides: Alice's app, which knows the bot by ``bot``, and the bot, which knows her by ``alice``."""
    return side(ALICE, bot), side(BOT, alice)


def confirm(app: Exchange) -> Step:
    """Say in the app that both see the same. Ours has nobody who says so, thus only this test does."""
    assert app._secret is not None
    return app._answer("mac", vouch(app._secret, app.ours, app.theirs, "t1"))


def started() -> tuple[Exchange, Exchange]:
    """Bring both to where they see what is to be compared, as Alice's app begins."""
    app, bot = pair()
    [start] = app.begin().answers
    [accept] = bot.receive(*start).answers
    [key] = app.receive(*accept).answers
    step = bot.receive(*key)
    assert step.news is Outcome.SHOWN
    assert app.receive(*step.answers[0]).news is Outcome.SHOWN
    return app, bot


def test_both_see_the_same_and_trust_each_other() -> None:
    """The whole course: both show the same, the bot vouches once the person has confirmed, and all keys are trusted."""
    app, bot = started()
    assert app.shown == bot.shown
    [mac] = confirm(app).answers
    step = bot.receive(*mac)
    assert [kind for kind, _ in step.answers] == ["mac", "done"]
    assert bot.trusted == set(ALICE.keys)
    assert vouched(app._secret, BOT, ALICE, "t1", step.answers[0][1]) == set(BOT.keys)  # type: ignore[arg-type]
    assert bot.receive("done", CARRIED).news is Outcome.DONE
    assert bot.stage is Stage.OVER


def test_the_bot_vouches_for_nothing_before_the_person_has() -> None:
    """It has no eyes: until they say that both see the same, nothing of it can be taken for a yes."""
    app, bot = pair()
    sent: list[str] = []
    [start] = app.begin().answers
    [accept] = bot.receive(*start).answers
    [key] = app.receive(*accept).answers
    sent += [kind for kind, _ in bot.receive(*key).answers]
    assert (sent, bot.trusted) == (["key"], frozenset())


def test_the_numbers_are_the_bits_of_the_emoji() -> None:
    """Both are the first bits of the same bytes ("SAS method"): 6 for each emoji, 13 for each number, and 1000 more."""
    for _ in range(20):
        ours, theirs = Half(), Half()
        shown = short_string(ours.join(theirs.public), (ALICE, "x"), (BOT, "y"), "t1")
        bits = "".join(f"{number:06b}" for number in shown.emoji)
        assert len(bits) == 42
        assert list(shown.numbers) == [int(bits[at : at + 13], 2) + 1000 for at in (0, 13, 26)]


def test_commits_as_other_clients_do() -> None:
    """A value that matrix-rust-sdk computes: over the key and the canonical JSON of the beginning."""
    start = {
        "from_device": "XOWLHHFSWM",
        "transaction_id": "bYxBsirjUJO9osar6ST4i2M2NjrYLA7l",
        "method": "m.sas.v1",
        "key_agreement_protocols": ["curve25519-hkdf-sha256", "curve25519"],
        "hashes": ["sha256"],
        "message_authentication_codes": ["hkdf-hmac-sha256", "hmac-sha256"],
        "short_authentication_string": ["decimal", "emoji"],
    }
    public = "Q/NmNFEUS1fS+YeEmiZkjjblKTitrKOAk7cPEumcMlg"
    assert commitment(public, start) == "CCQmB4JCdB0FW21FdAnHj/Hu8+W9+Nb0vgwPEnZZQ4g"


def test_when_both_begin_the_smaller_account_has_begun() -> None:
    """Neither notices: one beginning is passed over on both sides, and both show the same."""
    app, bot = pair()
    [theirs], [ours] = app.begin().answers, bot.begin().answers
    assert app.receive(*ours).answers == ()  # "@bielefeld" comes before "@hafenbote"
    [accept] = bot.receive(*theirs).answers
    [key] = app.receive(*accept).answers
    app.receive(*bot.receive(*key).answers[0])
    assert app.shown is not None
    assert app.shown == bot.shown


def test_begins_if_the_other_side_does_not() -> None:
    """Some apps wait for us; whoever begins, both show the same."""
    app, bot = pair()
    assert bot.wait(PATIENCE).answers == ()
    [start] = bot.wait(PATIENCE + 1).answers
    assert bot.wait(PATIENCE + 2).answers == ()
    [accept] = app.receive(*start).answers
    [key] = bot.receive(*accept).answers
    assert bot.receive(*app.receive(*key).answers[0]).news is Outcome.SHOWN
    assert app.shown == bot.shown


def test_lasts_ten_minutes() -> None:
    """Then both hear that it is over, once."""
    _, bot = started()
    assert bot.wait(LASTS) == Step()
    step = bot.wait(LASTS + 1)
    assert (step.answers[0][1]["code"], step.news) == ("m.timeout", Outcome.TIMEOUT)
    assert bot.wait(LASTS + 2) == Step()


def test_without_a_request_it_ends_with_the_last_key() -> None:
    """Old clients begin without asking and know no "done"."""
    app, bot = side(ALICE, BOT, requested=False), side(BOT, ALICE, requested=False)
    [key] = app.receive(*bot.receive(*app.begin().answers[0]).answers[0]).answers
    app.receive(*bot.receive(*key).answers[0])
    step = bot.receive(*confirm(app).answers[0])
    assert [kind for kind, _ in step.answers] == ["mac"]
    assert step.news is Outcome.DONE


START = side(ALICE, BOT).begin().answers[0][1]


@pytest.mark.parametrize(
    ("kind", "content", "code"),
    [
        ("start", {**START, "method": "m.reciprocate.v1"}, "m.unknown_method"),
        ("start", {**START, "key_agreement_protocols": ["curve25519"]}, "m.unknown_method"),
        ("start", {**START, "hashes": ["md5"]}, "m.unknown_method"),
        ("start", {**START, "message_authentication_codes": ["hkdf-hmac-sha256"]}, "m.unknown_method"),
        ("start", {**START, "short_authentication_string": ["telepathy"]}, "m.unknown_method"),
        ("start", {**START, "short_authentication_string": "emoji"}, "m.unknown_method"),
        ("start", {**START, "from_device": "ANOTHER"}, "m.user_mismatch"),
        ("start", {**START, "note": "\ud800"}, "m.invalid_message"),
        ("start", {}, "m.unknown_method"),
        ("accept", {"commitment": "x"}, "m.unexpected_message"),
        ("key", {"key": "x"}, "m.unexpected_message"),
        ("mac", {"mac": {}, "keys": "x"}, "m.unexpected_message"),
        ("done", {"transaction_id": "t1"}, "m.unexpected_message"),
    ],
)
def test_what_does_not_belong_there_ends_it(kind: str, content: dict[str, Any], code: str) -> None:
    """With the code that the specification has for it, and a word to the person."""
    bot = side(BOT, ALICE)
    step = bot.receive(kind, content)
    assert [(told, content["code"]) for told, content in step.answers] == [("cancel", code)]
    assert step.news is Outcome.BROKEN
    assert bot.stage is Stage.OVER
    assert bot.receive("start", START) == Step()


@pytest.mark.parametrize("key", ["", "kein Schlüssel", "A" * 43, 7, None, ["x"]])
def test_what_is_no_key_ends_it(key: object) -> None:
    """Also one with which anybody would know the secret: a point of small order."""
    bot = side(BOT, ALICE)
    bot.receive("start", START)
    assert bot.receive("key", {"key": key}).answers[0][1]["code"] == "m.invalid_message"
    assert bot.shown is None


def test_a_key_that_was_not_committed_to_is_an_alarm() -> None:
    """Whoever sits between both must not choose their key after having seen ours."""
    app, bot = pair()
    [start] = bot.begin().answers
    [accept] = app.receive(*start).answers
    bot.receive(*accept)
    step = bot.receive("key", {"key": Half().public})
    assert (step.answers[0][1]["code"], step.news) == ("m.mismatched_commitment", Outcome.MISMATCH)
    assert bot.shown is None


@pytest.mark.parametrize(
    ("code", "news"),
    [
        ("m.mismatched_sas", Outcome.MISMATCH),
        ("m.key_mismatch", Outcome.MISMATCH),
        ("m.user", Outcome.CANCELLED),
        ("m.timeout", Outcome.TIMEOUT),
        ("m.unknown_method", Outcome.BROKEN),
        ("org.example.reason", Outcome.BROKEN),
        (["m.user"], Outcome.BROKEN),
        ("m.accepted", None),
    ],
)
def test_the_other_side_breaks_it_off(code: object, news: Outcome | None) -> None:
    """People hear why, unless another device of theirs goes on; nothing is answered."""
    _, bot = started()
    assert bot.receive("cancel", {"code": code}) == Step(news=news)
    assert bot.stage is Stage.OVER


def forgery(app: Exchange, chance: random.Random) -> Mapping[str, Any]:
    """Write what somebody without the secret could write in the place of Alice's confirmation."""
    assert app._secret is not None
    true = vouch(app._secret, ALICE, BOT, "t1")
    another = vouch(Half().join(Half().public), ALICE, BOT, "t1")
    name = chance.choice(sorted(true["mac"]))
    return chance.choice(
        [
            another,
            {**true, "mac": {}},
            {**true, "mac": {name: true["mac"][name]}},
            {**true, "mac": {**true["mac"], name: another["mac"][name]}},
            {**true, "mac": {**true["mac"], "ed25519:EVIL": "x"}},
            {**true, "keys": another["keys"]},
            {**true, "keys": None},
            {**true, "mac": list(true["mac"])},
            vouch(app._secret, BOT, ALICE, "t1"),
            vouch(app._secret, ALICE, BOT, "t2"),
            vouch(app._secret, replace(ALICE, device="OTHER"), BOT, "t1"),
        ]
    )


@given(st.randoms(use_true_random=False))
def test_a_forged_confirmation_is_an_alarm(chance: random.Random) -> None:
    """Whatever is changed about it, nothing is trusted."""
    app, bot = started()
    step = bot.receive("mac", forgery(app, chance))
    assert (step.answers[0][1]["code"], step.news) == ("m.key_mismatch", Outcome.MISMATCH)
    assert bot.trusted == frozenset()


@given(st.sampled_from(sorted(ALICE.keys)), st.sampled_from(["known", "vouched"]))
def test_another_key_than_the_bot_knows_is_an_alarm(name: str, whose: str) -> None:
    """Somebody has put a key of their own into one of the two sides: never trusted."""
    wrong = replace(ALICE, keys={**ALICE.keys, name: "e" * 43})
    app, bot = started()
    if whose == "known":
        bot.theirs = wrong
    else:
        app.ours = wrong
    step = bot.receive(*confirm(app).answers[0])
    assert (step.news, bot.trusted) == (Outcome.MISMATCH, frozenset())


def test_keys_we_know_nothing_of_are_not_trusted() -> None:
    """They are passed over; alone they are a mismatch."""
    stranger = replace(ALICE, keys={"ed25519:NEW": "n" * 43})
    app, _ = started()
    assert app._secret is not None
    with pytest.raises(MismatchError):
        vouched(app._secret, ALICE, BOT, "t1", vouch(app._secret, stranger, BOT, "t1"))
    more = replace(ALICE, keys={**ALICE.keys, "ed25519:NEW": "n" * 43})
    told = vouch(app._secret, more, BOT, "t1")
    assert vouched(app._secret, ALICE, BOT, "t1", told) == set(ALICE.keys)


KINDS = ("start", "accept", "key", "mac", "done", "cancel")
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(st.integers(0, 2**32), st.dictionaries(st.sampled_from(["key", "mac", "code"]), ANYTHING))
@settings(max_examples=150)
def test_never_trusts_what_the_person_did_not_confirm(seed: int, forged: dict[str, Any]) -> None:
    """Letters reordered, doubled, dropped, forged, and somebody between both who answers with keys of their own.

    Whatever arrives: nothing raises, an alarm or an end is final, and the bot's keys are vouched for only to whom holds
    the secret that was shown. If somebody sits between both, what is shown differs.
    """
    chance = random.Random(seed)  # noqa: S311 - chance of a test
    app, bot = pair()
    evil = side(ALICE, BOT) if chance.random() < 0.3 else None
    letters: list[tuple[Exchange, Letter]] = [(bot, app.begin().answers[0])]
    shown_to_app = False
    while letters:
        receiver, letter = letters.pop(chance.randrange(len(letters)) if chance.random() < 0.2 else 0)
        if chance.random() < 0.03:
            continue
        if chance.random() < 0.2:
            letters.append((receiver, letter))
        if receiver is bot and letter[0] == "key" and evil is not None:
            letter = "key", {**letter[1], "key": evil._half.public}
        if chance.random() < 0.03:
            letter = chance.choice(KINDS), forged
        was_over = receiver.stage is Stage.OVER
        step = receiver.receive(*letter)
        assert not (was_over and step != Step())
        letters += [(app if receiver is bot else bot, answer) for answer in step.answers]
        if receiver is app and step.news is Outcome.SHOWN:
            shown_to_app = True
            assert evil is None or app.shown != bot.shown
            letters.append((bot, confirm(app).answers[0]))  # without looking
    assert not bot.trusted or (shown_to_app and evil is None and app.shown == bot.shown)
    event(f"between both: {evil is not None}, trusted: {bool(bot.trusted)}")
