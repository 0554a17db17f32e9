"""A broken pack is refused with file, line, what is wrong and how to mend it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from moderation_common.errors import ConfigurationError
from moderation_common.policy import ModeName, PolicyError, PolicyProblem, load_pack
from moderation_common.vocabulary import Kind, Label, Platform

FILE = Path("nottingham.yaml")


@pytest.fixture(scope="module")
def text(policies: Path) -> str:
    """A sound pack, to be broken."""
    return (policies / FILE).read_text(encoding="utf-8")


def problems_of(text: str) -> tuple[PolicyProblem, ...]:
    """What the loader says about a text."""
    with pytest.raises(PolicyError) as caught:
        load_pack(FILE, text=text)
    return caught.value.problems


@dataclass(frozen=True)
class Damage:
    """One edit that breaks the pack, and what must be said about it."""

    old: str
    new: str
    at: str
    """What stands on the line that the problem must name."""
    location: str
    message: str
    mend: str


CASES = {
    "strikes for criticism": Damage(
        old="  house_rule: repeat-offenders\n",
        new="  house_rule: repeat-offenders\n  weights: {criticism: 1}\n",
        at="strikes:",
        location="strikes",
        message="'criticism' breaks no house rule, so nobody gets a strike for it",
        mend="weigh only labels for which comments may be removed",
    ),
    "a block before the warning": Damage(
        old="  block_at: 4\n",
        new="  block_at: 1\n",
        at="strikes:",
        location="strikes",
        message="warn_at is 2 but block_at is 1",
        mend="make warn_at the lower, or equal",
    ),
    "strikes that rest on an unknown rule": Damage(
        old="  house_rule: repeat-offenders\n",
        new="  house_rule: repeat-offender\n",
        at="house_rule: repeat-offender",
        location="strikes.house_rule",
        message="'repeat-offender' is no house rule of this pack",
        mend="did you mean 'repeat-offenders'?",
    ),
    "unknown field": Damage(
        old="  automatic: false\n",
        new="  automatik: false\n",
        at="automatik: false",
        location="categories[5].then.automatik",
        message="'automatik' is no field here",
        mend="did you mean 'automatic'?",
    ),
    "missing field": Damage(
        old="  short_name: Nottingham and Nottinghamshire ICB\n",
        new="",
        at="organisation:",
        location="organisation.short_name",
        message="this field is missing",
        mend="add it",
    ),
    "field given twice": Damage(
        old="effective_from: 2026-11-01\n",
        new="effective_from: 2026-11-01\neffective_from: 2026-12-01\n",
        at="effective_from: 2026-12-01",
        location="effective_from",
        message="is given twice, first on line 6",
        mend="keep one of the two",
    ),
    "label not in the vocabulary": Damage(
        old="labels_any: [misinformation]",
        new="labels_any: [missinformation]",
        at="[missinformation]",
        location="categories[9].when.labels_any[0]",
        message="'missinformation' is not in the vocabulary",
        mend="did you mean 'misinformation'? Correct the label",
    ),
    "category not in the vocabulary": Damage(
        old="category: harmful_abuse",
        new="category: nasty",
        at="category: nasty",
        location="categories[0].then.category",
        message="'nasty' is not in the vocabulary",
        mend="use a known word: anything_else, harmful_abuse, misinformation_or_spam",
    ),
    "threshold for an unknown label": Damage(
        old="    hate: {act: 0.75",
        new="    hatred: {act: 0.75",
        at="hatred: {act",
        location="thresholds.labels.hatred",
        message="'hatred' is not in the vocabulary",
        mend="did you mean 'hate'? Correct the label",
    ),
    "threshold out of range": Damage(
        old="    hate: {act: 0.75",
        new="    hate: {act: 85",
        at="hate: {act: 85",
        location="thresholds.labels.hate.act",
        message="85 is out of range",
        mend="write a number of at most 1",
    ),
    "remove below act": Damage(
        old="    hate: {act: 0.75, review: 0.50, remove: 0.85}",
        new="    hate: {act: 0.75, review: 0.50, remove: 0.70}",
        at="remove: 0.70",
        location="thresholds.labels.hate",
        message="remove is 0.7 but act is 0.75",
        mend="make remove the higher",
    ),
    "remove for what is meant for a person": Damage(
        old="    hate: {act: 0.75, review: 0.50, remove: 0.85}",
        new="    hate: {act: 0.75, review: 0.50, remove: 0.79}",
        at="remove: 0.79",
        location="thresholds.labels.hate",
        message="remove is 0.79, but what scores less than 0.8 is put before a person",
        mend="make remove 0.8 or higher, or leave it out",
    ),
    "review above act": Damage(
        old="    hate: {act: 0.75, review: 0.50",
        new="    hate: {act: 0.75, review: 0.95",
        at="review: 0.95",
        location="thresholds.labels.hate",
        message="review is 0.95 but act is 0.75",
        mend="make review the lower",
    ),
    "unknown action": Damage(
        old="actions: [hide, delete, report]",
        new="actions: [hide, remove, report]",
        at="[hide, remove, report]",
        location="then.actions[1]",
        message="'remove' is no action of the table",
        mend="use leave, hide, delete or report",
    ),
    "leave with something else": Damage(
        old="actions: [hide, delete, report]",
        new="actions: [hide, delete+leave, report]",
        at="delete+leave",
        location="then.actions[1]",
        message="'delete+leave' contradicts itself",
        mend="leave alone",
    ),
    "hours that are no time": Damage(
        old='opens: "09:00"',
        new="opens: 9",
        at="opens: 9",
        location="hours.opens",
        message="9 is not a time of day",
        mend="write it as 09:00",
    ),
    "an hour that does not exist": Damage(
        old='closes: "17:00"',
        new="closes: 25:00",
        at="closes: 25:00",
        location="hours.closes",
        message="there is no such time of day",
        mend="write it as 09:00",
    ),
    "closing before opening": Damage(
        old='closes: "17:00"',
        new='closes: "08:00"',
        at="hours:",
        location="hours",
        message="opens at 09:00 but closes at 08:00",
        mend="make the closing time the later one",
    ),
    "a check while nobody is there": Damage(
        old='at: "16:30"',
        new='at: "18:30"',
        at='at: "18:30"',
        location="promises.checks[2].at",
        message="18:30 lies outside the hours 09:00 to 17:00",
        mend="check while people are at work",
    ),
    "checks out of order": Damage(
        old='at: "12:30"',
        new='at: "09:00"',
        at='at: "09:00", digest: midday',
        location="promises.checks[1].at",
        message="09:00 is not after the check before",
        mend="sort the times",
    ),
    "a date that is none": Damage(
        old="effective_from: 2026-11-01",
        new="effective_from: 1 November",
        at="1 November",
        location="effective_from",
        message="'1 November' is not a date",
        mend="write it as 2026-11-01",
    ),
    "a date that does not exist": Damage(
        old="effective_from: 2026-11-01",
        new="effective_from: 2026-11-31",
        at="2026-11-31",
        location="effective_from",
        message="there is no such date",
        mend="write it as 2026-11-01",
    ),
    "an id without quotes": Damage(
        old='external_id: "100000000000101"',
        new="external_id: 100000000000101",
        at="external_id: 100000000000101",
        location="accounts[0].external_id",
        message="this must be text",
        mend="put it in quotes",
    ),
    "a deadline that is no length of time": Damage(
        old="deadline: 20 working days",
        new="deadline: soon",
        at="deadline: soon",
        location="routes[7].deadline",
        message="'soon' is not a length of time",
        mend="write a number and minutes",
    ),
    "an address that is none": Damage(
        old="email: quality@nottingham.example",
        new="email: quality team",
        at="email: quality team",
        location="teams[1].contact.email",
        message="'quality team' is not an e-mail address",
        mend="write it as name@body.example",
    ),
    "a website that is none": Damage(
        old="website: https://www.nottingham.example",
        new="website: www.nottingham.example",
        at="website: www",
        location="organisation.website",
        message="'www.nottingham.example' is not a web address",
        mend="beginning with https://",
    ),
    "a key with blanks": Damage(
        old="  - id: targeted-abuse\n    clause",
        new="  - id: Targeted abuse\n    clause",
        at="id: Targeted abuse",
        location="house_rules[0].id",
        message="'Targeted abuse' cannot be a key",
        mend="use small letters, digits and single hyphens",
    ),
    "a version that is none": Damage(
        old='version: "2026-11-01.3"',
        new="version: two",
        at="version: two",
        location="version",
        message="'two' is not a version",
        mend="write day and number in quotes",
    ),
    "a truth value that is none": Damage(
        old="public_answer: false",
        new="public_answer: no",
        at="public_answer: no",
        location="public_answer",
        message="this must be a truth value",
        mend="write true or false",
    ),
    "a list that is none": Damage(
        old="labels: [foi]",
        new="labels: foi",
        at="labels: foi",
        location="routes[7].labels",
        message="this must be a list",
        mend="between [ and ]",
    ),
    "a set of fields that is none": Damage(
        old="hours:\n  timezone: Europe/London\n",
        new="hours: nine to five\nunused:\n  timezone: Europe/London\n",
        at="hours: nine to five",
        location="hours",
        message="this must be a set of fields",
        mend="write 'name: value' lines",
    ),
    "an unknown house rule": Damage(
        old="house_rule: promotional",
        new="house_rule: promotion",
        at="house_rule: promotion",
        location="categories[2].then.house_rule",
        message="'promotion' is no house rule of this pack",
        mend="did you mean 'promotional'?",
    ),
    "an unknown team": Damage(
        old="    team: foi\n",
        new="    team: foia\n",
        at="team: foia",
        location="routes[7].team",
        message="'foia' is no team of this pack",
        mend="did you mean 'foi'?",
    ),
    "an unknown further team": Damage(
        old="also: [human-resources]",
        new="also: [personnel]",
        at="also: [personnel]",
        location="also[0]",
        message="'personnel' is no team of this pack",
        mend="use a known team: ",
    ),
    "an unknown template": Damage(
        old="signpost: medical_advice",
        new="signpost: medical_advise",
        at="signpost: medical_advise",
        location="signpost",
        message="'medical_advise' is not in the vocabulary",
        mend="did you mean 'medical_advice'?",
    ),
    "an unknown document": Damage(
        old="  - id: targeted-abuse\n    clause",
        new="  - id: targeted-abuse\n    document: policies\n    clause",
        at="document: policies",
        location="house_rules[0].document",
        message="'policies' is no document of this pack",
        mend="did you mean 'policy'?",
    ),
    "a missing template": Damage(
        old="  media: >-\n",
        new="  thanks: >-\n",
        at="thanks: >-",
        location="templates.thanks",
        message="is given twice",
        mend="keep one of the two",
    ),
    "a placeholder that is none": Damage(
        old="to {email}.",
        new="to {e-mail}.",
        at="media: >-",
        location="templates.media",
        message="{e-mail} is no placeholder",
        mend="use organisation, short_name",
    ),
    "a brace without partner": Damage(
        old="to {email}.",
        new="to {email.",
        at="media: >-",
        location="templates.media",
        message="a brace has no partner",
        mend="close it",
    ),
    "a routing label without route": Damage(
        old="labels: [speak_up]",
        new="labels: [query]",
        at="routes:",
        location="routes",
        message="no route takes 'speak_up'",
        mend="add it to the labels of a route",
    ),
    "a label routed twice": Damage(
        old="labels: [speak_up]",
        new="labels: [speak_up, foi]",
        at="[speak_up, foi]",
        location="routes[14].labels[1]",
        message="'foi' already goes by the route 'foi'",
        mend="the further team under also",
    ),
    "a route that rests on nothing": Damage(
        old="    signpost: foi\n    clause: Freedom of Information Act 2000, section 10\n",
        new="    signpost: foi\n",
        at="id: foi",
        location="routes[7]",
        message="the route rests on nothing",
        mend="cite the policy in clause, or say why in note",
    ),
    "somebody at risk who would wait": Damage(
        old="    deadline: 15 minutes\n    out_of_hours: duty_manager",
        new="    deadline: 15 minutes\n    out_of_hours: next_working_day",
        at="out_of_hours: next_working_day",
        location="routes[1].out_of_hours",
        message="self_harm would",
        mend="write duty_manager",
    ),
    "an approval that nobody gives": Damage(
        old="  - step: police_referral\n    roles: [Chief Executive, Chair, Director]\n"
        "    clause: Product default; the policy names none\n",
        new="",
        at="approval: police_referral",
        location="routes[5].approval",
        message="nobody is named to approve 'police_referral'",
        mend="add the step and its roles",
    ),
    "an action that the platform cannot do": Damage(
        old="instagram: [delete, reply, private_reply]",
        new="linkedin: [delete, reply]",
        at="linkedin: [delete",
        location="platform_actions.linkedin[0]",
        message="linkedin offers no way to delete a comment",
        mend="use what it can do: reply",
    ),
    "a row that asks a platform for what it cannot do": Damage(
        old="  - id: misinformation\n    when: {labels_any: [misinformation]}",
        new="  - id: misinformation\n"
        "    when: {labels_any: [misinformation], platforms: [linkedin]}",
        at="actions: [hide, delete, leave]",
        location="categories[9].then.actions[0]",
        message="linkedin cannot hide",
        mend="use what it can do: leave, report",
    ),
    "nothing that always can be done": Damage(
        old="actions: [hide, delete, report]",
        new="actions: [hide, delete]",
        at="actions: [hide, delete]",
        location="then.actions[1]",
        message="no platform-free action comes last",
        mend="end the list with leave or report",
    ),
    "something after what always can be done": Damage(
        old="actions: [hide, delete, report]",
        new="actions: [report, hide, leave]",
        at="actions: [report, hide, leave]",
        location="then.actions[0]",
        message="report can always be done",
        mend="put it last",
    ),
    "criticism that would be silenced": Damage(
        old="labels_any: [profanity]",
        new="labels_any: [profanity, criticism]",
        at="[profanity, criticism]",
        location="categories[12].when",
        message="the row would hide or delete a comment for criticism",
        mend="criticism and concerns are never silenced",
    ),
    "a removal for nothing": Damage(
        old="when: {labels_any: [profanity]}",
        new="when: {kinds: [comment]}",
        at="when: {kinds: [comment]}",
        location="categories[12].when",
        message="the row would hide or delete a comment for nothing at all",
        mend="name house-rule labels only",
    ),
    "a removal without a rule": Damage(
        old="category: misinformation_or_spam, house_rule: deceptive,",
        new="category: misinformation_or_spam,",
        at="then: {category: misinformation_or_spam, actions",
        location="categories[8].then",
        message="the row 'impersonation' acts without a house rule",
        mend="name the rule",
    ),
    "a rule that covers something else": Damage(
        old="house_rule: deceptive",
        new="house_rule: promotional",
        at="house_rule: promotional, actions: [hide, delete, report]",
        location="categories[8].then.house_rule",
        message="'promotional' does not cover a comment that is only impersonation",
        mend="name the rule that covers it",
    ),
    "a rule that covers one alternative of two": Damage(
        old="labels_all: [sexual], labels_any: [spam]",
        new="labels_all: [sexual], labels_any: [spam, promotion]",
        at="house_rule: spam-and-off-topic",
        location="categories[1].then.house_rule",
        message="'spam-and-off-topic' does not cover a comment that is only promotion and sexual",
        mend="give it a row of its own",
    ),
    "a removal that cites a freedom": Damage(
        old="house_rule: deceptive",
        new="house_rule: anything-else",
        at="house_rule: anything-else, actions: [hide, delete, report]",
        location="categories[8].then.house_rule",
        message="'anything-else' says what people may say, but the row removes it",
        mend="name the rule that is broken",
    ),
    "a rule that no row rests on": Damage(
        old="    labels: [illegal]\n    scope: judgement\n",
        new="    labels: [illegal]\n",
        at="id: intellectual-property",
        location="house_rules[5].id",
        message="no row of the category table rests on 'intellectual-property'",
        mend="add a row",
    ),
    "a notice that no platform takes": Damage(
        old="because part of it may offend others.",
        new="because " + "it is so very long, and " * 6 + "long.",
        at="notice: ",
        location="house_rules[3].notice",
        message="bytes, more than the 150 that every platform takes",
        mend="say it more shortly",
    ),
    "a notice with an unknown placeholder": Damage(
        old='notice: "We have {removed} your comment because part of it may offend others."',
        new='notice: "We have {deleted} your comment because part of it may offend others."',
        at="{deleted}",
        location="house_rules[3].notice",
        message="{deleted} is no placeholder of a notice",
        mend="use {removed}, or nothing",
    ),
    "a notice with a brace without partner": Damage(
        old='notice: "We have {removed} your comment because part of it may offend others."',
        new='notice: "We have {removed your comment because part of it may offend others."',
        at="{removed your",
        location="house_rules[3].notice",
        message="a brace has no partner",
        mend="close it",
    ),
    "a notice as long as a format makes it": Damage(
        old='notice: "We have {removed} your comment because part of it may offend others."',
        new='notice: "We have {removed:>999999999999} your comment: it may offend others."',
        at="{removed:>",
        location="house_rules[3].notice",
        message="{removed:>999999999999} is no placeholder of a notice",
        mend="use {removed}, or nothing",
    ),
    "a notice that is no sentence": Damage(
        old="because part of it may offend others.",
        new="because part of it may offend",
        at="may offend",
        location="house_rules[3].notice",
        message="the notice ends as no sentence",
        mend="end it with a full stop",
    ),
    "a notice that nobody reads": Damage(
        old="    {notice} The rule",
        new="    The rule",
        at="notice: ",
        location="house_rules[0].notice",
        message="the template 'removal_notice' does not say {notice}",
        mend="put {notice} into the template",
    ),
    "a notice for what people may say": Damage(
        old="we shouldn't be silencing these comments\n    scope: freedom\n",
        new="we shouldn't be silencing these comments\n    scope: freedom\n"
        "    notice: We have {removed} your comment.\n",
        at="notice: We have {removed} your comment.",
        location="house_rules[11].notice",
        message="nothing is removed for 'anything-else'",
        mend="leave the notice out",
    ),
    "a rule that covers nothing": Damage(
        old='    words: "Deceptive or misleading"\n    labels: [impersonation]\n',
        new='    words: "Deceptive or misleading"\n',
        at="id: deceptive",
        location="house_rules[4].labels",
        message="'deceptive' covers no label",
        mend="name the labels",
    ),
    "a row that can never decide": Damage(
        old="labels_any: [misinformation]}",
        new="labels_any: [spam]}",
        at="- id: misinformation",
        location="categories[9]",
        message="the row 'misinformation' can never decide, because 'spam' before it takes all",
        mend="move it up",
    ),
    "a row that contradicts itself": Damage(
        old="when: {labels_any: [misinformation]}",
        new="when: {labels_any: [misinformation], labels_none: [misinformation]}",
        at="- id: misinformation",
        location="categories[9]",
        message="can never decide, because it contradicts itself",
        mend="move it up",
    ),
    "a table without an end": Damage(
        old="  - id: anything-else\n    then: {category: anything_else, house_rule: anything-else, "
        "actions: [leave]}\n",
        new="",
        at="- id: obscenity",
        location="categories[12]",
        message="the last row does not take every comment that is left",
        mend="end the table with a row that has no conditions",
    ),
    "an end that asks for a person": Damage(
        old="    then: {category: anything_else, house_rule: anything-else, actions: [leave]}",
        new="    then: {category: anything_else, actions: [leave], automatic: false}",
        at="- id: anything-else",
        location="categories[13]",
        message="the last row does not take every comment that is left",
        mend="end the table with a row that has no conditions",
    ),
    "a step of the ladder that nobody serves": Damage(
        old="serves: [head_of_communications]",
        new="serves: [executive]",
        at="who: head_of_communications",
        location="ladder.steps[2].who",
        message="nobody on the rota serves as head_of_communications",
        mend="add the place to the serves list",
    ),
    "one person twice running": Damage(
        old="serves: [on_call_secondary, on_call_primary]",
        new="serves: [executive]",
        at="who: on_call_secondary",
        location="ladder.steps[1].who",
        message="'duty-one' would be told twice running",
        mend="let more people serve",
    ),
    "an id used twice": Damage(
        old="  - id: promotion\n",
        new="  - id: spam\n",
        at="id: spam",
        location="categories[10].id",
        message="'spam' is used twice in categories",
        mend="give each its own",
    ),
    "an alias": Damage(
        old="  - id: promotion\n    when: {labels_any: [promotion]}",
        new="  - id: promotion\n    when: &x {labels_any: [promotion, *x]}",
        at="&x {labels_any",
        location="when.labels_any[1]",
        message="an alias repeats something",
        mend="write it out",
    ),
    "a merge key": Damage(
        old="contact: {email: quality@nottingham.example}",
        new="contact: {<<: {email: quality@nottingham.example}}",
        at="<<:",
        location="teams[1].contact",
        message="only a plain name can stand before a colon",
        mend="write the fields out",
    ),
    "another body's file": Damage(
        old="  key: nottingham\n",
        new="  key: lincolnshire\n",
        at="key: lincolnshire",
        location="organisation.key",
        message="the file nottingham.yaml states the policy of 'lincolnshire'",
        mend="call it lincolnshire.yaml",
    ),
}


def with_rows(text: str, conditions: Sequence[str]) -> str:
    """Return the pack with rows at the head of its table that leave what meets these conditions."""
    rows = "".join(
        f"  - id: more-{number}\n    when: {{{when}}}\n"
        "    then: {category: anything_else, actions: [leave]}\n"
        for number, when in enumerate(conditions)
    )
    return text.replace("\ncategories:\n", f"\ncategories:\n{rows}", 1)


_EVERYTHING = (
    f"labels_any: [{', '.join(Label)}], platforms: [{', '.join(Platform)}], "
    f"kinds: [{', '.join(Kind)}], modes: [{', '.join(ModeName)}]"
)


@pytest.mark.parametrize(
    "conditions, message",
    [
        (["labels_all: [hate]"] * 200, "this list has too many entries"),
        (
            [f"labels_any: [hate], min_points: {points}" for points in range(1, 12)],
            "the rows ask for 11 different min_points, more than 10",
        ),
        (
            [
                *(f"labels_none: [{label}], min_points: 9" for label in Label),
                *(f"{_EVERYTHING}, min_points: {points}" for points in (9, 8, 7, 6, 5, 5, 5)),
            ],
            "the rows ask for so many labels, platforms, kinds, modes and points together",
        ),
    ],
    ids=["rows", "points", "everything together"],
)
def test_a_table_that_would_take_hours_to_check_is_refused(
    text: str, conditions: Sequence[str], message: str
) -> None:
    """What somebody sends to be tried must not keep the service busy; one sentence says why."""
    (problem,) = [one for one in problems_of(with_rows(text, conditions)) if message in str(one)]
    assert problem.location == ("categories",)


@pytest.mark.parametrize("damage", CASES.values(), ids=CASES.keys())
def test_each_damage_is_named_with_its_line_and_mend(text: str, damage: Damage) -> None:
    """The problem stands on the damaged line and says what is wrong and how to mend it."""
    assert damage.old in text
    broken = text.replace(damage.old, damage.new, 1)
    lines = broken.splitlines()

    matching = [
        problem
        for problem in problems_of(broken)
        if damage.message in problem.message and damage.mend in problem.mend
    ]

    assert matching, "\n".join(str(problem) for problem in problems_of(broken))
    problem = matching[0]
    assert damage.at in lines[problem.line - 1]
    assert f"nottingham.yaml:{problem.line}:{problem.column}: " in str(problem)
    assert damage.location in str(problem)
    assert str(problem).count("\n") == 0


def test_all_problems_are_told_at_once(text: str) -> None:
    """Three mistakes give three problems, in the order of their lines."""
    broken = (
        text.replace("reply_within: null", "reply_in: null")
        .replace("labels: [foi]", "labels: [fio]")
        .replace('opens: "09:00"', "opens: early")
    )

    problems = problems_of(broken)

    # The renamed field is unknown under one name and missing under the other.
    assert len(problems) == 4
    assert [problem.line for problem in problems] == sorted(problem.line for problem in problems)


def test_the_error_is_one_of_configuration(text: str) -> None:
    """Whoever catches configuration errors catches this, with one line for each problem."""
    with pytest.raises(ConfigurationError) as caught:
        load_pack(FILE, text=text.replace("labels: [foi]", "labels: [fio]"))

    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize(
    "broken, line, message",
    [
        ("", 0, "the file holds no fields"),
        ("- a\n- b\n", 0, "the file holds no fields"),
        ("version: 'open\n", 1, "this is not YAML"),
        ("a: b\n  c: d\n", 2, "this is not YAML"),
        ("a: \x07\n", 0, "the file holds control characters"),
        ("a: " + "[" * 5000 + "]" * 5000, 0, "the file is nested too deeply"),
    ],
    ids=["empty", "a list", "an open quote", "bad indentation", "control characters", "deep"],
)
def test_what_is_no_pack_at_all_is_said_to_be_none(broken: str, line: int, message: str) -> None:
    """A file that cannot be read as fields gives one problem, with a line where there is one."""
    (problem,) = problems_of(broken)

    assert problem.line == line
    assert message in problem.message


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """The path and the system's reason stand in the message."""
    with pytest.raises(PolicyError, match=r"gone\.yaml: the file cannot be read: No such file"):
        load_pack(tmp_path / "gone.yaml")


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    """Bytes that are no UTF-8 are no pack."""
    file = tmp_path / "nottingham.yaml"
    file.write_bytes(b"version: \xff\xfe")

    with pytest.raises(PolicyError, match="is not UTF-8 text; save it as UTF-8"):
        load_pack(file)


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    """More than a megabyte is no pack, and is not parsed to find out."""
    file = tmp_path / "nottingham.yaml"
    file.write_bytes(b"# junk\n" * 200_000)

    with pytest.raises(PolicyError, match="larger than a megabyte"):
        load_pack(file)


@pytest.mark.parametrize(
    "deep",
    [
        pytest.param("a: " + "[" * 100_000, id="lists"),
        pytest.param("a: " + "{" * 100_000, id="mappings"),
        pytest.param("a: " + "{a: " * 100_000 + "}" * 100_000, id="named mappings"),
        pytest.param("a:\n  " + "- " * 100_000, id="block lists"),
        pytest.param("? " * 100_000, id="keys"),
        pytest.param("\n".join(" " * level + "a:" for level in range(1_300)), id="indented"),
        pytest.param("a: " + "&a [" * 100_000, id="anchored"),
        pytest.param("a: b\n---\n" + "[" * 100_000, id="a second document"),
        pytest.param("a: " + "[" * 50 + "]" * 50, id="one level too many"),
    ],
)
def test_nesting_past_all_reason_is_refused_before_the_stack_ends(deep: str) -> None:
    """The compiled composer would end the process, which no test could report."""
    (problem,) = problems_of(deep)

    assert str(problem) == (
        "nottingham.yaml: the file is nested too deeply; write it as the schema shows."
    )


def test_what_is_named_and_named_again_is_refused_as_well() -> None:
    """It is written flat, and lies three thousand levels deep."""
    named = ", ".join(f"&a{number} [*a{number - 1}]" for number in range(1, 3_000))

    problems = problems_of(f"? [&a0 [x], {named}]\n: 1\nv: *a2999\n")

    assert any("nested too deeply" in str(problem) for problem in problems)


@pytest.mark.parametrize(
    "shallow",
    ["[" * 49 + "]" * 49, "'" + "[" * 100_000 + "'", "1 # " + "[" * 100_000, "[]\n" * 2],
    ids=["the deepest that is read", "in quotes", "in a remark", "not YAML"],
)
def test_brackets_that_open_nothing_are_not_nesting(shallow: str) -> None:
    """Whatever else is wrong, it is not said to be too deep."""
    assert not any("nested" in problem.message for problem in problems_of(f"a: {shallow}"))


@pytest.mark.parametrize("digits", ["1" * 5000, "-" + "9" * 5000, "1" * 5000 + ".5"])
def test_a_number_longer_than_can_be_read_is_no_number(text: str, digits: str) -> None:
    """Python refuses to make a number of it; the field is named instead."""
    broken = text.replace("  block_at: 4\n", f"  block_at: {digits}\n")

    (problem,) = problems_of(broken)

    assert problem.location == ("strikes", "block_at")
