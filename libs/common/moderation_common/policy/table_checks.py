"""Checks a pack's house rules and category table: grounds, actions, reach.

What it guards above all: no row removes a comment that breaks no rule, and no rule is forgotten.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Final

from moderation_common.platforms import capabilities
from moderation_common.policy.house_rules import (
    ALWAYS_POSSIBLE,
    BUNDLE_ACTIONS,
    REMOVALS,
    REMOVING_LABELS,
    Row,
    RuleScope,
    When,
)
from moderation_common.policy.model import PolicyPack
from moderation_common.policy.problems import Finding, Location
from moderation_common.policy.reachability import UnsearchableTableError, find_unreachable
from moderation_common.vocabulary import Action, Category, Kind, Label, Platform

_MAX_POINTS: Final = 10
"""Different `min_points` in one table: each is tried together with whatever else rows ask for."""


def check_table(pack: PolicyPack) -> Iterator[Finding]:
    """Yield what is wrong with the house rules and the table that rests on them."""
    yield from _check_platform_actions(pack)
    yield from _check_house_rules(pack)
    yield from _check_rows(pack)


def _check_platform_actions(pack: PolicyPack) -> Iterator[Finding]:
    for platform, actions in pack.platform_actions.items():
        possible = capabilities(platform, Kind.COMMENT)
        for place, action in enumerate(actions):
            if action not in possible:
                yield Finding(
                    ("platform_actions", platform, place),
                    f"{platform} offers no way to {_spell(action)} a comment",
                    _offer_actions(possible),
                )


def _check_house_rules(pack: PolicyPack) -> Iterator[Finding]:
    used = {row.then.house_rule for row in pack.categories}
    for index, rule in enumerate(pack.house_rules):
        if rule.scope is not RuleScope.COMMENT:
            continue
        if rule.id not in used:
            yield Finding(
                ("house_rules", index, "id"),
                f"no row of the category table rests on {rule.id!r}",
                "add a row, or give it the scope that it has instead of comment",
            )
        if not rule.labels:
            yield Finding(
                ("house_rules", index, "labels"),
                f"{rule.id!r} covers no label",
                "name the labels that fall under it",
            )


def _check_rows(pack: PolicyPack) -> Iterator[Finding]:
    for index, row in enumerate(pack.categories):
        where: Location = ("categories", index)
        removes = any(not REMOVALS.isdisjoint(bundle) for bundle in row.then.actions)
        yield from _check_grounds(pack, row, where=where, removes=removes)
        yield from _check_bundles(pack, row, where=where)
    last = pack.categories[-1]
    if (
        last.when != When()
        or last.then.category is not Category.ANYTHING_ELSE
        or last.then.actions != ((Action.LEAVE,),)
        or not last.then.automatic
    ):
        yield Finding(
            ("categories", len(pack.categories) - 1),
            "the last row does not take every comment that is left, and leave it",
            "end the table with a row that has no conditions, anything_else and actions: [leave]",
        )
    yield from _check_reach(pack)


def _check_reach(pack: PolicyPack) -> Iterator[Finding]:
    points = {row.when.min_points for row in pack.categories} - {None}
    if len(points) > _MAX_POINTS:
        yield Finding(
            ("categories",),
            f"the rows ask for {len(points)} different min_points, more than {_MAX_POINTS}",
            "let more rows ask for the same number of points",
        )
        return
    try:
        yield from _unreachable_rows(pack)
    except UnsearchableTableError:
        yield Finding(
            ("categories",),
            "the rows ask for so many labels, platforms, kinds, modes and points together that "
            "nobody can say whether each can be reached",
            "ask for fewer of them, labels_none above all, or remove rows",
        )


def _unreachable_rows(pack: PolicyPack) -> Iterator[Finding]:
    for unreachable in find_unreachable(pack.categories):
        row = pack.categories[unreachable.index]
        takers = " and ".join(repr(taker) for taker in unreachable.taken_by)
        yield Finding(
            ("categories", unreachable.index),
            f"the row {row.id!r} can never decide, because "
            + (f"{takers} before it takes all its comments" if takers else "it contradicts itself"),
            "move it up, narrow what stands before it, or remove it",
        )


def _check_grounds(
    pack: PolicyPack, row: Row, *, where: Location, removes: bool
) -> Iterator[Finding]:
    """A removal needs a label that can be a breach, and a rule that can be quoted."""
    labels = {*row.when.labels_any, *row.when.labels_all}
    silenced = set(row.when.labels_any) - REMOVING_LABELS
    if not row.when.labels_any and not labels & REMOVING_LABELS:
        silenced = labels
    if removes and (silenced or not labels):
        reason = ", ".join(sorted(silenced)) or "nothing at all"
        yield Finding(
            (*where, "when"),
            f"the row would hide or delete a comment for {reason}",
            "name house-rule labels only; criticism and concerns are never silenced",
        )
    rule = pack.house_rule(row.then.house_rule) if row.then.house_rule else None
    acts = row.then.category is not Category.ANYTHING_ELSE or removes
    if acts and row.then.house_rule is None:
        yield Finding(
            (*where, "then"),
            f"the row {row.id!r} acts without a house rule",
            "name the rule that it rests on, so that it can be quoted",
        )
    if rule is not None and rule.scope is RuleScope.FREEDOM and removes:
        yield Finding(
            (*where, "then", "house_rule"),
            f"{rule.id!r} says what people may say, but the row removes it",
            "name the rule that is broken",
        )
    elif rule is not None and rule.labels and (uncovered := _uncovered(row.when, rule.labels)):
        yield Finding(
            (*where, "then", "house_rule"),
            f"{rule.id!r} does not cover a comment that is only {' and '.join(uncovered)}",
            "name the rule that covers it, add the label to the rule, or give it a row of its own",
        )


def _uncovered(when: When, covered: Collection[Label]) -> tuple[Label, ...]:
    """Return a least choice of labels that satisfies a row and of which a rule covers none."""
    if not set(when.labels_all).isdisjoint(covered):
        return ()
    if not when.labels_any:
        return when.labels_all
    beside = (label for label in when.labels_any if label not in covered)
    return next(((label, *when.labels_all) for label in beside), ())


def _check_bundles(pack: PolicyPack, row: Row, *, where: Location) -> Iterator[Finding]:
    last = len(row.then.actions) - 1
    if not ALWAYS_POSSIBLE.issuperset(row.then.actions[last]):
        yield Finding(
            (*where, "then", "actions", last),
            "no platform-free action comes last, so that some platforms could do nothing",
            "end the list with leave or report",
        )
    for place, bundle in enumerate(row.then.actions):
        location: Location = (*where, "then", "actions", place)
        if place < last and ALWAYS_POSSIBLE.issuperset(bundle):
            yield Finding(
                location,
                f"{'+'.join(bundle)} can always be done, so that nothing after it ever is",
                "put it last",
            )
        reach = _reach(pack, row)
        if not any(possible.issuperset(bundle) for possible in reach.values()):
            names = ", ".join(str(platform) for platform in reach)
            everything = frozenset().union(*reach.values())
            yield Finding(
                location,
                f"{names} cannot {'+'.join(bundle)}",
                _offer_actions(everything.intersection(BUNDLE_ACTIONS)),
            )


def _reach(pack: PolicyPack, row: Row) -> dict[Platform, frozenset[Action]]:
    """Return what could be done on each platform that a row is about."""
    platforms = row.when.platforms or {account.platform for account in pack.accounts}
    kinds = row.when.kinds or tuple(Kind)
    reach = {}
    for platform in sorted(platforms):
        possible = frozenset().union(*(capabilities(platform, kind) for kind in kinds))
        if platform in pack.platform_actions:
            possible = possible.intersection(pack.platform_actions[platform])
        reach[platform] = possible | ALWAYS_POSSIBLE
    return reach


def _offer_actions(actions: Iterable[Action]) -> str:
    return f"use what it can do: {', '.join(sorted(actions)) or 'nothing'}"


def _spell(action: Action) -> str:
    return action.replace("_", " ")
