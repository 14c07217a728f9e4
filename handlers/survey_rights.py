"""Who may do and see what in a survey, and why somebody may not go on with what they had open."""

from __future__ import annotations

from handlers.turn import Turn
from storage.municipalities import Municipality
from storage.persons import Role
from storage.survey_answers import Desk
from storage.surveys import Anonymity, Survey, SurveyError


class DraftChangedError(SurveyError):
    """The draft that somebody walks through was changed, published or thrown away."""


class NotProxyError(SurveyError):
    """Somebody may not, or not any more, answer in the place of the municipality."""


class OwnWordError(SurveyError):
    """The municipality has answered itself, and whoever wants to answer in its place must not see what."""


def may_manage(turn: Turn, survey: Survey) -> bool:
    """Say whether somebody may change a survey: the office all, a Land's coordination those they made."""
    own = survey.created_by == turn.sender_id and turn.holds(Role.LAND_COORDINATOR)
    return turn.holds(Role.COORDINATOR) or own


def sees_names(turn: Turn, survey: Survey) -> bool:
    """Say whether somebody of the coordination sees which municipality answered what."""
    if survey.anonymity is Anonymity.COORDINATORS:
        return looks_after(turn, survey)
    return survey.anonymity is Anonymity.OPEN


def looks_after(turn: Turn, survey: Survey) -> bool:
    """Say whether a survey is somebody's: the office's, or of whoever made it."""
    return turn.holds(Role.COORDINATOR) or survey.created_by == turn.sender_id


def coordinates(turn: Turn, place: Municipality) -> bool:
    """Say whether somebody coordinates a municipality: the office all, a Land's coordination those of its Land."""
    return turn.holds(Role.COORDINATOR) or place.land in turn.lands()


def check_proxy(turn: Turn, desk: Desk) -> None:
    """See that somebody may answer in the place of a municipality.

    Raises :class:`NotProxyError`, and :class:`OwnWordError` where they would read what it said itself and must not.
    """
    if not coordinates(turn, turn.session.get_one(Municipality, desk.part.ags)):
        raise NotProxyError
    if not sees_names(turn, desk.survey) and any(not each.by_proxy for each in desk.said):
        raise OwnWordError
