"""Why the datalab gave no answer, one class for each thing that the caller can do about it."""

from __future__ import annotations

import linecache
import pathlib
import re
import traceback

_FLIGHT = {
    "PERMISSION_DENIED": "Unauthorized",
    "UNAUTHENTICATED": "Unauthenticated",
    "INVALID_ARGUMENT": "InvalidArgument",
    "NOT_FOUND": "NotFound",
    "RESOURCE_EXHAUSTED": "ResourceExhausted",
    "DEADLINE_EXCEEDED": "DeadlineExceeded",
    "CANCELLED": "Cancelled",
    "UNAVAILABLE": "Unavailable",
}
"""The names of statuses as gRPC itself writes them, by those of the ADBC driver."""

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


_CONNECTING = {
    "connection refused": "No bridge answers there: is it open (`datalab serve bridge`), and is the"
    " address right?",
    "name resolver error": "No machine has that name: is the address right?",
    "no such host": "No machine has that name: is the address right?",
    "signed by unknown authority": "The bridge is not known by the certificate that was given: give"
    " the file that `datalab serve bridge` prints, as `certificate` or DATALAB_CERTIFICATE.",
    "certificate is valid for": "The bridge's certificate is for another name: use the address that"
    " `datalab serve bridge` prints.",
    "certificate has expired": "The bridge's certificate has expired: whoever runs it renews it.",
    "error reading server preface": "The bridge speaks TLS: its address begins with grpc+tls://.",
    "first record does not look like a TLS handshake": "What answers there does not speak TLS: is it"
    " the bridge's address?",
}
"""What a person is told when there is no way to the server, by what Go's library says."""

_HERE = str(pathlib.Path(__file__).parent)


class DatalabError(Exception):
    """An answer that is not a result, as one sentence."""

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows: the line that asked, and the sentence, without the way between."""
        shown = []
        for frame, line in traceback.walk_tb(self.__traceback__):
            file = frame.f_code.co_filename
            if file.startswith(_HERE):
                break
            source = linecache.getline(file, line).strip()
            shown = [f"line {line}: {source}"] if source else []
        return [*shown, f"{type(self).__name__}: {self}"]


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
    """The datalab's own sentence, out of the error of the driver or of Flight's client."""
    text = str(error)
    unreachable = next((told for mark, told in _CONNECTING.items() if mark in text), None)
    if unreachable is not None:
        return Stopped(unreachable)
    adbc = re.search(r"\[FlightSQL\] (.*) \((\w+); [^;]*$", text, re.DOTALL)
    bare = re.search(r"with message: (.*?)\.? gRPC client debug context: ([A-Z_]+):", text, re.DOTALL)
    if adbc is not None:
        sentence, status = adbc.group(1), adbc.group(2)
    elif bare is not None:
        sentence, status = bare.group(1), _FLIGHT.get(bare.group(2), "")
    else:
        return DatalabError(text)
    refusal = re.match(r"refused by (.+?): (.*)", sentence, re.DOTALL)
    kind = _STATUS.get(status)
    if kind == "refused" and refusal is not None:
        return Refused(refusal.group(1), refusal.group(2))
    classes = {"token": BadToken, "invalid": InvalidQuery, "limit": OverLimit, "stopped": Stopped}
    return classes.get(kind or "", DatalabError)(sentence)
