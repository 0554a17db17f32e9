"""The notice of a removal to a comment's author: as much of it as the platform takes.

It never comes out cut in two: what does not fit leaves out the rule's words first, then its place.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from string import Formatter
from typing import Final

from moderation_common.platforms import SHORTEST_REPLY, longest_reply
from moderation_common.policy.house_rules import HouseRule, RuleScope
from moderation_common.policy.model import PolicyPack
from moderation_common.policy.problems import Finding, Location
from moderation_common.policy.replies import TemplateName, compose_reply, short_notice
from moderation_common.vocabulary import Action, Platform

MAX_NOTICE: Final = SHORTEST_REPLY
"""Bytes of a rule's notice as it is sent, so that it fits everywhere."""


def compose_notice(
    pack: PolicyPack,
    rule: HouseRule | None,
    *,
    actions: Collection[Action],
    platform: Platform,
    via: Action,
) -> str:
    """Return what the author is told by the reply `via` of a removal for the rule by `actions`.

    Raises `ValueError` without a rule, because a removal must never be explained with nothing.
    """
    whole = compose_reply(pack, TemplateName.REMOVAL_NOTICE, rule=rule, actions=actions)
    if rule is None:
        return whole
    notice = short_notice(rule, actions=actions)
    title = pack.document_of(rule).title
    limit = longest_reply(platform, via)
    for text in (whole, f"{notice} The rule: {title}, {rule.clause}."):
        if len(text.encode()) <= limit:
            return text
    return notice


def check_notices(pack: PolicyPack) -> Iterator[Finding]:
    """Yield what is wrong with the notices of the house rules."""
    template = pack.templates.get(TemplateName.REMOVAL_NOTICE)
    told = template is None or "{notice}" in template
    for index, rule in enumerate(pack.house_rules):
        if rule.notice is not None:
            yield from _check_notice(rule, ("house_rules", index, "notice"), told=told)


def _in_braces(text: str) -> Iterator[str]:
    """Yield what stands in braces, whole: a format could make the notice as long as it likes."""
    for _, name, how, conversion in Formatter().parse(text):
        if name is not None:
            yield name + (f"!{conversion}" if conversion else "") + (f":{how}" if how else "")


def _check_notice(rule: HouseRule, where: Location, *, told: bool) -> Iterator[Finding]:
    if rule.scope is RuleScope.FREEDOM:
        yield Finding(where, f"nothing is removed for {rule.id!r}", "leave the notice out")
        return
    try:
        unknown = {word for word in _in_braces(rule.notice or "") if word != "removed"}
    except ValueError:
        yield Finding(where, "a brace has no partner", "close it, or double it to print it")
        return
    for word in sorted(unknown):
        yield Finding(
            where, f"{{{word}}} is no placeholder of a notice", "use {removed}, or nothing"
        )
    text = "" if unknown else short_notice(rule, actions={Action.DELETE})
    if len(text.encode()) > MAX_NOTICE:
        yield Finding(
            where,
            f"the notice has {len(text.encode())} bytes, more than the {MAX_NOTICE} that every"
            " platform takes",
            "say it more shortly",
        )
    elif not unknown and not text.endswith((".", "!", "?")):
        yield Finding(where, "the notice ends as no sentence", "end it with a full stop")
    if not told:
        yield Finding(
            where,
            "the template 'removal_notice' does not say {notice}, so that nobody reads it",
            "put {notice} into the template",
        )
