"""Checks what one field of a pack says against the others: references, coverage, reach.

Each check yields what it found; the loader adds the file and line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from moderation_common.platforms import capabilities
from moderation_common.policy.house_rules import ALWAYS_POSSIBLE, REMOVALS, Row, RuleScope
from moderation_common.policy.model import PolicyPack
from moderation_common.policy.problems import Location, offer
from moderation_common.policy.reachability import find_unreachable
from moderation_common.policy.replies import TemplateName, unknown_placeholders
from moderation_common.policy.routing import Target
from moderation_common.policy.urgency import default_urgency
from moderation_common.vocabulary import (
    HOUSE_RULE_LABELS,
    ROUTING_LABELS,
    Action,
    Category,
    Kind,
    Label,
    Platform,
    Urgency,
)

REMOVING_LABELS: Final = HOUSE_RULE_LABELS | {Label.IG_INCIDENT}
"""Labels for which a comment may be hidden or deleted.

Conversation and routing labels are none: criticism and concerns are never silenced for what they
are. A disclosure of confidential data is the one case that is routed and also hidden at once.
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something inconsistent, without the file and line."""

    location: Location
    message: str
    mend: str


def find_inconsistencies(pack: PolicyPack) -> list[Finding]:
    """Return everything in a well-formed pack that contradicts something else in it."""
    return [finding for check in _CHECKS for finding in check(pack)]


def _check_unique(pack: PolicyPack) -> Iterator[Finding]:
    lists: dict[str, tuple[str, Sequence[str]]] = {
        "documents": ("id", [item.id for item in pack.documents]),
        "accounts": ("id", [item.id for item in pack.accounts]),
        "house_rules": ("id", [item.id for item in pack.house_rules]),
        "categories": ("id", [item.id for item in pack.categories]),
        "teams": ("id", [item.id for item in pack.teams]),
        "routes": ("id", [item.id for item in pack.routes]),
        "approvals": ("step", [item.step for item in pack.approvals]),
        "modes": ("name", [item.name for item in pack.modes]),
        "compliance": ("id", [item.id for item in pack.compliance]),
    }
    for name, (key, values) in lists.items():
        yield from _repeated(values, location=(name,), key=key)
    people = [person.id for person in pack.rota.people]
    yield from _repeated(people, location=("rota", "people"), key="id")


def _repeated(values: Sequence[str], *, location: Location, key: str) -> Iterator[Finding]:
    for index, value in enumerate(values):
        if value in values[:index]:
            yield Finding(
                (*location, index, key),
                f"{value!r} is used twice in {location[-1]}",
                "give each its own",
            )


def _check_references(pack: PolicyPack) -> Iterator[Finding]:
    documents = [document.id for document in pack.documents]
    rules = [rule.id for rule in pack.house_rules]
    teams = [team.id for team in pack.teams]
    for index, rule in enumerate(pack.house_rules):
        if rule.document is not None:
            location: Location = ("house_rules", index, "document")
            yield from _unknown(rule.document, documents, what="document", location=location)
    for index, row in enumerate(pack.categories):
        if row.then.house_rule is not None:
            location = ("categories", index, "then", "house_rule")
            yield from _unknown(row.then.house_rule, rules, what="house rule", location=location)
    for index, route in enumerate(pack.routes):
        yield from _unknown(route.team, teams, what="team", location=("routes", index, "team"))
        for place, team in enumerate(route.also):
            location = ("routes", index, "also", place)
            yield from _unknown(team, teams, what="team", location=location)
        if route.approval is not None and pack.approval(route.approval) is None:
            yield Finding(
                ("routes", index, "approval"),
                f"nobody is named to approve {str(route.approval)!r}",
                "add the step and its roles under approvals",
            )
    for index, mode in enumerate(pack.modes):
        for place, team in enumerate(mode.tell):
            location = ("modes", index, "tell", place)
            yield from _unknown(team, teams, what="team", location=location)


def _unknown(
    word: str, known: Iterable[str], *, what: str, location: Location
) -> Iterator[Finding]:
    choices = list(known)
    if word not in choices:
        yield Finding(
            location, f"{word!r} is no {what} of this pack", offer(word, choices, what=what)
        )


def _check_templates(pack: PolicyPack) -> Iterator[Finding]:
    for name in TemplateName:
        if name not in pack.templates:
            yield Finding(("templates",), f"the template {str(name)!r} is missing", "add it")
    for name, text in pack.templates.items():
        try:
            unknown = unknown_placeholders(text)
        except ValueError:
            yield Finding(
                ("templates", name), "a brace has no partner", "close it, or double it to print it"
            )
            continue
        for word in unknown:
            yield Finding(
                ("templates", name),
                f"{{{word}}} is no placeholder",
                "use organisation, short_name, website, email, hours, clause or words",
            )


def _check_routes(pack: PolicyPack) -> Iterator[Finding]:
    routed: dict[Label, str] = {}
    for index, route in enumerate(pack.routes):
        for place, label in enumerate(route.labels):
            location = ("routes", index, "labels", place)
            if label in routed:
                yield Finding(
                    location,
                    f"{str(label)!r} already goes by the route {routed[label]!r}",
                    "name it in one route and the further team under also",
                )
            routed.setdefault(label, route.id)
        at_risk = [
            str(label)
            for label in route.labels
            if default_urgency(frozenset({label}), present_danger=True) is Urgency.IMMEDIATE
        ]
        if at_risk and route.out_of_hours is not Target.DUTY_MANAGER:
            yield Finding(
                ("routes", index, "out_of_hours"),
                f"somebody at risk cannot wait, but {', '.join(at_risk)} would",
                "write duty_manager",
            )
    for label in sorted(ROUTING_LABELS - routed.keys()):
        yield Finding(
            ("routes",), f"no route takes {str(label)!r}", "add it to the labels of a route"
        )


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
    if last.when.model_fields_set or last.then.actions != ((Action.LEAVE,),):
        yield Finding(
            ("categories", len(pack.categories) - 1),
            "the last row does not take every comment that is left, and leave it",
            "end the table with a row that has no conditions, anything_else and [leave]",
        )
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
    elif rule is not None and rule.labels and labels.isdisjoint(rule.labels):
        yield Finding(
            (*where, "then", "house_rule"),
            f"{rule.id!r} covers none of the row's labels",
            "name the rule that covers them, or add the label to the rule",
        )


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
                location, f"{names} cannot {'+'.join(bundle)}", _offer_actions(everything)
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


def _check_ladder(pack: PolicyPack) -> Iterator[Finding]:
    for index, step in enumerate(pack.ladder.steps):
        if not pack.rota.serving(step.who):
            yield Finding(
                ("ladder", "steps", index, "who"),
                f"nobody on the rota serves as {step.who}",
                "add the place to the serves list of somebody under rota.people",
            )


def _check_times(pack: PolicyPack) -> Iterator[Finding]:
    times = [check.at for check in pack.promises.checks]
    for index, at in enumerate(times):
        location: Location = ("promises", "checks", index, "at")
        if not pack.hours.opens <= at <= pack.hours.closes:
            yield Finding(
                location,
                f"{at:%H:%M} lies outside the hours {pack.hours.opens:%H:%M} to "
                f"{pack.hours.closes:%H:%M}",
                "check while people are at work",
            )
        if index and at <= times[index - 1]:
            yield Finding(location, f"{at:%H:%M} is not after the check before", "sort the times")


_CHECKS: Final[tuple[Callable[[PolicyPack], Iterator[Finding]], ...]] = (
    _check_unique,
    _check_references,
    _check_templates,
    _check_routes,
    _check_platform_actions,
    _check_house_rules,
    _check_rows,
    _check_ladder,
    _check_times,
)
