"""For what reason the machine alone would remove a text, where it had to be left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from moderation_classifier.domain.decision import Decision, Reason
from moderation_common.policy import PolicyPack
from training.gold import Source
from training.judged import is_removed
from training.measured import Measured
from training.tables import HAND_WRITTEN, percent

_UNSAID = ("–", "–")


def deciding_reason(decision: Decision, pack: PolicyPack) -> Reason | None:
    """Return the surest reason among the labels for which the house rule's rows remove.

    `None` where the rows ask for no label.
    """
    asked = {
        label
        for row in pack.categories
        if row.then.house_rule == decision.house_rule
        for label in (*row.when.labels_any, *row.when.labels_all)
    }
    reasons = (reason for reason in decision.reasons if reason.label in asked)
    return max(reasons, key=lambda reason: reason.score, default=None)


def removal_table(measured: Measured) -> Iterator[str]:
    """Yield by source, label and finder what was removed though it had to be left."""
    yield "| texts that must be left | removed for | found by | texts | decisions | share |"
    yield "| --- | --- | --- | ---: | ---: | ---: |"
    for source in (Source.FEEDBACK, *HAND_WRITTEN):
        decisions, removed = 0, Counter[tuple[str, str]]()
        texts: dict[tuple[str, str], set[str]] = {}
        for pack, gold, decision in measured.under_each_pack(source):
            if not gold.must_be_left:
                continue
            decisions += 1
            if is_removed(decision):
                reason = deciding_reason(decision, pack)
                why = (f"`{reason.label}`", f"`{reason.source}`") if reason else _UNSAID
                removed[why] += 1
                texts.setdefault(why, set()).add(gold.text)
        if not removed:
            yield f"| {source} | nothing | | 0 | 0 | {percent(0)} |"
        for (label, finder), times in removed.most_common():
            yield (
                f"| {source} | {label} | {finder} | {len(texts[label, finder])} | {times} "
                f"| {percent(times / decisions)} |"
            )
