"""Verifying: the whole stored record goes through the verifier, a row at a time."""

from __future__ import annotations

from collections.abc import Collection

from moderation_audit.domain.report import VerificationReport
from moderation_audit.domain.verification import NotedHead, Verifier
from moderation_audit.ports import ScanStore


async def verify_record(
    store: ScanStore, *, noted: Collection[NotedHead] = ()
) -> VerificationReport:
    """Check the record as it stands at one moment, also against heads noted elsewhere.

    Appends may go on meanwhile. Memory does not grow with the record. Raises `TransientError`
    when the store is away.
    """
    verifier = Verifier(noted=noted)
    async with store.scanning() as scan:
        heads = aiter(scan.heads())
        head = await anext(heads, None)
        async for entry in scan.entries():
            verifier.take_entry(entry)
            while head is not None and head.tree_size <= verifier.entries_taken:
                verifier.take_head(head)
                head = await anext(heads, None)
        while head is not None:
            verifier.take_head(head)
            head = await anext(heads, None)
        async for entry_id, index in scan.ids():
            verifier.take_id(entry_id, index)
        verifier.take_unguarded(await scan.unguarded())
    return verifier.report()
