"""Asking another model about a comment in doubt, before anything is written about it."""

from __future__ import annotations

from typing import Final

from moderation_classifier import metrics
from moderation_classifier.domain.labelling import Utterance
from moderation_classifier.domain.local import LocalKnowledge
from moderation_classifier.domain.redaction import redact
from moderation_classifier.domain.second_opinion import Opinion, wants_second_opinion
from moderation_classifier.ports import Judge, SecondOpinion
from moderation_common.policy import PolicyPack

_MAX_PACKS: Final = 64
"""As many as the engine keeps."""


class SeekSecondOpinion:
    """Judges a comment by itself, and asks where labels alone are in doubt.

    It is called before the transaction opens, so that a slow endpoint holds no lock. An event that
    is handled again may be asked about again; its ids do not depend on the answer.
    """

    def __init__(self, *, judge: Judge, adviser: SecondOpinion) -> None:
        self._judge = judge
        self._adviser = adviser
        self._local: dict[str, tuple[PolicyPack, LocalKnowledge]] = {}

    async def seek(self, utterance: Utterance, pack: PolicyPack) -> Opinion | None:
        """Return the opinion; `None` where none is wanted or none is to be had. Never raises."""
        if not wants_second_opinion(self._judge.decide(utterance, pack)):
            return None
        passage = redact(
            utterance.text, self._knowledge(pack), names=filter(None, (utterance.author,))
        )
        if passage is None:
            metrics.SECOND_OPINIONS.labels("not_redacted").inc()
            return None
        return await self._adviser.ask(passage)

    def _knowledge(self, pack: PolicyPack) -> LocalKnowledge:
        kept = self._local.get(pack.reference)
        if kept is None or kept[0] is not pack:
            if len(self._local) >= _MAX_PACKS:
                self._local.clear()
            kept = self._local[pack.reference] = (pack, LocalKnowledge.of(pack))
        return kept[1]
