"""``beleg``: the council's decision handed in later, in words or as a PDF, for a report that waits or what counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from handlers import enquiries
from handlers.commands import MUNICIPAL
from handlers.dialogues import Answers, Dialogue, Step, Understood, start
from handlers.messages import Choice, Message
from handlers.pledge_evidence import DAY, days_in, read_evidence
from handlers.pledge_evidence_files import is_pdf, sent_pdf
from handlers.pledge_evidence_showing import News, news_words, show_file, tell
from handlers.pledge_evidence_steps import (
    caption,
    read_resolution,
    said_of,
    speaks_of_decision,
    take_pdf,
)
from handlers.pledge_evidence_targets import NUMBERED, Target, named_targets, target_by_number, target_words, targets
from handlers.problems import Problem
from handlers.turn import Outgoing, Replies, Turn
from handlers.typed import fold
from handlers.wording import Markdown
from storage.audit import note
from storage.dialogues import HELD
from storage.enquiries import EnquiryState, going_on
from storage.files import name_and_digest
from storage.ledger import add_evidence
from storage.pledges import Offer
from storage.standings import offer_as_known

SHOW = re.compile(r"(?:zeigen|ansehen|show)\s+(?:nr\.?\s*)?(?P<number>\d{1,9})", re.IGNORECASE)
TO_PEOPLE = "weitergeben"
"""What can be done with a PDF that came by itself and is no evidence."""

BY_ITSELF = "by-itself"
LISTED = 10
"""Offers that can be tapped; of more, people write the number."""


def evidence_command(turn: Turn, typed: str) -> Replies:
    """Add evidence (``beleg``, ``beleg 17 Ratsbeschluss vom …``), or show a file (``beleg zeigen 17``)."""
    if shown := SHOW.fullmatch(typed):
        return show_file(turn, int(shown["number"]))
    if not turn.places:
        return [turn.reply("evidence-how")]
    found = targets(turn)
    if not found:
        return [turn.reply("evidence-no-lines")]
    try:
        return start(turn, EVIDENCE, _begun(turn, typed, found))
    except Problem as problem:
        return [Outgoing(Message(turn.wording.problem(problem)))]


def file_came(turn: Turn) -> Replies:
    """Take a file that no question of ours has asked for: a PDF may be evidence, of which is asked."""
    if not _may_be_evidence(turn):
        return enquiries.file_came(turn)
    said, number = ({"said": turn.text} if turn.text else {}), sent_pdf(turn)
    arrived = turn.wording("evidence-arrived", name=name_and_digest(turn.session, number)[0])
    return start(turn, EVIDENCE, {HELD: number, BY_ITSELF: True, **said}, [arrived])


def _may_be_evidence(turn: Turn) -> bool:
    """Say whether a file could be evidence, and is not plainly part of what somebody talks about with people."""
    if not (turn.holds(*MUNICIPAL) and is_pdf(turn.incoming.content)) or any(enquiries.answered(turn)):
        return False
    last = going_on(turn.session, turn.sender_id, turn.now)
    goes_on = last is not None and last.state is EnquiryState.OPEN
    is_meant = not turn.text or speaks_of_decision(turn, turn.text)
    return is_meant and not goes_on and bool(targets(turn))


def _begun(turn: Turn, typed: str, found: Sequence[Target]) -> Answers:
    """Read what the command says already. Raises :class:`Problem`."""
    answers: Answers = {HELD: sent_pdf(turn)} if turn.incoming.file else {}
    day = DAY.match(typed)
    named = None if day and days_in(day[0], turn.today) else NUMBERED.fullmatch(typed)
    if named:
        answers["entry"] = target_by_number(turn, int(named["number"])).number
    elif len(meant := named_targets(found, typed)) == 1:
        answers["entry"] = meant[0].number
    if said := (named["said"] or "" if named else typed).strip():
        answers |= _checked(turn, answers, said)
    return answers


def _checked(turn: Turn, answers: Answers, said: str) -> Answers:
    """Keep what was written as it is. Raises :class:`Problem` where nothing of it can be taken, and no file came."""
    if not answers.get(HELD):
        read_resolution(turn, answers, said)
    return {"said": said}


def _read_entry(turn: Turn, _: Answers, typed: str) -> Understood:
    if fold(typed) == TO_PEOPLE:
        return Understood(TO_PEOPLE)
    named = NUMBERED.fullmatch(typed)
    if named is None or named["said"]:
        raise Problem("evidence-which", typed=typed)
    return Understood(target_by_number(turn, int(named["number"])).number)


def _entry_choices(turn: Turn, answers: Answers) -> Sequence[Choice]:
    offered = [Choice(target_words(turn, target), f"Nr. {target.number}") for target in targets(turn)[:LISTED]]
    to_people = [Choice(turn.wording("evidence-pass-on"), TO_PEOPLE)] if answers.get(BY_ITSELF) else []
    return [*offered, *to_people]


def _read_said(turn: Turn, answers: Answers, typed: str) -> Understood:
    return Understood(_checked(turn, answers, typed)["said"])


def _needs_words(_: Turn, answers: Answers) -> bool:
    return not answers.get(HELD)


def _take_file(turn: Turn, answers: Answers) -> tuple[Answers, Markdown]:
    number, remark = take_pdf(turn, answers.get(HELD))
    words = caption(turn)
    return {HELD: number, **({"said": words} if words else {})}, remark


def _finish(turn: Turn, answers: Answers) -> Replies:
    said, file_id = answers.get("said") or "", answers.get(HELD)
    if answers["entry"] == TO_PEOPLE:
        return enquiries.file_for_people(turn, file_id, said)
    try:
        target = target_by_number(turn, answers["entry"])
    except Problem as problem:
        return [Outgoing(Message(turn.wording.problem(problem)))]
    known = offer_as_known(turn.session, target.entry)
    evidence, remark = _evidence(turn, known, said, file_id)
    entry = add_evidence(turn.session, target.seen, target.entry, evidence, turn.sender_id, turn.now)
    note(turn.session, turn.now, turn.sender_id, "pledge-evidenced", f"pledge:{entry.id}")
    news = News(target.number, entry, known, waits=target.waits)
    text = Markdown("\n\n".join(filter(None, (news_words(turn, turn.wording, "evidence-added", news), remark))))
    return [Outgoing(Message(text)), *tell(turn, news)]


def _evidence(turn: Turn, known: Offer, said: str, file_id: int | None) -> tuple[Offer, Markdown]:
    """Make evidence of what was handed in: of the decision that is known, or of another one."""
    found = read_evidence(said, turn.today)
    evidence = found.behind(known) if found.is_other(known) else found.added_to(known)
    return replace(evidence, file_id=file_id or known.file_id), said_of(turn, found)


EVIDENCE = Dialogue(
    name="evidence",
    roles=MUNICIPAL,
    steps=(
        Step("entry", _read_entry, _entry_choices),
        Step("said", _read_said, needed=_needs_words, free=True),
    ),
    finish=_finish,
    take_file=_take_file,
)
