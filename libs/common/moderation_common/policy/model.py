"""A body's published policy as data: the policy pack, and the set of packs in force.

A pack says what; code says how. The differences between bodies live here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Annotated, Final

from pydantic import Field

from moderation_common.policy.governance import ApprovalRule, Approved, Criterion, Mode, Retention
from moderation_common.policy.house_rules import HouseRule, Row, RuleScope, Thresholds
from moderation_common.policy.organisation import (
    Account,
    AccountRules,
    Hours,
    Organisation,
    Promises,
    SourceDocument,
)
from moderation_common.policy.part import Day, Part, Text
from moderation_common.policy.replies import TemplateName
from moderation_common.policy.routing import Approval, Ladder, Rota, Route, Team
from moderation_common.policy.strikes import Strikes
from moderation_common.vocabulary import Action, Kind, Label, Platform

MAX_ROWS: Final = 200
"""Ten times what the longest table of a body has; each row is held against all before it."""


class StaffMember(Part):
    """Somebody whose name in a negative comment makes it `staff_named`."""

    names: tuple[Annotated[str, Field(min_length=3, max_length=80)], ...] = Field(min_length=1)
    """Every form of the name that identifies the person by itself."""
    role: Text


class TermList(Part):
    """Words that give a label in this body's area beside the shared lists."""

    label: Label
    terms: tuple[Annotated[str, Field(min_length=2, max_length=80)], ...] = Field(min_length=1)


class Lists(Part):
    """The body's own additions to the shared word lists."""

    blocked: tuple[TermList, ...] = ()
    allowed: tuple[Annotated[str, Field(min_length=2, max_length=80)], ...] = ()
    """Words never taken for a breach, such as local place names."""


class SwitchedOff(Part):
    """What the machine must not act upon, because it proved unreliable for this body."""

    labels: tuple[Label, ...] = ()
    """Labels that are not given; where somebody may be in danger, a person is asked instead."""
    rules: tuple[Annotated[str, Field(min_length=1, max_length=120)], ...] = ()
    """Ids of rules, detectors or models, as a decision's reasons name their source."""


class PolicyPack(Part):
    """One version of one body's policy."""

    version: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}\.\d+$")]
    """Day and number, such as `2026-11-01.1`."""
    effective_from: Day
    """From the start of this day, London time, the version is in force."""
    review_due: Day | None = None
    """When the published policy is due for review, where it says."""
    approved: Approved | None = None
    """Without it only a body's first version is ever taken up."""
    organisation: Organisation
    documents: tuple[SourceDocument, ...] = Field(min_length=1)
    """The policy first, then whatever else its rules are quoted from."""
    accounts: tuple[Account, ...] = Field(min_length=1)
    account_rules: AccountRules | None = None
    hours: Hours
    promises: Promises
    house_rules: tuple[HouseRule, ...] = Field(min_length=1)
    platform_actions: Mapping[Platform, tuple[Action, ...]] = Field(default_factory=dict)
    """Where the body does less on a platform than its API offers, all that it does."""
    categories: tuple[Row, ...] = Field(min_length=1, max_length=MAX_ROWS)
    """The decision table; the first row that applies decides, and the last one always does."""
    thresholds: Thresholds
    teams: tuple[Team, ...] = Field(min_length=1)
    routes: tuple[Route, ...] = Field(min_length=1)
    ladder: Ladder
    rota: Rota
    staff_directory: tuple[StaffMember, ...] = ()
    lists: Lists = Lists()
    strikes: Strikes = Strikes()
    switched_off: SwitchedOff = SwitchedOff()
    always_review: tuple[Label, ...] = ()
    """Labels on which the machine never acts by itself, however certain it is."""
    templates: Mapping[TemplateName, Text]
    approvals: tuple[ApprovalRule, ...]
    modes: tuple[Mode, ...] = ()
    retention: Retention
    compliance: tuple[Criterion, ...] = Field(min_length=1)

    @property
    def reference(self) -> str:
        """How a decision names the version that it rests on: `organisation@version`."""
        return f"{self.organisation.key}@{self.version}"

    @property
    def asks_points(self) -> bool:
        """Whether some row of the table asks for the author's record."""
        return any(row.when.min_points is not None for row in self.categories)

    @property
    def source_document(self) -> SourceDocument:
        """The published policy."""
        return self.documents[0]

    def account(self, platform: Platform, external_id: str) -> Account | None:
        """Return the body's account with the platform's own id."""
        for account in self.accounts:
            if account.platform is platform and account.external_id == external_id:
                return account
        return None

    def house_rule(self, rule_id: str) -> HouseRule | None:
        """Return a house rule by its id."""
        return next((rule for rule in self.house_rules if rule.id == rule_id), None)

    def rule_for(
        self,
        label: Label,
        *,
        platform: Platform | None = None,
        kind: Kind = Kind.COMMENT,
        internal: bool = False,
    ) -> HouseRule | None:
        """Return the house rule to cite for a label by itself, of those that cover it.

        It is what the first row of the table for such a comment rests on. Where there is none, it
        is the first rule about comments, and only then one that a person alone can apply.
        """
        covering = [rule for rule in self.house_rules if label in rule.labels]
        if len(covering) < 2:  # noqa: PLR2004  there is nothing to choose from
            return covering[0] if covering else None
        rows = (
            row.then.house_rule
            for row in self.categories
            if row.when.is_about(label)
            and row.when.is_usual(platform=platform, kind=kind, internal=internal)
        )
        return next(
            chain(
                (rule for cited in rows for rule in covering if rule.id == cited),
                (rule for rule in covering if rule.scope is RuleScope.COMMENT),
                covering,
            ),
            None,
        )

    def rule_on_repetition(self) -> HouseRule | None:
        """Return the house rule that warnings and blocks rest on, if the policy has one."""
        if self.strikes.house_rule is not None:
            return self.house_rule(self.strikes.house_rule)
        return next((r for r in self.house_rules if r.scope is RuleScope.BEHAVIOUR), None)

    def document_of(self, rule: HouseRule) -> SourceDocument:
        """Return the document that states a house rule."""
        wanted = rule.document or self.source_document.id
        return next(document for document in self.documents if document.id == wanted)

    def team(self, team_id: str) -> Team | None:
        """Return a team by its id."""
        return next((team for team in self.teams if team.id == team_id), None)

    def route(self, route_id: str) -> Route | None:
        """Return a route by its id."""
        return next((route for route in self.routes if route.id == route_id), None)

    def routes_for(self, labels: frozenset[Label]) -> tuple[Route, ...]:
        """Return every route that one of the labels takes, in the pack's order."""
        return tuple(route for route in self.routes if labels.intersection(route.labels))

    def approval(self, step: Approval) -> ApprovalRule | None:
        """Return whose approval a step needs."""
        return next((rule for rule in self.approvals if rule.step is step), None)


class PolicyPacks:
    """The packs of several bodies, one version of each; immutable."""

    def __init__(self, packs: Mapping[str, PolicyPack]) -> None:
        self._packs = dict(sorted(packs.items()))
        self._accounts = {
            (account.platform, account.external_id): (pack, account)
            for pack in self._packs.values()
            for account in pack.accounts
        }

    def __iter__(self) -> Iterator[PolicyPack]:
        return iter(self._packs.values())

    def __len__(self) -> int:
        return len(self._packs)

    def __contains__(self, organisation: object) -> bool:
        return organisation in self._packs

    def get(self, organisation: str) -> PolicyPack | None:
        """Return the pack of a body by its key."""
        return self._packs.get(organisation)

    def __getitem__(self, organisation: str) -> PolicyPack:
        """Return the pack of a body by its key; raises `KeyError` when there is none."""
        return self._packs[organisation]

    @property
    def organisations(self) -> tuple[str, ...]:
        """The keys of the bodies, in alphabetical order."""
        return tuple(self._packs)

    def find_account(
        self, platform: Platform, external_id: str
    ) -> tuple[PolicyPack, Account] | None:
        """Return the account with the platform's own id, and the pack of the body it belongs to."""
        return self._accounts.get((platform, external_id))
