"""Surveys leave as a document and come back: whole, once, and nothing that is not theirs to know."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from survey_stage import CLOSES, DAY, FIRST, FORM, GROUPS, HOUR, NOW, OFFICE, READY, SECOND, Stage, form, places, populate

from storage.database import Database
from storage.survey_documents import SurveyFileError, read_document, written
from storage.survey_exports import answer_rows, document_of, protected_document
from storage.survey_handovers import hand
from storage.survey_imports import import_survey
from storage.surveys import Anonymity, Survey, SurveyState
