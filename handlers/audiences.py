"""Audiences in words: read as people write them, held against their rights, and written so that they can be read again.

How a text is divided is told in :mod:`handlers.audience_grammar`.
"""

from __future__ import annotations

from collections.abc import Iterable

from handlers.audience_grammar import EXCEPT, SEPARATOR, read_criteria
from handlers.audience_sizes import size_words
from handlers.problems import Problem
from handlers.synonyms import find_name
from handlers.turn import Turn
from handlers.wording import Markdown, Wording
from storage.answers import COMING, Answer
from storage.audience_criteria import Audience, Criteria
from storage.audiences import Reach
from storage.meetings import Meeting
from storage.municipalities import Land, Municipality, find_municipalities, municipalities_by_ags
from storage.persons import Role, persons_by_number
from storage.pledges import Programme
from storage.surveys import Survey

NAMED = 6
"""Places listed by name; more are only counted."""

SAID = {COMING: "coming", (Answer.NO,): "no", (Answer.MAYBE,): "maybe", (Answer.SUBSTITUTE,): "substitute", (): "none"}
"""What was said to a meeting, by the end of the sentence's key; anything else is any answer at all."""


def read_audience(turn: Turn, typed: str) -> Audience:
    """Read whom something is for. Raises :class:`Problem`, also where only a part is not known."""
    audience, unknown = read_known(turn, typed)
    if unknown:
        raise Problem("audience-unclear", typed=unknown[0])
    return audience


def read_known(turn: Turn, typed: str) -> tuple[Audience, list[str]]:
    """Read whom something is for as far as they are known, and the parts that are not. Raises :class:`Problem`."""
    parts, unknown = read_criteria(turn, typed)
    if not parts:
        raise unknown[0] if unknown else Problem("audience-unclear", typed=typed)
    return allowed(turn, Audience(anyone_of=tuple(parts))), [str(each.values["typed"]) for each in unknown]


def allowed(turn: Turn, audience: Audience) -> Audience:
    """Hold an audience against the rights of whoever asks: who coordinates one Land writes to that Land.

    Raises :class:`Problem` for another Land.
    """
    if turn.holds(Role.COORDINATOR):
        return audience
    own = turn.lands()
    parts: list[Criteria] = []
    for one in audience.anyone_of:
        lands = one.lands or tuple(turn.session.get_one(Municipality, ags).land for ags in one.places)
        if not set(lands) <= own:
            raise Problem("audience-not-yours", lands=", ".join(turn.wording.name(land) for land in sorted(own)))
        parts.append(one if lands else one.model_copy(update={"lands": tuple(sorted(own))}))
    return Audience(anyone_of=tuple(parts))


def audience_words(turn: Turn, audience: Audience) -> Markdown:
    """Write whom something is for, so that :func:`read_audience` reads the same."""
    apart = "; " if any(one.unless for one in audience.anyone_of) else ", "
    return Markdown(apart.join(_criteria_words(turn, one) for one in audience.anyone_of))


def _criteria_words(turn: Turn, one: Criteria) -> Markdown:
    wording = turn.wording
    words = _whom_words(turn, one)
    offers = _offer_words(wording, words, one)
    words = offers or words
    asked = [size_words(wording, one), *_answer_words(turn, one)]
    if one.since:
        asked.append(wording("audience-since", day=one.since))
    if one.networks:
        asked.append(wording("audience-on", networks=_either(wording, map(wording.network, one.networks))))
    words = Markdown(" ".join([words, *(each for each in asked if each)]))
    if one.unless:
        others = Markdown(", ".join(_exception_words(turn, each) for each in one.unless))
        words = wording("audience-except", whom=words, others=others)
    return words


def _whom_words(turn: Turn, one: Criteria) -> Markdown:
    """Write who is meant, and where. Places alone need no subject, unless something is asked of them."""
    wording = turn.wording
    places = _place_names(turn, one.places)
    if one.places and one.names("places", "unless", "programmes"):
        return _either(wording, places)
    words = _subject_words(turn, one)
    for kinds in (one.statuses, one.sizes):
        if kinds:
            of = _either(wording, [wording(f"audience-of-{kind}") for kind in kinds])
            words = wording("audience-of", whom=words, of=of)
    for where in ([wording.name(land) for land in one.lands], places):
        if where:
            words = wording("audience-in", whom=words, where=_either(wording, where))
    return words


def _subject_words(turn: Turn, one: Criteria) -> Markdown:
    wording = turn.wording
    roles = _either(
        wording, [wording.name(role).replace("*", r"\*") for role in one.roles]
    )  # two stars would be a mark
    if one.people:
        people = persons_by_number(turn.session, one.people)
        labels = {number: _unquoted(people[number].label) for number in one.people if number in people}
        words = _either(wording, [wording("audience-person", number=n, label=label) for n, label in labels.items()])
        return Markdown(f"{roles} {words}") if roles else words
    if roles:
        return roles
    plain = not (one.statuses or one.sizes or one.places or one.meetings)
    return wording("audience-everyone") if plain else wording("audience-all")


def _offer_words(wording: Wording, whom: Markdown, one: Criteria) -> Markdown | None:
    groups = _either(wording, [wording.name(group) for group in one.groups])
    if set(one.programmes) == set(Programme):
        return wording("audience-with-any", whom=whom)
    if not one.programmes:
        return wording("audience-with-group", whom=whom, groups=groups) if groups else None
    programmes = _either(wording, [wording.name(programme) for programme in one.programmes])
    if groups:
        return wording("audience-with-both", whom=whom, programmes=programmes, groups=groups)
    return wording("audience-with", whom=whom, programmes=programmes)


def _answer_words(turn: Turn, one: Criteria) -> list[Markdown]:
    said: list[Markdown] = []
    for survey in one.surveys:
        title = turn.session.get_one(Survey, survey.number).title
        key = "audience-survey-sent" if survey.sent else "audience-survey-missing"
        said.append(turn.wording(key, number=survey.number, title=_unquoted(title)))
    for held in one.rounds:
        key = "audience-round-answered" if held.answered else "audience-round-missing"
        said.append(turn.wording(key, number=held.number))
    for meeting in one.meetings:
        title = turn.session.get_one(Meeting, meeting.number).title
        key = f"audience-meeting-{SAID.get(meeting.answers, 'any')}"
        said.append(turn.wording(key, number=meeting.number, title=_unquoted(title)))
    return said


def _exception_words(turn: Turn, one: Criteria) -> Markdown:
    """Write whom to leave out; a Land alone needs no subject there."""
    lands = [turn.wording.name(land) for land in one.lands]
    return _either(turn.wording, lands) if one.names("lands") else _criteria_words(turn, one)


def _place_names(turn: Turn, keys: Iterable[str]) -> list[Markdown]:
    """Write municipalities so that each is found again: one whose name is not enough, with its AGS."""
    found = municipalities_by_ags(turn.session, list(keys))
    names: list[Markdown] = []
    for ags in keys:
        place = found[ags]
        plain = not (SEPARATOR.search(place.name) or EXCEPT.search(place.name))
        same = plain and find_municipalities(turn.session, place.name)
        alone = same == [place] and find_name(Land, place.name) is None
        key = "audience-place" if alone else "audience-place-key" if plain else "audience-key"
        names.append(turn.wording(key, name=place.name, ags=ags) if plain else turn.wording(key, ags=ags))
    return names


def _either(wording: Wording, names: Iterable[str]) -> Markdown:
    return Markdown(wording("audience-or").join(names))


def _unquoted(title: str) -> str:
    """Take away what would end a title in quotes too soon."""
    return title.translate(dict.fromkeys(map(ord, '„“”"»«‚‘'), "'"))


def reach_words(wording: Wording, found: Reach) -> Markdown:
    """Write how many are reached, and who is not."""
    places = {recipient.ags for recipient in found.recipients if recipient.ags}
    people = {recipient.person.id for recipient in found.recipients}
    lines = [wording("reach-count", people=len(people), places=len(places)) if people else wording("reach-nobody")]
    silent = [place.name for place in found.silent_places]
    if silent:
        more = len(silent) - NAMED
        key = "reach-silent-more" if more > 0 else "reach-silent"
        lines.append(wording(key, places=", ".join(silent[:NAMED]), count=len(silent), more=more))
    if found.unreachable:
        lines.append(wording("reach-gone", people=", ".join(person.label for person in found.unreachable[:NAMED])))
    return Markdown("\n".join(lines))
