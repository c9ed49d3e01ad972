"""Why the datalab gave no answer, one class for each thing that the caller can do about it."""

from __future__ import annotations

import re

_STATUS = {
    "Unauthorized": "refused",
    "PermissionDenied": "refused",
    "Unauthenticated": "token",
    "InvalidArgument": "invalid",
    "NotFound": "invalid",
    "ResourceExhausted": "limit",
    "DeadlineExceeded": "stopped",
    "Canceled": "stopped",
    "Cancelled": "stopped",
    "Unavailable": "stopped",
}


class DatalabError(Exception):
    """An answer that is not a result, as one sentence."""


class Refused(DatalabError):
    """A convention or a rule of the session refuses; asking again unchanged is refused again.

    ``rule`` is what refuses: ``convention CONV-2026-001, article 2``, or ``surface.function``.
    """

    def __init__(self, rule: str, sentence: str) -> None:
        super().__init__(f"refused by {rule}: {sentence}")
        self.rule = rule
        self.sentence = sentence


class BadToken(DatalabError):
    """The token is missing, unknown, expired or revoked: have one issued."""


class InvalidQuery(DatalabError):
    """The query is not SQL over the granted tables, or failed on the data: correct it."""


class OverLimit(DatalabError):
    """The query, or the session, went over a limit: ask for less, or wait."""


class Stopped(DatalabError):
    """The query was stopped before its end, by the clock, by its client or by the server."""


def told(error: Exception) -> DatalabError:
    """The datalab's own sentence, out of the error of the driver."""
    text = str(error)
    match = re.search(r"\[FlightSQL\] (.*) \((\w+); [^;]*$", text, re.DOTALL)
    if match is None:
        return DatalabError(text)
    sentence, status = match.group(1), match.group(2)
    refusal = re.match(r"refused by (.+?): (.*)", sentence, re.DOTALL)
    kind = _STATUS.get(status)
    if kind == "refused" and refusal is not None:
        return Refused(refusal.group(1), refusal.group(2))
    classes = {"token": BadToken, "invalid": InvalidQuery, "limit": OverLimit, "stopped": Stopped}
    return classes.get(kind or "", DatalabError)(sentence)
