"""Sends the written day through the simulated platforms."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace

from moderation_common.errors import ConfigurationError
from moderation_common.policy import Account, PolicyPacks
from moderation_local.traffic.items import DemoItem, read_demo_day
from moderation_local.traffic.sending import (
    Outgoing,
    SentComment,
    SimulatorClient,
    SimulatorError,
    accounts_of,
)


async def send_demo_day(simulator_url: str, packs: PolicyPacks) -> list[SentComment]:
    """Write the whole day and return what was written, in the day's order.

    Raises `ConfigurationError` when a body or its account is missing from the packs, before
    anything is sent, and `SimulatorError` when the simulator does not take it.
    """
    items = read_demo_day()
    accounts = {item.id: _account(item, packs) for item in items}
    run = f"demo-{uuid.uuid4().hex[:12]}"
    sent: dict[str, SentComment] = {}
    async with SimulatorClient(simulator_url) as simulator:
        for wave in _waves(items):
            outgoing = [_outgoing(item, accounts[item.id], sent) for item in wave]
            results = await simulator.write_many(outgoing, run=run)
            for item, result in zip(wave, results, strict=True):
                if not isinstance(result, SentComment):
                    msg = f"The simulator did not take {item.id}: {result.reason}"
                    raise SimulatorError(msg)
                sent[item.id] = replace(result, expected=item.expect, text=item.final_text)
        for item in items:
            await _follow(simulator, item, sent[item.id])
    return [sent[item.id] for item in items]


def _account(item: DemoItem, packs: PolicyPacks) -> Account:
    pack = packs.get(item.org)
    if pack is None:
        msg = f"There is no policy pack for {item.org}; add it, since the demo speaks to that body."
        raise ConfigurationError(msg)
    for account in accounts_of(pack):
        if account.platform is item.platform:
            return account
    msg = f"The pack of {item.org} has no public {item.platform} account; add one for the demo."
    raise ConfigurationError(msg)


def _waves(items: Sequence[DemoItem]) -> list[list[DemoItem]]:
    """Return first what stands by itself, then what answers it, so that parents exist."""
    return [
        [item for item in items if item.answers is None],
        [item for item in items if item.answers is not None],
    ]


def _outgoing(item: DemoItem, account: Account, sent: dict[str, SentComment]) -> Outgoing:
    return Outgoing(
        key=item.id,
        ref=item.id,
        organisation=item.org,
        platform=item.platform,
        account_id=account.external_id,
        kind=item.kind,
        text=item.text,
        author=item.author,
        post=item.post,
        parent_id=None if item.answers is None else sent[item.answers].comment_id,
    )


async def _follow(simulator: SimulatorClient, item: DemoItem, sent: SentComment) -> None:
    for step in item.then:
        if step.edit is not None:
            await simulator.edit(sent, text=step.edit)
        elif step.remove:
            await simulator.remove(sent)
        else:
            await simulator.redeliver(sent, times=step.redeliver)
