"""The mail and the webhooks received, as pages."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape

from moderation_local.mailbox.hooks import ReceivedHook
from moderation_local.mailbox.letters import Letter
from moderation_local.markup import block, clock_time, link, page, table, tag


def letters_page(letters: Sequence[Letter]) -> str:
    """Return the list of the mail."""
    rows = [
        (
            escape(clock_time(letter.received_at)),
            escape(", ".join(letter.recipients)),
            link(f"/mail/{letter.id}", letter.subject or "(no subject)"),
        )
        for letter in letters
    ]
    body = table(("Received", "To", "Subject"), rows) if rows else tag("p", "No mail yet.")
    return page("Mail", body)


def letter_page(letter: Letter) -> str:
    """Return one mail."""
    rows = [
        ("From", escape(letter.sender)),
        ("To", escape(", ".join(letter.recipients))),
        ("Received", escape(clock_time(letter.received_at))),
    ]
    return page(letter.subject or "(no subject)", table(("", ""), rows), block(letter.text))


def hooks_page(hooks: Sequence[ReceivedHook]) -> str:
    """Return the list of the webhooks."""
    if not hooks:
        return page("Webhooks", tag("p", "No webhook yet."))
    words = {True: "signature right", False: "signature wrong", None: "signature not checked"}
    parts = [
        tag("h2", f"{hook.name}, {clock_time(hook.received_at)}")
        + tag("p", words[hook.signed], kind="quiet")
        + tag("pre", json.dumps(hook.body, indent=1, ensure_ascii=False))
        for hook in hooks
    ]
    return page("Webhooks", *parts)
