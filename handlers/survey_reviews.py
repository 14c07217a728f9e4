"""What a municipality has answered so far, by number: to be checked, changed and sent; and who of it said what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from handlers.messages import Choice
from handlers.survey_papers import Paper
from handlers.survey_questions import label_words, speaker, value_words
from handlers.survey_telling import place_name
from handlers.wording import Markdown
from storage.persons import Person
from storage.survey_forms import Question
from storage.surveys import Anonymity

LONGEST_LABEL = 80
"""Characters of a question that the review repeats."""

SEND, ALTER, LATER, DONE = "absenden", "ändern", "pause", "fertig"


def review_text(paper: Paper) -> Markdown:
    """Write all answers that count, what is missing and with whom, and what is contradicted."""
    wording = paper.turn.wording
    key = "survey-review-sent" if is_sent(paper) else "survey-review-trial" if paper.is_rehearsed else "survey-review"
    head = wording(key, title=paper.survey.title, place=place_name(paper))
    lines = [_line(paper, place, question) for place, question in enumerate(paper.asked, start=1)]
    notes = [label_words(paper, note.label) for note in paper.notes_before()]
    return Markdown(
        "\n\n".join(part for part in (head, "\n".join(lines), who_said(paper), *notes, _end(paper)) if part)
    )


def is_sent(paper: Paper) -> bool:
    """Say whether the answers are sent already, so that each change counts at once."""
    return paper.part is not None and paper.part.sent_at is not None


def missing(paper: Paper) -> list[Question]:
    """List the relevant questions that nobody has answered or passed over."""
    return [question for question in paper.asked if not paper.is_answered(question)]


def review_choices(paper: Paper) -> Sequence[Choice]:
    """List what can be done with the answers."""
    wording = paper.turn.wording
    alter = Choice(wording("dialogue-alter"), ALTER)
    if is_sent(paper):
        return (alter, Choice(wording("dialogue-enough"), DONE))
    later = Choice(wording("survey-preview-end" if paper.is_rehearsed else "survey-later"), LATER)
    if missing(paper) or paper.conflicts():
        return (alter, later)
    return (Choice(wording("survey-preview-send" if paper.is_rehearsed else "survey-send"), SEND), alter, later)


def _line(paper: Paper, place: int, question: Question) -> Markdown:
    wording = paper.turn.wording
    asked = label_words(paper, question.label, LONGEST_LABEL)
    against = paper.conflicts().get(question.name)
    if against:
        said = [
            wording("survey-answer-of", answer=value_words(wording, question, each.value), by=speaker(paper, each))
            for each in against
        ]
        return wording("survey-line-contradicted", place=place, question=asked, answers=Markdown(" / ".join(said)))
    if paper.is_answered(question):
        answer = value_words(wording, question, paper.given.get(question.name))
        return wording("survey-line", place=place, question=asked, answer=answer)
    if paper.is_with_colleague(question):
        whom = paper.turn.session.get(Person, paper.handovers[question.name].person_id)
        return wording("survey-line-handed", place=place, question=asked, to=whom.label if whom else "?")
    return wording("survey-line-open", place=place, question=asked)


def who_said(paper: Paper) -> Markdown:
    """Say who has answered which questions, where it was not only whoever reads this."""
    wording = paper.turn.wording
    by: dict[str, list[int]] = {}
    for place, question in enumerate(paper.asked, start=1):
        said = paper.said.get(question.name)
        if said is not None and paper.is_answered(question):
            mine = said.person_id == paper.turn.sender_id and not said.by_proxy
            by.setdefault("" if mine else speaker(paper, said), []).append(place)
    if not set(by) - {""}:
        return Markdown()
    said_by = [
        wording("survey-answered-by", places=spans(places), count=len(places), by=who or wording("survey-you"))
        for who, places in by.items()
    ]
    return Markdown(" ".join(said_by))


def spans(places: Iterable[int]) -> str:
    """Write numbers shortly: 1, 2, 3, 5 as "1–3, 5"."""
    runs = groupby(enumerate(sorted(places)), key=lambda pair: pair[1] - pair[0])
    ends = [(run[0][1], run[-1][1]) for run in (list(found) for _, found in runs)]
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in ends)


def _end(paper: Paper) -> Markdown:
    """Say what is left to do, or how long there is time."""
    wording, left = paper.turn.wording, missing(paper)
    if paper.conflicts():
        return wording("survey-review-contradicted-sent" if is_sent(paper) else "survey-review-contradicted")
    if left:
        key = "survey-review-missing-sent" if is_sent(paper) else "survey-review-missing"
        return wording(key, count=len(left), places=spans(map(paper.number, left)))
    if is_sent(paper):
        return wording("survey-review-until", until=paper.survey.closes_at)
    if paper.survey.anonymity is Anonymity.ANONYMOUS:
        return wording("survey-review-anonymous")
    return wording("survey-review-send")
