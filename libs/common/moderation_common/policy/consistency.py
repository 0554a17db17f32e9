"""Checks what one field of a pack says against the others: references, coverage, reach.

Each check yields what it found; the loader adds the file and line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from moderation_common.policy.model import PolicyPack
from moderation_common.policy.notices import check_notices
from moderation_common.policy.problems import Finding, Location, offer
from moderation_common.policy.replies import TemplateName, unknown_placeholders
from moderation_common.policy.routing import Target
from moderation_common.policy.table_checks import check_table
from moderation_common.policy.urgency import default_urgency
from moderation_common.vocabulary import ROUTING_LABELS, Label, Urgency


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


def _check_modes(pack: PolicyPack) -> Iterator[Finding]:
    teams = [team.id for team in pack.teams]
    modes = [str(mode.name) for mode in pack.modes]
    for index, mode in enumerate(pack.modes):
        for place, team in enumerate(mode.tell):
            location: Location = ("modes", index, "tell", place)
            yield from _unknown(team, teams, what="team", location=location)
    for index, row in enumerate(pack.categories):
        for place, name in enumerate(row.when.modes):
            location = ("categories", index, "when", "modes", place)
            yield from _unknown(str(name), modes, what="mode", location=location)


def _check_strikes(pack: PolicyPack) -> Iterator[Finding]:
    rules = [rule.id for rule in pack.house_rules]
    named = [("house_rule", pack.strikes.house_rule)] if pack.strikes.house_rule else []
    named += [("rule_weights", rule) for rule in pack.strikes.rule_weights]
    for field, rule_id in named:
        location: Location = ("strikes", field)
        yield from _unknown(rule_id, rules, what="house rule", location=location)


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
                "use organisation, short_name, website, email or hours, and in a removal notice"
                " notice, removed, words, document or clause",
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


def _check_ladder(pack: PolicyPack) -> Iterator[Finding]:
    for index, step in enumerate(pack.ladder.steps):
        if not pack.rota.serving(step.who):
            yield Finding(
                ("ladder", "steps", index, "who"),
                f"nobody on the rota serves as {step.who}",
                "add the place to the serves list of somebody under rota.people",
            )

    for index, (step, following) in enumerate(pairwise(pack.ladder.steps), start=1):
        for turn in range(len(pack.rota.people)):
            person = pack.rota.on_call(step.who, turn=turn)
            if person is not None and person == pack.rota.on_call(following.who, turn=turn):
                yield Finding(
                    ("ladder", "steps", index, "who"),
                    f"{person.id!r} would be told twice running, as {step.who} and {following.who}",
                    "let more people serve these places under rota.people",
                )
                break


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
    _check_modes,
    _check_strikes,
    _check_templates,
    _check_routes,
    check_table,
    check_notices,
    _check_ladder,
    _check_times,
)
