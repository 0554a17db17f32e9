"""Policy packs: each body's published policy as validated, versioned data.

The differences between bodies live in their packs and nowhere else. `load_packs` reads them,
`PackRegistry` keeps the versions in force, `decide_category` and `decide_urgency` apply them.
"""

from __future__ import annotations

from moderation_common.policy.circumstances import USUAL, Circumstances
from moderation_common.policy.decision_table import Ruling, available_actions, decide_category
from moderation_common.policy.governance import (
    Answering,
    ApprovalRule,
    Criterion,
    Evidence,
    Mode,
    ModeName,
    Retention,
)
from moderation_common.policy.house_rules import (
    HouseRule,
    Row,
    RuleScope,
    Then,
    Threshold,
    Thresholds,
    When,
)
from moderation_common.policy.loader import load_pack, load_packs
from moderation_common.policy.model import (
    Lists,
    PolicyPack,
    PolicyPacks,
    StaffMember,
    SwitchedOff,
    TermList,
)
from moderation_common.policy.notices import compose_notice
from moderation_common.policy.organisation import (
    Account,
    AccountRules,
    Check,
    Contact,
    DashboardTool,
    Digest,
    Hours,
    Organisation,
    Promises,
    SourceDocument,
)
from moderation_common.policy.part import Term, TermUnit, Weekday
from moderation_common.policy.problems import PolicyError, PolicyProblem
from moderation_common.policy.replies import TemplateName, compose_reply
from moderation_common.policy.routing import (
    Approval,
    Channel,
    Ladder,
    LadderStep,
    MinutesByUrgency,
    OnCall,
    Rota,
    RotaPerson,
    Route,
    Target,
    Team,
)
from moderation_common.policy.strikes import Strikes
from moderation_common.policy.urgency import decide_urgency, default_urgency
from moderation_common.policy.watcher import PackRegistry, Refresh

__all__ = [
    "USUAL",
    "Account",
    "AccountRules",
    "Answering",
    "Approval",
    "ApprovalRule",
    "Channel",
    "Check",
    "Circumstances",
    "Contact",
    "Criterion",
    "DashboardTool",
    "Digest",
    "Evidence",
    "Hours",
    "HouseRule",
    "Ladder",
    "LadderStep",
    "Lists",
    "MinutesByUrgency",
    "Mode",
    "ModeName",
    "OnCall",
    "Organisation",
    "PackRegistry",
    "PolicyError",
    "PolicyPack",
    "PolicyPacks",
    "PolicyProblem",
    "Promises",
    "Refresh",
    "Retention",
    "Rota",
    "RotaPerson",
    "Route",
    "Row",
    "RuleScope",
    "Ruling",
    "SourceDocument",
    "StaffMember",
    "Strikes",
    "SwitchedOff",
    "Target",
    "Team",
    "TemplateName",
    "Term",
    "TermList",
    "TermUnit",
    "Then",
    "Threshold",
    "Thresholds",
    "Weekday",
    "When",
    "available_actions",
    "compose_notice",
    "compose_reply",
    "decide_category",
    "decide_urgency",
    "default_urgency",
    "load_pack",
    "load_packs",
]
