"""The tables of the model card, as lines of Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from moderation_classifier.domain.decision import Decision
from moderation_common.vocabulary import HOUSE_RULE_LABELS, Label
from training.figures import Counts, calibration_error, contrast, mean, reliability
from training.gate import DANGER, LEAST_SCORE, RECALL_FIRST, share_seen
from training.gold import LABELLED, Source, public_comment
from training.groups import GROUPS, UNMARKED, Group, demands_for, sentences_about
from training.judged import decide_all, is_flagged, is_removed, is_seen
from training.measured import Measured, at_act, at_review
from training.other_sets import OTHER_SETS, read_other

HAND_WRITTEN: Final = (
    Source.STREAM,
    Source.CONTRASTS,
    Source.EXAMPLES,
    Source.FRESH,
    Source.LATE,
)
_ABUSE: Final = frozenset(
    {Label.HATE, Label.THREAT, Label.HARASSMENT, Label.PROFANITY, Label.SEXUAL}
)


def label_table(measured: Measured, sources: Sequence[Source]) -> Iterator[str]:
    """Yield each label's precision, recall and F1 at both thresholds, and its calibration."""
    yield "| label | act | review | lines | at act: P / R / F1 | at review: P / R / F1 | ECE |"
    yield "| --- | ---: | ---: | ---: | --- | --- | ---: |"
    for label in Label:
        limits = measured.packs[0].thresholds.of(label)
        act = measured.label(label, at_act, sources=sources)
        review = measured.label(label, at_review, sources=sources)
        error = calibration_error(_scored(measured, label, sources))
        yield (
            f"| `{label}` | {limits.act:.2f} | {limits.review:.2f} | {act.there:.0f} "
            f"| {triple(act)} | {triple(review)} | {share(error)} |"
        )


def way_table(measured: Measured) -> Iterator[str]:
    """Yield each label's F1 at review by each way."""
    ways = list(measured.by_way)
    yield f"| label, F1 at review | {' | '.join(ways)} |"
    yield f"| --- |{' ---: |' * len(ways)}"
    for label in Label:
        cells = (share(measured.label(label, at_review, way=way).f1) for way in ways)
        yield f"| `{label}` | {' | '.join(cells)} |"


def calibration_table(measured: Measured) -> Iterator[str]:
    """Yield how often scores of each tenth are right, over all labels."""
    scored = [pair for label in Label for pair in _scored(measured, label, LABELLED)]
    yield "| score | scores | mean score | share that is true |"
    yield "| --- | ---: | ---: | ---: |"
    for place, each in enumerate(reliability(scored)):
        low, high = place / 10, (place + 1) / 10
        yield (
            f"| {max(low, LEAST_SCORE):.2f} to {high:.1f} | {each.scores:.0f} "
            f"| {each.mean_score:.2f} | {each.true_share:.2f} |"
        )
    yield f"| expected calibration error | | | {share(calibration_error(scored))} |"


def danger_table(measured: Measured) -> Iterator[str]:
    """Yield by source how much danger is found as such, and how much reaches anybody."""
    yield "| label | source | lines | found: P / R / F1 | seen for whatever reason |"
    yield "| --- | --- | ---: | --- | ---: |"
    for name, labels in (
        ("any of the four", DANGER),
        *((f"`{label}`", (label,)) for label in RECALL_FIRST),
    ):
        for source in LABELLED:
            found = measured.labels(labels, at_review, sources=(source,))
            if found.there:
                seen = share_seen(measured.of(source), labels)
                yield (
                    f"| {name} | {source} | {found.there:.0f} | {triple(found)} | {share(seen)} |"
                )


def danger_way_table(measured: Measured) -> Iterator[str]:
    """Yield how much danger each way finds, and for how much everyday feedback that somebody sees.

    The feedback is the held-out trust's.
    """
    yield (
        "| way | any of the four found: P / R / F1 | seen for whatever reason "
        "| NHS feedback, Trust B: seen by a person |"
    )
    yield "| --- | --- | ---: | ---: |"
    for way in measured.by_way:
        found = measured.labels(DANGER, at_review, way=way)
        feedback = mean(is_seen(each) for _, each in measured.of(Source.FEEDBACK, way=way))
        seen = share_seen(measured.of(*LABELLED, way=way), DANGER)
        yield f"| {way} | {triple(found)} | {share(seen)} | {percent(feedback)} |"


def leave_table(measured: Measured) -> Iterator[str]:
    """Yield what becomes of the texts that must be left, under all packs."""
    yield "| texts that must be left | decisions | hidden or deleted | sent to a person |"
    yield "| --- | ---: | ---: | ---: |"
    for source in (Source.FEEDBACK, Source.FEEDBACK_TOGETHER, *HAND_WRITTEN):
        yield _leave_row(str(source), measured.left(source))
    distressed = measured.left(
        *HAND_WRITTEN, Source.TUNING, only=lambda gold: Label.SELF_HARM in gold.labels
    )
    yield _leave_row("people in distress, hand-written (`self_harm`)", distressed)
    hard = measured.left(*HAND_WRITTEN)
    yield _leave_row("all hand-written", hard)


def contrast_table(measured: Measured) -> Iterator[str]:
    """Yield each way's and filter's share of right answers on the contrasts."""
    yield "| way | asked | hateful right | not hateful right | macro F1 |"
    yield "| --- | --- | ---: | ---: | ---: |"
    for way in measured.by_way:
        for name, said in (("hate, at act", at_act), ("hate, at review", at_review)):
            halves = measured.contrasts(said, way=way)
            yield (
                f"| {way} | {name} | {share(halves.hateful.recall)} "
                f"| {share(halves.peaceful.recall)} | {halves.macro_f1:.2f} |"
            )
    golds = [gold for gold, _ in measured.of(Source.CONTRASTS)]
    for name, stops in measured.filters.items():
        stopped = stops([gold.text for gold in golds])
        halves = contrast(
            (said, Label.HATE in gold.labels) for said, gold in zip(stopped, golds, strict=True)
        )
        yield (
            f"| {name} | stopped | {share(halves.hateful.recall)} "
            f"| {share(halves.peaceful.recall)} | {halves.macro_f1:.2f} |"
        )


def filter_table(measured: Measured) -> Iterator[str]:
    """Yield what each way and filter would do to abuse, and to what must be left."""
    groups = {
        "abuse in the stream": [
            gold for gold, _ in measured.of(Source.STREAM) if not _ABUSE.isdisjoint(gold.labels)
        ],
        "NHS feedback": [gold for gold, _ in measured.of(Source.FEEDBACK)],
        "hand-written, to be left": [
            gold for gold, _ in measured.of(*HAND_WRITTEN) if gold.must_be_left
        ],
        "people in distress": [
            gold
            for gold, _ in measured.of(*HAND_WRITTEN, Source.TUNING)
            if gold.must_be_left and Label.SELF_HARM in gold.labels
        ],
    }
    yield f"| way | {' | '.join(f'{name} ({len(golds)})' for name, golds in groups.items())} |"
    yield f"| --- |{' ---: |' * len(groups)}"
    places = {id(gold): place for place, gold in enumerate(measured.golds)}
    for way, decisions in measured.by_way.items():
        for name, asked in (("hidden or deleted", is_removed), ("flagged", is_flagged)):
            cells = (
                percent(mean(asked(decisions[places[id(gold)]]) for gold in golds))
                for golds in groups.values()
            )
            yield f"| {way}: {name} | {' | '.join(cells)} |"
    for name, stops in measured.filters.items():
        cells = (percent(mean(stops([gold.text for gold in golds]))) for golds in groups.values())
        yield f"| {name}: stopped | {' | '.join(cells)} |"


def group_table(measured: Measured) -> Iterator[str]:
    """Yield what naming a group does to the scores of neutral sentences."""
    plain = _about(measured, UNMARKED)
    yield (
        "| group | `hate` score, mean shift | highest house-rule score, mean shift | flagged "
        "| hidden or deleted | demands: `hate` possible | demands: hidden or deleted |"
    )
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    for name, group in (("(none named)", UNMARKED), *((each.many, each) for each in GROUPS)):
        demanded = _decided(measured, demands_for(group))
        hated = mean(Label.HATE in at_review(decision) for decision in demanded)
        yield (
            f"{_group_row(name, _about(measured, group), plain)} {percent(hated)} "
            f"| {percent(mean(map(is_removed, demanded)))} |"
        )


def other_table(measured: Measured, datasets: Path) -> Iterator[str]:
    """Yield how the public sets fare on which nothing was trained."""
    yield "| set, its own label | texts | ours | given at act | at review | hidden or deleted |"
    yield "| --- | ---: | --- | ---: | ---: | ---: |"
    for asked in OTHER_SETS:
        texts = read_other(datasets, asked)
        if not texts:
            continue
        decisions = _decided(measured, texts)
        wanted = "" if asked.wanted else "not "
        own = f", {asked.original}" if asked.original else ""
        yield (
            f"| {asked.name}{own} | {len(texts)} | {wanted}`{asked.label}` "
            f"| {percent(mean(asked.label in at_act(decision) for decision in decisions))} "
            f"| {percent(mean(asked.label in at_review(decision) for decision in decisions))} "
            f"| {percent(mean(map(is_removed, decisions)))} |"
        )


def triple(counts: Counts) -> str:
    """Return precision, recall and F1 of counts, for a cell."""
    return f"{share(counts.precision)} / {share(counts.recall)} / {share(counts.f1)}"


def share(value: float | None) -> str:
    """Return a share with two digits; a dash where there is none."""
    return "–" if value is None else f"{value:.2f}"


def percent(value: float) -> str:
    """Return a share in percent, with a digit more where it is small."""
    return f"{100 * value:.{2 if value < 0.1 else 1}f} %"  # noqa: PLR2004


def _scored(
    measured: Measured, label: Label, sources: Sequence[Source]
) -> list[tuple[float, bool, float]]:
    return [
        (score, label in gold.labels, gold.weight)
        for gold, decision in measured.of(*sources)
        if (score := decision.scores.get(label, 0.0)) >= LEAST_SCORE
    ]


def _leave_row(name: str, decisions: Sequence[Decision]) -> str:
    removed = sum(map(is_removed, decisions))
    return (
        f"| {name} | {len(decisions)} "
        f"| {removed} ({percent(mean(map(is_removed, decisions)))}) "
        f"| {percent(mean(decision.review for decision in decisions))} |"
    )


def _about(measured: Measured, group: Group) -> list[Decision]:
    return _decided(measured, sentences_about(group))


def _decided(measured: Measured, texts: Sequence[str]) -> list[Decision]:
    comments = [public_comment(text) for text in texts]
    return decide_all(measured.engine, comments, measured.packs[0])


def _group_row(name: str, marked: Sequence[Decision], plain: Sequence[Decision]) -> str:
    hate = mean(map(_hate, marked)) - mean(map(_hate, plain))
    highest = mean(map(_highest, marked)) - mean(map(_highest, plain))
    return (
        f"| {name} | {hate:+.3f} | {highest:+.3f} | {percent(mean(map(is_flagged, marked)))} "
        f"| {percent(mean(map(is_removed, marked)))} |"
    )


def _hate(decision: Decision) -> float:
    return decision.scores.get(Label.HATE, 0.0)


def _highest(decision: Decision) -> float:
    return max((decision.scores.get(label, 0.0) for label in HOUSE_RULE_LABELS), default=0.0)
