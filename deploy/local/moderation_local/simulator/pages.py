"""What the public sees: each account's posts with their comments, and what became of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
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
_SHOWN_OF_ANSWERED: Final = 120
"""Characters of a comment beside what answers it: enough to know it again."""

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
    threads = _Threads(latest, world)
    parts: list[str] = []
    for post in world.comments.posts_of(account.platform, account.account_id):
        if below := threads.below(post.id):
            parts += [tag("h2", post.text), *below]
    if threads.elsewhere:
        parts += [tag("h2", "On other people's pages"), *map(threads.show, threads.elsewhere)]
    messages = [one for one in threads.shown.values() if one.kind is Kind.DIRECT_MESSAGE]
    if messages:
        parts.append(tag("h2", "Private messages"))
        parts += [_box(one, ()) for one in messages]
    if not parts:
        parts.append(tag("p", "Nobody has written yet."))
    return page(f"{account.name} on {_PLATFORM_NAMES[account.platform]}", *parts)


class _Threads:
    """Comments, each under what it answers."""

    def __init__(self, comments: Iterable[StoredComment], world: World) -> None:
        self._world = world
        in_order = sorted(comments, key=lambda comment: (comment.created_at, comment.id))
        self.shown = {comment.id: comment for comment in in_order}
        self._below: dict[str, list[StoredComment]] = defaultdict(list)
        self.elsewhere: list[StoredComment] = []
        """What stands under no post of the account's."""
        for comment in in_order:
            # What answers an older comment, which is not among these, stands where that stood.
            above = comment.parent_id if comment.parent_id in self.shown else comment.post_id
            if above is not None:
                self._below[above].append(comment)
            elif comment.kind is not Kind.DIRECT_MESSAGE:
                self.elsewhere.append(comment)

    def below(self, above: str) -> list[str]:
        """Return what stands under a post or comment, each with its own answers."""
        return [self.show(comment) for comment in self._below.get(above, ())]

    def show(self, comment: StoredComment) -> str:
        """Return a comment with what it answers and what answers it."""
        return _box(comment, self.below(comment.id), answered=self._answered_by(comment))

    def _answered_by(self, comment: StoredComment) -> StoredComment | None:
        if comment.kind is not Kind.REPLY or comment.parent_id is None:
            return None
        known = self.shown.get(comment.parent_id)
        return known or self._world.comments.find(comment.platform, comment.parent_id)


def _box(
    comment: StoredComment, answers: Iterable[str], *, answered: StoredComment | None = None
) -> str:
    state, kind = _state(comment)
    who = f"{comment.author_name}, {clock_time(comment.created_at)}"
    edited = " Edited." if comment.edited_at is not None or comment.edit_of is not None else ""
    private = " Answered in private." if comment.private_reply_id is not None else ""
    lines = (
        tag("p", who + "." + edited + private, kind="quiet"),
        "" if answered is None else tag("p", _say_answered(answered), kind="quiet"),
        tag("p", state, kind="state"),
        tag("p", comment.text),
    )
    return f'<article class="{escape(kind)}">{"".join(lines)}{"".join(answers)}</article>'


def _say_answered(answered: StoredComment) -> str:
    text = " ".join(answered.text.split())
    beginning = text if len(text) <= _SHOWN_OF_ANSWERED else f"{text[:_SHOWN_OF_ANSWERED]}…"
    return f"Answers {answered.author_name}: “{beginning}”"


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
