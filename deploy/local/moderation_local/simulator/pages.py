"""What the public sees: each account's posts with their comments, and what became of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Final

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse, Response

from moderation_common.vocabulary import Kind, Platform
from moderation_local.markup import STYLE, clock_time, link, page, table, tag
from moderation_local.simulator.accounts import SimulatedAccount
from moderation_local.simulator.comments import RemovedBy, StoredComment
from moderation_local.simulator.world import World

_SHOWN: Final = 500
"""The newest of an account; more makes no readable page."""

_PLATFORM_NAMES: Final = {Platform.FACEBOOK: "Facebook", Platform.X: "X"}


def pages_router(world: World) -> APIRouter:
    """Return the routes of the pages."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    @router.get("/style.css")
    async def style() -> Response:
        return Response(STYLE, media_type="text/css")

    @router.get("/")
    async def overview() -> str:
        return _overview(world)

    @router.get("/accounts/{platform}/{account_id}")
    async def account_page(platform: Platform, account_id: str) -> str:
        account = world.accounts.find(platform, account_id)
        if account is None:
            raise HTTPException(404, "There is no such account.")
        return _account_page(account, world)

    return router


def _overview(world: World) -> str:
    rows = world.storage.fetch(
        "SELECT platform, account_id, count(*) AS total, sum(removed_at IS NOT NULL) AS removed,"
        " sum(hidden AND removed_at IS NULL) AS hidden, sum(by_account) AS ours FROM comment"
        " GROUP BY platform, account_id"
    )
    counts = {(row["platform"], row["account_id"]): row for row in rows}
    lines = []
    for account in sorted(world.accounts, key=lambda one: (one.name, one.platform)):
        count = counts.get((account.platform, account.account_id))
        address = f"/accounts/{account.platform}/{account.account_id}"
        numbers = [0, 0, 0, 0]
        if count is not None:
            ours, total = count["ours"], count["total"]
            numbers = [total - ours, count["hidden"], count["removed"], ours]
        shown = f"{account.name}, {_PLATFORM_NAMES[account.platform]}"
        lines.append([link(address, shown), *(str(number) for number in numbers)])
    heads = ("Account", "From the public", "Hidden", "Deleted", "From the account")
    return page("Simulated Facebook and X", table(heads, lines))


def _account_page(account: SimulatedAccount, world: World) -> str:
    latest = world.comments.latest(account.platform, account.account_id, limit=_SHOWN)
    comments = sorted(latest, key=lambda comment: (comment.created_at, comment.id))
    children: dict[str, list[StoredComment]] = defaultdict(list)
    for comment in comments:
        if comment.parent_id is not None:
            children[comment.parent_id].append(comment)
    parts: list[str] = []
    for post in world.comments.posts_of(account.platform, account.account_id):
        if children.get(post.id):
            parts.append(tag("h2", post.text))
            parts += _threads(children[post.id], children)
    elsewhere = [one for one in comments if one.kind is Kind.MENTION]
    if elsewhere:
        parts.append(tag("h2", "On other people's pages"))
        parts += _threads(elsewhere, children)
    messages = [one for one in comments if one.kind is Kind.DIRECT_MESSAGE]
    if messages:
        parts.append(tag("h2", "Private messages"))
        parts += [_box(one, ()) for one in messages]
    if not parts:
        parts.append(tag("p", "Nobody has written yet."))
    return page(f"{account.name} on {_PLATFORM_NAMES[account.platform]}", *parts)


def _threads(
    comments: Iterable[StoredComment], children: Mapping[str, Sequence[StoredComment]]
) -> list[str]:
    return [_box(comment, _threads(children.get(comment.id, ()), children)) for comment in comments]


def _box(comment: StoredComment, answers: Iterable[str]) -> str:
    state, kind = _state(comment)
    who = f"{comment.author_name}, {clock_time(comment.created_at)}"
    edited = " Edited." if comment.edited_at is not None or comment.edit_of is not None else ""
    private = " Answered in private." if comment.private_reply_id is not None else ""
    lines = (
        tag("p", who + "." + edited + private, kind="quiet"),
        tag("p", state, kind="state"),
        tag("p", comment.text),
    )
    return f'<article class="{escape(kind)}">{"".join(lines)}{"".join(answers)}</article>'


def _state(comment: StoredComment) -> tuple[str, str]:
    if comment.removed_by is RemovedBy.AUTHOR:
        return "Removed by its author", "deleted"
    if comment.removed_by is RemovedBy.ACCOUNT:
        return "Deleted by the account", "deleted"
    if comment.hidden:
        return "Hidden", "hidden"
    if comment.by_account:
        return "From the account", "ours"
    return "Shown", "shown"
