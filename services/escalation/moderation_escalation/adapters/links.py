"""Links in alerts: a signed token for one person, one case and seven days.

It opens the page of that case, and where the alert was a group's the group's page, and nothing
else; the gate refuses it everywhere else.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from moderation_common.identity import CaseId
from moderation_common.web import Principal, TokenSigner
from moderation_escalation.domain.recipient import Recipient

LIFETIME: Final = timedelta(days=7)
"""Long enough for a team that comes back from a bank-holiday week-end and leave, short enough that
an old mailbox opens nothing."""


class SignedLinks:
    """See the port `Links`."""

    def __init__(self, tokens: TokenSigner, *, public_url: str) -> None:
        self._tokens = tokens
        self._public_url = public_url.rstrip("/")

    def page_of(
        self, case_id: CaseId, *, organisation: str, recipient: Recipient, now: datetime
    ) -> str:
        """Return the address at which the recipient reads and takes a case."""
        principal = Principal(
            subject=recipient.key,
            role=recipient.role,
            organisation=organisation,
            case_id=case_id,
        )
        token = self._tokens.issue(principal, now=now, lifetime=LIFETIME)
        return f"{self._public_url}/a/{token}"

    def group_page_of(
        self, case_id: CaseId, *, organisation: str, recipient: Recipient, now: datetime
    ) -> str:
        """Return the address at which they read and take all that waits for them."""
        page = self.page_of(case_id, organisation=organisation, recipient=recipient, now=now)
        return f"{page}/group"
