"""X's refusals: problem documents with a type, a title and a detail."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from moderation_local.simulator.exchange import RefusalError
from moderation_local.simulator.faults import Fault

_PROBLEMS: Final = "https://api.twitter.com/2/problems/"


def problem(
    status: int, *, kind: str | None, title: str, detail: str, resource_id: str | None = None
) -> RefusalError:
    """Return a refusal; the kind is the last part of the documented type."""
    body: dict[str, object] = {
        "title": title,
        "detail": detail,
        "type": "about:blank" if kind is None else _PROBLEMS + kind,
        "status": int(status),
    }
    if resource_id is not None:
        body |= {"resource_type": "tweet", "resource_id": resource_id, "value": resource_id}
    return RefusalError(
        status=int(status),
        code=kind or str(int(status)),
        body=body,
        headers={"content-type": "application/problem+json"},
    )


def unauthorised() -> RefusalError:
    """Return the answer to a wrong or withdrawn token."""
    return problem(HTTPStatus.UNAUTHORIZED, kind=None, title="Unauthorized", detail="Unauthorized")


def no_such_post(post_id: str) -> RefusalError:
    """Return the answer for a post that does not exist any more."""
    return problem(
        HTTPStatus.NOT_FOUND,
        kind="resource-not-found",
        title="Not Found Error",
        detail=f"Could not find tweet with id: [{post_id}].",
        resource_id=post_id,
    )


def not_authorised(post_id: str, *, detail: str) -> RefusalError:
    """Return the answer to an action on something that is not the account's to act on."""
    return problem(
        HTTPStatus.FORBIDDEN,
        kind="not-authorized-for-resource",
        title="Authorization Error",
        detail=detail,
        resource_id=post_id,
    )


def client_forbidden(detail: str) -> RefusalError:
    """Return the answer to a call that the app's plan does not include."""
    return problem(
        HTTPStatus.FORBIDDEN, kind="client-forbidden", title="Client Forbidden", detail=detail
    )


def invalid_request(detail: str) -> RefusalError:
    """Return the answer to a call that is no proper one."""
    return problem(
        HTTPStatus.BAD_REQUEST, kind="invalid-request", title="Invalid Request", detail=detail
    )


def too_many() -> RefusalError:
    """Return the answer to a call beyond the allowance; the headers say until when."""
    return problem(
        HTTPStatus.TOO_MANY_REQUESTS,
        kind="rate-limit-exceeded",
        title="Too Many Requests",
        detail="Too Many Requests",
    )


_ORDERED: Final = {
    HTTPStatus.BAD_REQUEST: ("invalid-request", "Invalid Request"),
    HTTPStatus.FORBIDDEN: ("not-authorized-for-resource", "Authorization Error"),
    HTTPStatus.NOT_FOUND: ("resource-not-found", "Not Found Error"),
}


def ordered(fault: Fault) -> RefusalError:
    """Return the error that the control side ordered, by its HTTP status."""
    status = fault.code or HTTPStatus.SERVICE_UNAVAILABLE
    if status == HTTPStatus.UNAUTHORIZED:
        return unauthorised()
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return too_many()
    kind, title = _ORDERED.get(HTTPStatus(status), (None, HTTPStatus(status).phrase))
    return problem(status, kind=kind, title=title, detail=title)
