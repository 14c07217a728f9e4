"""The sentences: both languages complete, each one used and writable, and what people typed is never Markdown."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as fluent

import handlers
from bot.markdown import to_plain
from bot.matrix.network import MatrixNetwork
from bot.matrix.trust.exchange import Outcome
from bot.telegram_network.network import TelegramNetwork
from bot.terminal import TerminalNetwork
from handlers.alerts import AlertKind
from handlers.announcement_cards import WORDS as DOING
from handlers.announcement_paper import MARKED
from handlers.announcement_reports import COLUMNS, OVER
from handlers.audience_steps import CHANGING, OFTEN, Asked
from handlers.audiences import SAID
from handlers.commands import PREFIX
from handlers.dates import read_day
from handlers.digests import CHANGES
from handlers.messages import ABOUT_THE_CHAT, FileProblem, Kind
from handlers.pledge_lines import read_pledge_line
from handlers.recurrence_lines import read_recurrence
from handlers.round_times import Step as RoundStep
from handlers.survey_questions import EXPLAINED
from handlers.survey_reaching import Obstacle
from handlers.synonyms import find_name, named
from handlers.table import COMMANDS, CONVERSATIONS, DIALOGUES, WORDS
from handlers.totals_asked import View
from handlers.typed import fold
from handlers.wording import Markdown, Wording
from storage.announcements import BEFORE, AnnouncementState
from storage.answers import Answer
from storage.date_polls import Vote
from storage.municipalities import Land, MemberStatus, SizeClass
from storage.outbox import FailureKind, Urgency
from storage.persons import Language, Role
from storage.pledges import PledgeState, Programme, TargetGroup
from storage.restraints import RestraintReason
from storage.rounds import RoundAnswer
from storage.surveys import Anonymity, SurveyState

HANDLERS = Path(str(handlers.__file__)).parent
FLOORS = [HANDLERS, *(HANDLERS.parent / floor for floor in ("scheduler", "bot"))]
LISTED = [command for command in COMMANDS if command.listed]
NETWORKS = (MatrixNetwork.name, TelegramNetwork.name, TerminalNetwork.name)

ANNOUNCING = ("requested", "released", "taken-back", "edited", "corrected", "deleted", "paused", "resumed", "cancelled")
ANNOUNCING += ("retried", "reported", "withdrawn")
"""What is said to be impossible now."""

WITH_FIELDS = {"announcement-ask-text", "announcement-ask-text_english", "announcement-fields-in-groups"}
"""Sentences that name the fields of a letter, in braces."""

UNREMARKED = {Kind.TEXT, Kind.REACTION, Kind.BUTTON, Kind.VOTE, Kind.VERIFICATION, *ABOUT_THE_CHAT}
SAYING = {"wording", "reply", "Problem"}
"""What is called with the key of a sentence: ``wording("…")``, ``turn.reply("…")``, ``Problem("…")``."""

MEMBERS = {"land": Land.NW, "role": Role.CONTACT, "status": MemberStatus.MEMBER, "programme": Programme.NEST}
MEMBERS |= {"group": TargetGroup.EVERYONE}
MOMENTS = {"since", "until", "at", "due"}
DAYS = {"day", "today", "start", "end"}
NUMBERS = {"number", "places", "count", "shown", "change", "municipalities", "members", "declared", "most", "length"}
NUMBERS |= {"rows", "changes", "same", "faults", "waiting"}
NUMBERS |= {"longest", "days", "interval", "nth", "sent", "invited", "answered", "begun", "lost"}
OURS = {"offer", "before", "pending", "period", "lands", "links", "difference", "title", "code", "when", "on", "time"}
OURS |= {"instead", "said"}
OURS |= {"line", "share", "sum", "median", "lower", "upper", "sign", "kind"}
"""Values that are words of ours already, never what somebody typed."""


@cache
def messages(language: Language) -> dict[str, fluent.Message]:
    """Give all messages of a language by their keys."""
    text = (HANDLERS / "texts" / f"{language}.ftl").read_text(encoding="utf-8")
    entries = FluentParser().parse(text).body
    assert not [entry for entry in entries if isinstance(entry, fluent.Junk)]
    found = [entry for entry in entries if isinstance(entry, fluent.Message)]
    assert len(found) == len({entry.id.name for entry in found}), "a key stands twice"
    return {entry.id.name: entry for entry in found}


def parts(node: object) -> Iterator[fluent.BaseNode]:
    """Walk through all parts of a message."""
    if isinstance(node, fluent.BaseNode):
        yield node
        for part in vars(node).values():
            yield from parts(part)
    elif isinstance(node, list):
        for part in node:
            yield from parts(part)


def variables(message: fluent.Message) -> set[str]:
    """Give the names of the values a message needs."""
    return {part.id.name for part in parts(message) if isinstance(part, fluent.VariableReference)}


def literal(message: fluent.Message) -> str:
    """Give the text of a message without its values."""
    return "".join(part.value for part in parts(message) if isinstance(part, fluent.TextElement))


@cache
def modules() -> tuple[ast.Module, ...]:
    """Give the code of all modules that say something."""
    return tuple(ast.parse(path.read_text(encoding="utf-8")) for floor in FLOORS for path in floor.rglob("*.py"))


def spoken() -> set[str]:
    """Give the keys that stand as literals where something is said, directly or by a variable; ``*`` is any part."""
    keys: set[str] = set()
    for module in modules():
        for call in (node for node in ast.walk(module) if isinstance(node, ast.Call) and node.args):
            if _name_of(call.func) in SAYING:
                keys |= set(_literals(call.args[0], module))
    return keys


def _name_of(called: ast.expr) -> str:
    if isinstance(called, ast.Call):
        return _name_of(called.func)
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


def _literals(node: ast.expr, module: ast.Module) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values)
    elif isinstance(node, ast.IfExp):
        yield from (*_literals(node.body, module), *_literals(node.orelse, module))
    elif isinstance(node, ast.Name):
        for assigned in ast.walk(module):
            if isinstance(assigned, ast.Assign) and any(getattr(t, "id", "") == node.id for t in assigned.targets):
                yield from _literals(assigned.value, module)


def literals() -> set[str]:
    """Give every text that stands in the code: a key may be handed on before it is said."""
    nodes = (node for module in modules() for node in ast.walk(module))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def generated() -> set[str]:
    """Give the keys that the code puts together."""
    keys = {command.key for command in LISTED}
    keys |= {f"kind-{kind}" for kind in Kind if kind not in UNREMARKED}
    keys |= {f"file-{problem}" for problem in FileProblem}
    keys |= {f"{kind}-{member.value}" for kind, members in NAMED.items() for member in members}
    keys |= {f"audience-of-{kind}" for kind in (*MemberStatus, *SizeClass)}
    keys |= {f"audience-meeting-{said}" for said in (*SAID.values(), "any")}
    keys |= {f"audience-step-{asked}" for asked in Asked if asked}
    keys |= {f"audience-step-choose-{how}" for how in CHANGING} | {f"audience-step-{kind}" for kind in OFTEN}
    keys |= of_the_ledger() | of_rounds() | of_verifications()
    keys |= {f"meeting-thanks-{answer}" for answer in Answer} | {
        f"meeting-deadline-{when}" for when in ("two-days", "last-day")
    }
    keys |= {"meeting-do-aendern", "meeting-do-absagen", "date-winner", "date-runner-up"}
    keys |= {f"meeting-repeat-{kind}" for kind in ("weekly", "fortnightly", "monthly")}
    keys |= {
        f"{news}-cancelled{because}"
        for news in ("meeting", "meeting-series", "date-poll")
        for because in ("", "-because")
    }
    keys |= {f"meeting-line-{name}" for name in ("partners", "agenda", "documents")}
    keys |= {f"network-{network}" for network in NETWORKS} | {"notice-telegram"}
    keys |= {f"welcome-{role.replace('_', '-')}" for role in Role if role is not Role.DEPUTY}
    keys |= {f"alert-{part}-{kind}" for part in ("name", "do") for kind in AlertKind}
    keys |= {"pledge-two-programmes", "pledge-two-target-groups"}
    keys |= {f"recurrence-{freq}" for freq in ("daily", "weekly", "monthly", "yearly")}
    keys |= {f"reminder-do-{deed}" for deed in ("pausieren", "fortsetzen", "loeschen")}
    keys |= {f"xlsform-{what}-unknown-meant" for what in ("type", "list", "reference")}
    keys |= {f"reminder-{done}" for done in ("paused", "resumed", "deleted")}
    keys |= {f"survey-how-{kind.replace('_', '-')}" for kind in EXPLAINED} | {f"survey-seen-{who}" for who in Anonymity}
    keys |= {f"announcement-is-{state}" for state in BEFORE} | {f"announcement-goes-{urgency}" for urgency in Urgency}
    keys |= {f"announcement-state{said}-{state}" for said in ("", "-is") for state in AnnouncementState}
    keys |= {f"announcement-urgency-{urgency}" for urgency in Urgency} | {f"announcement-do-{deed}" for deed in DOING}
    keys |= {f"announcement-new-{part}" for part in (*MARKED, "people")}
    keys |= {f"announcement-pin-{word}" for word in ("ja", "nein")}
    keys |= {f"announcement-{done}{told}" for done in ("paused", "resumed", "cancelled") for told in ("", "-told")}
    keys |= {f"announcement-was-{deed}" for deed in ("created", "edited", "requested", "released", "withdrawn")}
    keys |= {"announcement-state-is-withdrawn", *(f"announcement-deed-{done}" for done in ANNOUNCING)}
    keys |= {
        f"announcing-is-{state}" for state in (*AnnouncementState, "withdrawn") if state not in {"draft", "requested"}
    }
    keys |= {f"announcing-why-{why}" for why in (*FailureKind, "expired", "role", "cancelled")}
    keys |= {f"announcing-column-{column}" for column in COLUMNS}
    keys |= {f"announcing-outcome-{outcome}" for outcome in (*OVER.values(), "waiting")}
    keys |= {f"announcing-do-{deed}" for deed in ("pause", "go-on", "cancel")}
    keys |= {f"announcing-void-{fault}" for fault in ("late", "role", "changed", "withdrawn")}
    facts = ("title", "opens-at", "closes-at", "version", "empty", "skipped", "shield")
    keys |= {f"survey-export-book-{fact}" for fact in (*Anonymity, *SurveyState, *facts)}
    keys |= {f"survey-reach-skipped-{obstacle}" for obstacle in Obstacle}
    keys |= {f"{conversation}-title" for conversation in CONVERSATIONS}
    for dialogue in DIALOGUES:
        steps = [step.key for step in dialogue.steps]
        keys |= {f"{dialogue.name}-title", *(f"{dialogue.name}-ask-{step}" for step in steps)}
        keys |= {f"{dialogue.name}-more-{step.key}" for step in dialogue.steps if step.several}
        if dialogue.review:
            keys |= {f"{dialogue.name}-send", *(f"{dialogue.name}-{step}" for step in steps)}
    return keys


def of_rounds() -> set[str]:
    """Give those of them that tell of reporting rounds."""
    keys = {
        f"round-{said}-{answer}" for said in ("thanks", "late", "told", "already", "count") for answer in RoundAnswer
    }
    asked = {f"round-ask-{step}" for step in RoundStep if step is not RoundStep.END}
    return keys | asked | {"round-remind", "round-end", "round-start"}


def of_verifications() -> set[str]:
    """Give those of them that tell whether we are real."""
    facts = ("account", "session", "session-key", "account-key")
    said = (*Outcome, *(f"fact-{name}" for name in facts), *(f"emoji-{number}" for number in range(64)))
    return {f"verification-{each}" for each in said}


def of_the_ledger() -> set[str]:
    """Give those of them that tell of pledges."""
    keys = {f"digest-{state}" for state in CHANGES} | {f"life-{state}" for state in PledgeState}
    for state in (PledgeState.CONFIRMED, PledgeState.REJECTED, PledgeState.ENDORSED):
        keys |= {f"approval-{state}", f"told-{state}"}
    keys |= {f"approvals-{state}" for state in (PledgeState.CONFIRMED, PledgeState.ENDORSED)}
    keys |= {f"withdrawal-{what}{suffix}" for what in ("done", "told") for suffix in ("", "-later", "-pending")}
    keys |= {f"totals-{what}-{view}" for what in ("view", "chart") for view in DRAWN}
    return keys | {"told-confirmed-later", "totals-view-file"}


DRAWN = (View.COURSE, View.LANDS, View.PROGRAMMES)
NAMED: dict[str, type[Enum]] = {
    "language": Language,
    "programme": Programme,
    "target-group": TargetGroup,
    "role": Role,
    "land": Land,
    "member-status": MemberStatus,
    "restraint-reason": RestraintReason,
    "answer": Answer,
    "vote": Vote,
    "size-class": SizeClass,
}


def matches(key: str, pattern: str) -> bool:
    """Say whether a key is what a pattern stands for."""
    return re.fullmatch(re.escape(pattern).replace(r"\*", ".*"), key) is not None


def sample(name: str, text: str = "Köln") -> object:
    """Give a value as the code would."""
    if name in MOMENTS:
        return datetime(2021, 7, 5, 7, 30, tzinfo=UTC)
    if name in DAYS:
        return date(2021, 7, 5)
    if name in NUMBERS:
        return 1234
    return MEMBERS.get(name, Markdown("words") if name in OURS else text)


def written(language: Language, key: str, text: str = "Köln") -> Markdown:
    """Write a message with sample values."""
    names = variables(messages(language)[key])
    return wording(language)(key, **{name: sample(name, text) for name in names})


def wording(language: Language) -> Wording:
    """Give the sentences of a language as the network's office has them."""
    return Wording(language, ZoneInfo("Europe/Berlin"))


ALL = [(language, key) for language in Language for key in messages(language)]


def test_both_languages_have_the_same_messages_in_the_same_order() -> None:
    """Whoever changes the language finds every sentence."""
    assert list(messages(Language.ENGLISH)) == list(messages(Language.GERMAN))


def test_messages_need_the_same_values_in_both_languages() -> None:
    """A handler does not know in which language it speaks."""
    german, english = messages(Language.GERMAN), messages(Language.ENGLISH)
    assert [key for key in german if variables(english[key]) != variables(german[key])] == []


def test_every_key_in_the_code_has_a_message() -> None:
    """No handler says something that nobody has written."""
    known = set(messages(Language.GERMAN))
    assert len(spoken()) > 100, "the search through the code finds nothing"
    assert not {key for key in spoken() if not any(matches(each, key) for each in known)}


def test_every_key_the_code_puts_together_has_a_message() -> None:
    """A new step, programme, role or kind of message is a new sentence, too."""
    assert generated() <= set(messages(Language.GERMAN))


def test_no_message_is_unused() -> None:
    """What nobody says is taken out."""
    unused = set(messages(Language.GERMAN)) - literals() - generated()
    assert not unused


@pytest.mark.parametrize("language", Language)
def test_every_message_can_be_written(language: Language) -> None:
    """With the values it names, a message is whole: no braces left, no signs of Markdown without effect."""
    texts = {key: to_plain(written(language, key)) for key in messages(language)}
    assert [key for key, text in texts.items() if messages(language)[key].value and not text.strip()] == []
    for key in WITH_FIELDS:
        texts[key] = re.sub(r"\{\w+\}", "", texts[key])
    assert [key for key, text in texts.items() if re.search(r"[{}$\\`]|\*\*|(?<!\w)\*(?!\w)", text)] == []


@pytest.mark.parametrize("count", [0, 1, 2])
@pytest.mark.parametrize("language", Language)
def test_a_number_of_one_or_none_is_written_as_well(language: Language, count: int) -> None:
    """German and English have a word of their own for one, and sometimes for none."""
    for key, message in messages(language).items():
        names = variables(message)
        said = wording(language)(key, **{name: count if name in NUMBERS else sample(name) for name in names})
        assert said or not message.value, key


@pytest.mark.parametrize(
    "name",
    ["<b>x</b> *y* [z](u) _w_ `k` #", "- x", "+ x", "1. x", "1) x", "-", "1.", "&amp;", "a\\", "***", "> x", "~~~"],
)
def test_a_name_with_signs_of_markdown_is_read_as_it_was_typed(name: str) -> None:
    """Nobody can write in bold, as a link or as a list in our messages, wherever the name stands."""
    for language, key in ALL:
        if any(sample(each, "?") == "?" for each in variables(messages(language)[key])):
            assert name in to_plain(written(language, key, name)), key


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(("kind", "members"), NAMED.items())
def test_names_of_ours_are_different_and_hold_in_bold(language: Language, kind: str, members: type[Enum]) -> None:
    """Two entries of a list never look the same, and "Sprecher*innengruppe" loses no star."""
    names = [str(wording(language)(f"{kind}-{member.value}")) for member in members]
    assert len(set(names)) == len(names)
    assert [to_plain(f"Rolle **{name}**.") for name in names] == [f"Rolle {name}." for name in names]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("command", LISTED, ids=lambda command: command.words[0])
def test_help_names_the_command_in_the_readers_language(language: Language, command: object) -> None:
    """What stands in bold in the help is a word that runs this very command."""
    key = command.key  # type: ignore[attr-defined]
    words = re.findall(r"\*\*(.+?)\*\*", literal(messages(language)[key]))
    assert [WORDS[fold(word)].key for word in words] == [key]


NO_COMMANDS = {"pledge-ask-valid_from", "pledge-ask-valid_until", "pledge-ask-resolution", "pledge-ask-condition"}
NO_COMMANDS |= {"evidence-ask-said", "evidence-file-say-more"}
NO_COMMANDS |= {"number-unclear", "date-unclear", "until-unclear", "land-unknown"}
NO_COMMANDS |= {"time-missing", "day-missing", "time-unclear"}
NO_COMMANDS |= {
    "time-does-not-exist",
    "length-unclear",
    "audience-unclear",
    *(key for key in messages(Language.GERMAN) if key.startswith("audience-step-")),
    *(f"audience-{what}" for what in ("size-unclear", "since-unclear", "person-unknown", "either", "exceptions")),
    *(f"audience-{what}" for what in ("survey-unknown", "meeting-unknown", "survey-answered", "answer-unclear")),
    "timezone-unknown",
    "meeting-nothing-changed",
}
NO_COMMANDS |= {"meeting-substitute-ask-who"}
RECURRENCES = {"reminder-ask-when", "recurrence-which-day", "recurrence-not-always"}
NO_COMMANDS |= RECURRENCES
NO_COMMANDS |= {f"minutes-{asks}-{step}" for asks in ("ask", "more") for step in ("text", "tasks")}
NO_COMMANDS |= {"task-ask-party", "task-ask-due_on", "task-how", "task-owner-unknown"}
NO_COMMANDS |= {f"date-poll-{what}" for what in ("ask-dates", "ask-duration", "ask-audience", "unclear", "how")}
NO_COMMANDS |= {"date-votes-unclear", "date-proposal-ask-start"}
NO_COMMANDS |= {f"meeting-ask-{step}" for step in ("start", "duration", "audience", "capacity", "timezone", "rule")}

NO_COMMANDS |= {key for key in messages(Language.GERMAN) if key.startswith(("xlsform-", "expression-"))}
NO_COMMANDS |= {"survey-number-unclear", "survey-choices-unclear", "survey-choice-none", "survey-acknowledge"}
NO_COMMANDS |= {f"survey-how-{kind}" for kind in ("select-multiple", "rank", "date")}
NO_COMMANDS |= {key for key in messages(Language.GERMAN) if re.match(r"announcement-(asking-)?(ask|more)-", key)}
NO_COMMANDS |= {
    f"announcement-{what}" for what in ("urgency-unclear", "group-unknown", "pinned-unclear", "starts-past")
}
NO_COMMANDS |= {f"announcement-{what}" for what in ("file-wanted", "again-unclear", "goes-low")}
NO_COMMANDS |= {"survey-welcome", "survey-welcome-back", "survey-change", "survey-hand-which"}
NO_COMMANDS |= {f"survey-review-{what}" for what in ("contradicted", "contradicted-sent", "send", "unclear")}
NO_COMMANDS |= {
    key
    for key in messages(Language.GERMAN)
    if key.startswith(("survey-author-ask-", "survey-correct-", "survey-quick-"))
}
NO_COMMANDS |= {
    f"survey-author-{what}" for what in ("more-quick", "questions-unclear", "opens-past", "wave-unknown", "not-longer")
}
NO_COMMANDS |= {f"enquiry-{what}" for what in ("how-room", "planned", "planned-past", "claimed-already", "not-open")}
NO_COMMANDS |= {f"enquiry-{what}" for what in ("order-unknown", "order-nearest", "deed-unknown", "moment-unclear")}
"""What works below a question to the office: see ``test_enquiry_orders``."""


@pytest.mark.parametrize("language", Language)
def test_every_command_in_a_sentence_works_as_it_is_written(language: Language) -> None:
    """Whoever does what a sentence says gets what it promises."""
    said = [
        (key, words)
        for key, message in messages(language).items()
        if key not in NO_COMMANDS
        for words in re.findall(
            r"(?<![\w*\\])\*(?!\*)(.+?)(?<!\\)\*(?![\w*])", re.sub(r"\*\*.*?\*\*", "", literal(message))
        )
    ]
    assert len(said) > 30
    assert not [(key, words) for key, words in said if fold(PREFIX.sub("", words).split()[0]) not in WORDS]


DAYS = [date(2021, 7, 5), date(2026, 12, 30), date(2027, 9, 1)]


@pytest.mark.parametrize("today", DAYS)
@pytest.mark.parametrize("language", Language)
def test_days_and_places_in_examples_can_be_read(language: Language, today: date) -> None:
    """The examples in our questions are answers on any day: none has passed."""
    wording = Wording(language, ZoneInfo("Europe/Berlin"), today)
    for key in ("pledge-ask-valid_from", "pledge-ask-valid_until", "date-unclear"):
        for words in re.findall(r"\*(.+?)\*", wording(key, typed="x")):
            assert read_day(words, today).day >= today
    for words in re.findall(r"\*(.+?)\*", literal(messages(language)["land-unknown"])):
        assert named(Land, words)


@pytest.mark.parametrize("language", Language)
def test_the_examples_of_recurrences_can_be_read(language: Language) -> None:
    """Whoever writes an example of ours is understood to its last word."""
    wording = Wording(language, ZoneInfo("Europe/Berlin"), DAYS[0])
    asked = " ".join(wording(key, typed="x") for key in RECURRENCES)
    whole = re.findall(r"\*(\w+) (.+?)\*", wording("reminders-none"))
    examples = [*re.findall(r"\*(.+?)\*", asked), *(line for _, line in whole)]
    assert len(examples) == 11
    for words in examples:
        read = read_recurrence(words, DAYS[0])
        assert (bool(read.rule), read.problem) == (True, None), words
        assert read.text in {"", "Lage", "status"}


@pytest.mark.parametrize("today", DAYS)
@pytest.mark.parametrize("language", Language)
def test_the_example_of_a_whole_line_leaves_nothing_to_ask_but_what_it_lacks(language: Language, today: date) -> None:
    """The help's example is understood to its last word."""
    text = Wording(language, ZoneInfo("Europe/Berlin"), today)("help-zusage")
    example = re.findall(r"(?<!\*)\*([^*]+)\*(?!\*)", text)[-1]
    line = read_pledge_line(example.partition(" ")[2], today)
    assert not line.problems
    assert not line.rest
    assert set(line.answers) == {"places", "target_group", "programme", "valid_until"}


@pytest.mark.parametrize("language", Language)
def test_the_examples_of_invitations_name_a_role(language: Language) -> None:
    """So that "invite contact Köln" invites a contact."""
    for key, role in (("help-einladen", Role.CONTACT), ("digest-preview-nobody", Role.SPOKESPERSON)):
        text = re.sub(r"\*\*.*?\*\*", "", literal(messages(language)[key]))
        example = re.findall(r"(?<!\\)\*(.+?)(?<!\\)\*(?!\w)", text)[-1].replace("\\", "")
        found = find_name(Role, example.partition(" ")[2])
        assert found
        assert found[0] is role


@pytest.mark.parametrize("language", Language)
def test_no_label_of_an_answer_begins_like_a_command(language: Language) -> None:
    """Whoever types the label of a choice gets that choice: "Start" as a detail to change would be the command."""
    several = [dialogue for dialogue in DIALOGUES if len(dialogue.steps) > 1 and dialogue.review]
    keys = {f"{dialogue.name}-{step.key}" for dialogue in several for step in dialogue.steps}
    keys |= {f"{dialogue.name}-send" for dialogue in DIALOGUES if dialogue.review}
    # An answer to an invitation may: whoever types it is asked which of the two they mean.
    keys |= {f"{kind}-{member.value}" for kind, members in NAMED.items() for member in members if members is not Answer}
    labels = [str(wording(language)(key)) for key in keys | {"dialogue-skip", "dialogue-alter", "pledge-open-end"}]
    assert not [label for label in labels if fold(label.split()[0]) in WORDS]
