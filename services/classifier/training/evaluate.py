"""Measures the labelling and writes `docs/model-card.md`: `python -m training.evaluate DATASETS`.

Only text that nothing was trained on is measured: the test lines of the hand-written text, and
every answer of the held-out trust. Texts of the data sets are counted, never quoted.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from moderation_classifier.adapters.model import load_packaged_model
from moderation_classifier.adapters.rule_files import load_packaged_rules
from moderation_classifier.domain.labelling import Labeller
from moderation_classifier.domain.rules import RuleSet
from moderation_common.policy import PolicyPack
from moderation_common.policy.loader import load_packs
from moderation_common.vocabulary import HOUSE_RULE_LABELS, Label
from training.examples import read_examples
from training.figures import LabelFigures, LeaveFigures, count_label, count_left, label_one
from training.fresh_set import Half, count_fresh, count_hard, read_before, read_fresh
from training.public_sets import HELD_OUT_TRUST, read_feedback

_ROOT: Final = Path(__file__).parents[3]
_CARD: Final = _ROOT / "docs" / "model-card.md"
_WORDS: Final = Path(__file__).with_name("card.md")
_MARKS: Final = ("<!-- labels -->", "<!-- leave -->", "<!-- fresh -->", "<!-- late -->")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, write the card, and return the process's status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("datasets", type=Path)
    parser.add_argument("--card", type=Path, default=_CARD)
    parser.add_argument("--errors", action="store_true", help="print the test lines it gets wrong")
    options = parser.parse_args(arguments)
    rules, model = load_packaged_rules(), load_packaged_model()
    packs = tuple(load_packs(_ROOT / "policies"))
    ways = {
        "rules": Labeller(rules, None),
        "model": Labeller(RuleSet(()), model),
        "both": Labeller(rules, model),
    }
    parts = [
        "\n".join(_label_table(ways, packs[0])),
        "\n".join(_leave_table(ways, packs, options.datasets)),
        "\n".join(_fresh_table(ways["both"], packs, Half.TEST)),
        "\n".join(_fresh_table(ways["both"], packs, Half.LATE)),
    ]
    card = _WORDS.read_text("utf-8")
    for mark, part in zip(_MARKS, parts, strict=True):
        card = card.replace(mark, part)
        sys.stdout.write(part + "\n\n")
    options.card.write_text(card, "utf-8")
    if options.errors:
        sys.stdout.writelines(_errors(ways["both"], packs[0]))
    return 0


def _label_table(ways: dict[str, Labeller], pack: PolicyPack) -> Iterator[str]:
    examples = [example for example in read_examples() if example.for_testing]
    labellings = {
        way: [label_one(labeller, example.text) for example in examples]
        for way, labeller in ways.items()
    }
    heads = ("label", "act", "review", "lines", "rules at act", "model at review", "both at act")
    yield f"| {' | '.join(heads)} | both: found at review |"
    yield "| --- | ---: | ---: | ---: | --- | --- | --- | ---: |"
    for label in Label:
        limits = pack.thresholds.of(label)
        at_act = {
            way: count_label(examples, found, label, threshold=limits.act)
            for way, found in labellings.items()
        }
        at_review = {
            way: count_label(examples, found, label, threshold=limits.review)
            for way, found in labellings.items()
        }
        lines = at_act["both"].right + at_act["both"].missed
        yield (
            f"| `{label}` | {limits.act:.2f} | {limits.review:.2f} | {lines} "
            f"| {_pair(at_act['rules'])} | {_pair(at_review['model'])} "
            f"| {_pair(at_act['both'])} | {_share(at_review['both'].recall)} |"
        )


def _leave_table(
    ways: dict[str, Labeller], packs: Sequence[PolicyPack], datasets: Path
) -> Iterator[str]:
    feedback = [row.text for row in read_feedback(datasets, held_out=True)]
    near = [
        example.text
        for example in read_examples()
        if example.for_testing and HOUSE_RULE_LABELS.isdisjoint(example.labels)
    ]
    yield "| texts that must be left | way | decisions | hidden or deleted | sent to a person |"
    yield "| --- | --- | ---: | ---: | ---: |"
    for name, texts in ((f"NHS feedback, {HELD_OUT_TRUST}", feedback), ("hard negatives", near)):
        for way in ("rules", "both"):
            yield _leave_row(name, way, count_left(ways[way], texts, packs))


def _leave_row(name: str, way: str, figures: LeaveFigures) -> str:
    removed = 100 * figures.removed / figures.decisions
    reviewed = 100 * figures.reviewed / figures.decisions
    return (
        f"| {name} | {way} | {figures.decisions} | {figures.removed} ({removed:.2f} %) "
        f"| {figures.reviewed} ({reviewed:.1f} %) |"
    )


def _fresh_table(labeller: Labeller, packs: Sequence[PolicyPack], half: Half) -> Iterator[str]:
    """Yield the figures of lines not tuned on, before the rules were widened and now."""
    lines = list(read_fresh(half))
    before, hard_before = read_before(half)
    now = count_fresh(labeller, lines, packs[0])
    hard_now = count_hard(labeller, lines, packs)
    heads = ("label", "lines", "at act before", "now", "found at review before", "now")
    yield f"| {' | '.join(heads)} | not left unseen before | now |"
    yield "| --- | ---: | --- | --- | ---: | ---: | ---: | ---: |"
    for label, after in now.items():
        was = before[label]
        yield (
            f"| `{label}` | {after.lines} | {_pair(was.at_act)} | {_pair(after.at_act)} "
            f"| {was.reached / was.lines:.2f} | {after.reached / after.lines:.2f} "
            f"| {was.not_missed / was.lines:.2f} | {after.not_missed / after.lines:.2f} |"
        )
    if not hard_now.decisions:
        return
    yield ""
    yield "| hard negatives of the test half | decisions | hidden or deleted | sent to a person |"
    yield "| --- | ---: | ---: | ---: |"
    for when, figures in (("before", hard_before), ("now", hard_now)):
        yield (
            f"| {when} | {figures.decisions} | {figures.removed} "
            f"| {figures.reviewed} ({100 * figures.reviewed / figures.decisions:.1f} %) |"
        )


def _errors(labeller: Labeller, pack: PolicyPack) -> Iterator[str]:
    for example in read_examples():
        if not example.for_testing:
            continue
        labelling = label_one(labeller, example.text)
        given = {
            label
            for label, score in labelling.scores.items()
            if score >= pack.thresholds.of(label).act
        }
        if given != example.labels:
            missed = ",".join(sorted(example.labels - given))
            extra = ",".join(sorted(given - example.labels))
            yield f"{example.text}\n    missed: {missed}   wrong: {extra}\n"


def _pair(figures: LabelFigures) -> str:
    return f"{_share(figures.precision)} / {_share(figures.recall)}"


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.2f}"


if __name__ == "__main__":
    sys.exit(main())
