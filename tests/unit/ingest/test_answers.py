"""What the platforms' answers to our calls mean."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from moderation_ingest.domain.facebook import answers as facebook
from moderation_ingest.domain.outcome import (
    Done,
    Limited,
    PerhapsGone,
    Refused,
    Unauthorised,
    Unavailable,
    rest_for_usage,
)
from moderation_ingest.domain.payload import JsonObject
from moderation_ingest.domain.x import answers as x
from tests.support.ingest import NOW


def facebook_error(code: object, subcode: int | None = None, *, status: int = 400) -> object:
    """Return what an error of Facebook's means."""
    error: JsonObject = {"code": code, "message": "words"}  # type: ignore[dict-item]
    if subcode is not None:
        error["error_subcode"] = subcode
    return facebook.read_failure(status, {"error": error}, {}, now=NOW)


@pytest.mark.parametrize(
    "codes, outcome",
    [
        ([(190, None), (190, 463), (102, None)], Unauthorised),
        ([(10, None), (200, None), (299, None), (3, None), (368, None), (506 + 1, None)], Refused),
        ([(551, None), (10, 2018109), (10900, None), (100, None)], Refused),
        ([(4, None), (17, None), (32, None), (341, None), (613, None), (80001, None)], Limited),
        ([(1, None), (2, None)], Unavailable),
        ([(100, 33)], PerhapsGone),
        ([(506, None)], Done),
    ],
)
def test_facebook_codes_fall_into_classes(
    codes: list[tuple[int, int | None]], outcome: type[object]
) -> None:
    """Every documented code has its class; an undocumented one is for a person."""
    for code, subcode in codes:
        assert isinstance(facebook_error(code, subcode), outcome), (code, subcode)


@pytest.mark.parametrize(
    "status, outcome",
    [
        (400, Refused),
        (401, Unauthorised),
        (403, Refused),
        (404, PerhapsGone),
        (429, Limited),
        (500, Unavailable),
        (502, Unavailable),
    ],
)
def test_facebook_answers_without_a_code_go_by_their_status(
    status: int, outcome: type[object]
) -> None:
    """A gateway's page instead of JSON is understood as far as its status goes."""
    assert isinstance(facebook.read_failure(status, {}, {}, now=NOW), outcome)
    assert isinstance(facebook_error("soon", status=status), outcome)


def test_facebook_says_when_to_come_back() -> None:
    """The longest regain time among the business use cases counts, in minutes, a day at most."""
    usage = {"1": [{"estimated_time_to_regain_access": 5}, {"estimated_time_to_regain_access": 7}]}
    headers = {"x-business-use-case-usage": json.dumps(usage)}

    limited = facebook.read_failure(400, {"error": {"code": 32}}, headers, now=NOW)
    assert limited == Limited(limited.reason, NOW + timedelta(minutes=7))  # type: ignore[union-attr]

    endless = {"x-business-use-case-usage": '{"1":[{"estimated_time_to_regain_access":1e300}]}'}
    limited = facebook.read_failure(400, {"error": {"code": 32}}, endless, now=NOW)
    assert isinstance(limited, Limited)
    assert limited.resume_at == NOW + timedelta(days=1)


@pytest.mark.parametrize(
    "headers, percent",
    [
        ({}, 0),
        ({"x-app-usage": '{"call_count":28,"total_cputime":85,"total_time":3}'}, 85),
        ({"x-business-use-case-usage": '{"1":[{"call_count":91}]}'}, 91),
        ({"x-app-usage": "?", "x-business-use-case-usage": '{"1":"?"}'}, 0),
        ({"x-app-usage": '{"call_count":"99"}'}, 0),
    ],
)
def test_facebook_usage(headers: dict[str, str], percent: float) -> None:
    """The highest percentage of either header counts; an odd header counts for nothing."""
    assert facebook.read_usage(headers) == percent


@pytest.mark.parametrize("percent, rest_s", [(0, 0), (79.9, 0), (80, 5), (100, 300), (250, 300)])
def test_from_eighty_per_cent_it_goes_slower(percent: float, rest_s: float) -> None:
    """The nearer the limit, the longer the rest after a call."""
    assert rest_for_usage(percent) == rest_s


@pytest.mark.parametrize(
    "status, body, outcome",
    [
        (401, {"title": "Unauthorized"}, Unauthorised),
        (403, {"type": "https://api.x.com/2/problems/not-authorized-for-resource"}, Refused),
        (403, {"type": "https://api.x.com/2/problems/client-forbidden"}, Refused),
        (400, {}, Refused),
        (404, {}, PerhapsGone),
        (
            200,
            {"errors": [{"type": "https://api.x.com/2/problems/resource-not-found"}]},
            PerhapsGone,
        ),
        (429, {"type": "https://api.x.com/2/problems/rate-limit-exceeded"}, Limited),
        (500, {}, Unavailable),
        (503, {}, Unavailable),
    ],
)
def test_x_answers_fall_into_classes(status: int, body: JsonObject, outcome: type[object]) -> None:
    """Status first, then the problem's type, also where an error comes with status 200."""
    assert not x.is_success(status, body)
    assert isinstance(x.read_failure(status, body, {}, now=NOW), outcome)


def test_x_success_may_carry_errors_beside_data() -> None:
    """Errors about a part of the answer do not undo it."""
    assert x.is_success(200, {"data": {"hidden": True}, "errors": [{"type": "partial"}]})
    assert not x.is_success(200, {"errors": [{}]})


def test_x_says_when_to_come_back() -> None:
    """The reset header names the second; a monthly cap is waited out for hours."""
    reset = datetime(2026, 3, 2, 10, 12, tzinfo=UTC)
    headers = {"x-rate-limit-reset": str(int(reset.timestamp())), "x-rate-limit-remaining": "0"}

    limited = x.read_failure(429, {}, headers, now=NOW)
    capped = x.read_failure(429, {"type": "https://x/problems/usage-capped"}, headers, now=NOW)

    assert isinstance(limited, Limited)
    assert limited.resume_at == reset
    assert isinstance(capped, Limited)
    assert capped.resume_at is not None
    assert capped.resume_at > NOW + timedelta(hours=1)
    assert x.read_rest(headers, now=NOW) == 720
    assert x.read_rest(headers | {"x-rate-limit-remaining": "1"}, now=NOW) == 0


@pytest.mark.parametrize("written", ["", "soon", "-5", "9" * 30])
def test_an_odd_reset_header_is_no_time(written: str) -> None:
    """What cannot be read is as good as absent, and never further off than a day."""
    assert x.read_reset({"x-rate-limit-reset": written}, now=NOW) is None
    far = x.read_reset({"x-rate-limit-reset": "99999999999"}, now=NOW)
    assert far == NOW + timedelta(days=1)


def test_whether_a_lost_call_may_have_been_carried_out() -> None:
    """Only a 503 says that X did not take the request up."""
    assert x.read_failure(503, {}, {}, now=NOW) == Unavailable(
        "X answered 503: a fault of theirs.", uncertain=False
    )
    lost = x.read_failure(502, {}, {}, now=NOW)
    assert isinstance(lost, Unavailable)
    assert lost.uncertain


def test_reasons_quote_no_words_of_the_platform() -> None:
    """A platform's own message could repeat a comment, so that reasons hold codes only."""
    refused = facebook_error(200)
    assert isinstance(refused, Refused)
    assert "words" not in refused.reason

    body: JsonObject = {"type": "https://x/problems/<b>odd words</b>", "detail": "words"}
    refused = x.read_failure(403, body, {}, now=NOW)
    assert isinstance(refused, Refused)
    assert "words" not in refused.reason
