"""The Graph API's errors, by their documented codes."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Final

from moderation_local.simulator.exchange import RefusalError
from moderation_local.simulator.faults import Fault, Revocation

UNKNOWN_ERROR: Final = 1
SERVICE_UNAVAILABLE: Final = 2
APP_THROTTLED: Final = 4
NO_PERMISSION: Final = 10
PAGE_THROTTLED: Final = 32
INVALID_PARAMETER: Final = 100
TOKEN_REFUSED: Final = 190
MISSING_PERMISSION: Final = 200
WINDOW_CLOSED: Final = 551
ALREADY_REPLIED: Final = 10900
NOT_REPLYABLE: Final = 10903

_GONE_SUBCODE: Final = 33
_WINDOW_SUBCODE: Final = 2018109


@dataclass(frozen=True)
class _Form:
    message: str
    type: str = "OAuthException"
    status: int = 400


# Codes and meanings as documented; the codes above 10,000 as public code meets them.
_FORMS: Final = {
    UNKNOWN_ERROR: _Form("An unknown error occurred", status=500),
    SERVICE_UNAVAILABLE: _Form("Service temporarily unavailable", status=500),
    3: _Form("The app does not have the capability to make this call", status=403),
    APP_THROTTLED: _Form("Application request limit reached"),
    NO_PERMISSION: _Form("The app does not have permission for this action", status=403),
    17: _Form("User request limit reached"),
    PAGE_THROTTLED: _Form("Page request limit reached"),
    INVALID_PARAMETER: _Form("Invalid parameter"),
    102: _Form("The session is no longer valid", status=401),
    TOKEN_REFUSED: _Form("The access token cannot be used", status=401),
    MISSING_PERMISSION: _Form("Permissions error", status=403),
    341: _Form("Temporary limit reached"),
    368: _Form("The action has been blocked for a breach of policy"),
    506: _Form("The post is a duplicate of the last one"),
    WINDOW_CLOSED: _Form("This person isn't available right now"),
    613: _Form("Calls to this API have exceeded the rate limit"),
    80001: _Form("There have been too many calls to this page"),
    ALREADY_REPLIED: _Form("Activity already replied to"),
    NOT_REPLYABLE: _Form("This person cannot be replied to for this activity"),
}


def graph_error(
    code: int, *, subcode: int | None = None, message: str | None = None
) -> RefusalError:
    """Return the refusal with a documented code; an unlisted code is an invalid request."""
    form = _FORMS.get(code, _Form("The request was refused"))
    error: dict[str, object] = {
        "message": f"(#{code}) {message or form.message}",
        "type": form.type,
        "code": code,
        "fbtrace_id": uuid.uuid4().hex[:16],
    }
    if subcode is not None:
        error["error_subcode"] = subcode
    shown = str(code) if subcode is None else f"{code}/{subcode}"
    return RefusalError(status=form.status, code=shown, body={"error": error})


def no_such_object(object_id: str, *, verb: str) -> RefusalError:
    """Return the answer for what is gone, and equally for what the token may not see."""
    message = (
        f"Unsupported {verb} request. Object with ID '{object_id}' does not exist, cannot be "
        "loaded due to missing permissions, or does not support this operation"
    )
    return graph_error(INVALID_PARAMETER, subcode=_GONE_SUBCODE, message=message)


def window_closed() -> RefusalError:
    """Return the answer to a message outside the time in which the person may be written to."""
    return graph_error(WINDOW_CLOSED, subcode=_WINDOW_SUBCODE)


def token_refused(revocation: Revocation | None) -> RefusalError:
    """Return the answer to a wrong or withdrawn token."""
    return graph_error(TOKEN_REFUSED, subcode=None if revocation is None else revocation.subcode)


def ordered(fault: Fault) -> RefusalError:
    """Return the error that the control side ordered."""
    return graph_error(fault.code or UNKNOWN_ERROR, subcode=fault.subcode)
