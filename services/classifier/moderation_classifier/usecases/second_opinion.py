"""Asking another model about a comment in doubt, before anything is written about it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Final

import structlog

from moderation_classifier import metrics
from moderation_classifier.domain.decision import Decision
from moderation_classifier.domain.labelling import Utterance
from moderation_classifier.domain.local import LocalKnowledge
from moderation_classifier.domain.redaction import redact
from moderation_classifier.domain.second_opinion import (
    Opinion,
    is_located,
    tells_of_people,
    wants_second_opinion,
)
from moderation_classifier.ports import Judge, SecondOpinion
from moderation_common.policy import PolicyPack, PolicyPacks

_MAX_PACKS: Final = 64
"""As many as the engine keeps."""

log = structlog.get_logger(__name__)


class SeekSecondOpinion:
    """Judges a comment by itself, and asks where labels alone are in doubt.

    A comment of a body that is not named goes nowhere and is counted nowhere.

    It is called before the transaction opens, so that a slow endpoint holds no lock. An event that
    is handled again may be asked about again; its ids do not depend on the answer.
    """

    def __init__(
        self, *, judge: Judge, adviser: SecondOpinion, organisations: Collection[str]
    ) -> None:
        """`organisations` are the keys of the bodies whose comments may go out."""
        self._judge = judge
        self._adviser = adviser
        self._organisations = frozenset(organisations)
        self._local: dict[str, tuple[PolicyPack, LocalKnowledge]] = {}

    async def seek(self, utterance: Utterance, pack: PolicyPack) -> Opinion | None:
        """Return the opinion; `None` where none is wanted or none is to be had. Never raises."""
        if pack.organisation.key not in self._organisations:
            return None
        decision = self._judge.decide(utterance, pack)
        if not wants_second_opinion(decision):
            return None
        passage = self._redacted(utterance, decision, pack)
        if passage is None:
            metrics.SECOND_OPINIONS.labels("not_redacted").inc()
            return None
        return await self._adviser.ask(passage)

    def _redacted(self, utterance: Utterance, decision: Decision, pack: PolicyPack) -> str | None:
        """Return what may go out; `None` where it may still lead to somebody."""
        if not is_located(decision):
            return None
        names = filter(None, (utterance.author,))
        passage = redact(utterance.text, self._knowledge(pack), names=names)
        if passage is None or not tells_of_people(decision):
            return passage
        # The model may have seen more in it than what was taken out.
        left = self._judge.decide(replace(utterance, text=passage), pack)
        return None if tells_of_people(left) else passage

    def _knowledge(self, pack: PolicyPack) -> LocalKnowledge:
        kept = self._local.get(pack.reference)
        if kept is None or kept[0] is not pack:
            if len(self._local) >= _MAX_PACKS:
                self._local.clear()
            kept = self._local[pack.reference] = (pack, LocalKnowledge.of(pack))
        return kept[1]


def tell_of_missing_packs(organisations: Collection[str], packs: PolicyPacks) -> None:
    """Say in the log which of the bodies that may ask have no policy pack in force.

    It may be a slip of the pen, or a pack that is still to come. It is no reason to refuse: the
    other bodies' comments would have to wait for it.
    """
    missing = sorted(set(organisations).difference(packs.organisations))
    if missing:
        log.warning("second_opinion_without_pack", organisations=missing)
