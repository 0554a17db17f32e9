"""What each body's published policy asks for, as its pack and the shared code carry it out."""

from __future__ import annotations

import pytest

from moderation_common.policy import (
    Approval,
    Evidence,
    PolicyPack,
    PolicyPacks,
    RuleScope,
    Ruling,
    Target,
    TemplateName,
    Term,
    TermUnit,
    compose_reply,
    decide_category,
)
from moderation_common.vocabulary import (
    ROUTING_LABELS,
    Action,
    Category,
    Kind,
    Label,
    Platform,
    Urgency,
)

BODIES = ("bsw", "healthwatch-cp", "lincolnshire", "mid-and-south-essex", "nottingham")


def rule(
    pack: PolicyPack,
    *labels: Label,
    platform: Platform = Platform.FACEBOOK,
    kind: Kind = Kind.COMMENT,
    internal: bool = False,
) -> Ruling:
    """What the pack says about a comment that surely has these labels."""
    return decide_category(
        pack, dict.fromkeys(labels, 1.0), platform=platform, kind=kind, internal=internal
    )


def test_the_five_bodies_have_packs(packs: PolicyPacks) -> None:
    """Every body of the requirements has a pack, and no other does."""
    assert packs.organisations == BODIES


@pytest.mark.parametrize(
    "body, platforms",
    [
        ("nottingham", {"x", "facebook", "instagram", "linkedin", "youtube", "soundcloud"}),
        ("lincolnshire", {"x", "facebook", "instagram", "youtube"}),
        (
            "mid-and-south-essex",
            {"facebook", "x", "instagram", "linkedin", "tiktok", "youtube", "viva_engage"},
        ),
        ("healthwatch-cp", {"facebook", "linkedin", "x", "instagram", "youtube", "sms"}),
        ("bsw", {"facebook", "x", "instagram", "linkedin"}),
    ],
)
def test_every_channel_of_the_policy_has_an_account(
    packs: PolicyPacks, body: str, platforms: set[str]
) -> None:
    """The register of accounts holds exactly the channels that the policy names."""
    assert {str(account.platform) for account in packs[body].accounts} == platforms


@pytest.mark.parametrize("body", BODIES)
def test_an_account_is_found_by_the_platforms_own_id(packs: PolicyPacks, body: str) -> None:
    """A webhook's page id leads to the account and to the body whose policy holds."""
    for account in packs[body].accounts:
        assert packs.find_account(account.platform, account.external_id) == (packs[body], account)
        assert packs[body].account(account.platform, account.external_id) is account


def test_an_unknown_account_is_not_found(packs: PolicyPacks) -> None:
    """An id that no body registered belongs to nobody, whatever platform has the same id."""
    known = packs["nottingham"].accounts[0]

    assert packs.find_account(Platform.FACEBOOK, "1") is None
    assert packs.find_account(Platform.TIKTOK, known.external_id) is None
    assert packs["nottingham"].account(Platform.TIKTOK, known.external_id) is None


@pytest.mark.parametrize("body", BODIES)
def test_a_pack_is_named_by_body_and_version(packs: PolicyPacks, body: str) -> None:
    """Decisions cite the pack in a form that says whose it is and which."""
    assert packs[body].reference == f"{body}@2026-11-01.3"


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("label", [Label.HATE, Label.THREAT, Label.HARASSMENT, Label.INCITEMENT])
def test_harmful_abuse_is_deleted_where_the_platform_can(
    packs: PolicyPacks, body: str, label: Label
) -> None:
    """The red line of the NHS England table holds for every body on Facebook."""
    ruling = rule(packs[body], label)

    assert ruling.category is Category.HARMFUL_ABUSE
    assert Action.DELETE in ruling.actions
    assert ruling.automatic
    assert ruling.clause
    assert ruling.words


@pytest.mark.parametrize("body", BODIES)
def test_harmful_abuse_is_hidden_and_reported_where_it_cannot_be_deleted(
    packs: PolicyPacks, body: str
) -> None:
    """X lets nobody delete another's post, so the comment is hidden and a person reports it."""
    ruling = rule(packs[body], Label.HATE, platform=Platform.X)

    assert [action for action in ruling.actions if action is not Action.PRIVATE_REPLY] == [
        Action.HIDE,
        Action.REPORT,
    ]


@pytest.mark.parametrize("body", ["nottingham", "mid-and-south-essex", "healthwatch-cp", "bsw"])
def test_harmful_abuse_is_reported_where_nothing_else_can_be_done(
    packs: PolicyPacks, body: str
) -> None:
    """LinkedIn can neither hide nor delete, which leaves a person's report."""
    assert rule(packs[body], Label.HATE, platform=Platform.LINKEDIN).actions == (Action.REPORT,)


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize(
    "labels",
    [
        (),
        (Label.CRITICISM,),
        (Label.CRITICISM, Label.COMPLAINT),
        (Label.COMPLAINT, Label.STAFF_CONDUCT, Label.REPUTATIONAL),
        (Label.QUERY,),
        (Label.COMPLIMENT,),
        (Label.SELF_HARM,),
    ],
)
def test_criticism_and_concerns_are_left(
    packs: PolicyPacks, body: str, labels: tuple[Label, ...]
) -> None:
    """No body removes a comment for being negative or for raising a concern."""
    ruling = rule(packs[body], *labels)

    assert ruling.category is Category.ANYTHING_ELSE
    assert ruling.actions == (Action.LEAVE,)
    assert ruling.automatic
    assert not ruling.removes


@pytest.mark.parametrize("body", BODIES)
def test_every_routing_label_has_a_route(packs: PolicyPacks, body: str) -> None:
    """Whatever somebody must know about, the pack says who and by when."""
    pack = packs[body]
    for label in ROUTING_LABELS:
        routes = pack.routes_for(frozenset({label}))
        assert len(routes) == 1
        assert pack.team(routes[0].team) is not None
        assert routes[0].deadline is not None


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("label", [Label.EMERGENCY, Label.SELF_HARM, Label.PATIENT_SAFETY])
def test_somebody_at_risk_reaches_the_duty_manager_at_night(
    packs: PolicyPacks, body: str, label: Label
) -> None:
    """Risk to life does not wait for the next working day in any body."""
    (route,) = packs[body].routes_for(frozenset({label}))

    assert route.out_of_hours is Target.DUTY_MANAGER


@pytest.mark.parametrize("body", BODIES)
def test_an_emergency_reaches_the_duty_manager_at_any_hour(packs: PolicyPacks, body: str) -> None:
    """A life-threatening emergency goes to the person on call in hours too."""
    (route,) = packs[body].routes_for(frozenset({Label.EMERGENCY}))

    assert route.in_hours is Target.DUTY_MANAGER
    assert "999" in compose_reply(packs[body], TemplateName.EMERGENCY)


@pytest.mark.parametrize("body", BODIES)
def test_freedom_of_information_has_its_statutory_term(packs: PolicyPacks, body: str) -> None:
    """A request is due in twenty working days and waits for the working day to be passed on."""
    (route,) = packs[body].routes_for(frozenset({Label.FOI}))

    assert route.deadline == Term(amount=20, unit=TermUnit.WORKING_DAYS)
    assert route.out_of_hours is Target.NEXT_WORKING_DAY


@pytest.mark.parametrize("body", BODIES)
def test_journalists_are_not_answered_in_public(packs: PolicyPacks, body: str) -> None:
    """Media enquiries and legal matters get no public answer anywhere."""
    for label in (Label.MEDIA, Label.LEGAL):
        (route,) = packs[body].routes_for(frozenset({label}))
        assert not route.public_answer


@pytest.mark.parametrize("body", BODIES)
def test_a_police_referral_needs_a_director(packs: PolicyPacks, body: str) -> None:
    """The police are told only with the recorded approval of chief executive, chair or director."""
    pack = packs[body]
    (route,) = pack.routes_for(frozenset({Label.POLICE}))
    approval = pack.approval(Approval.POLICE_REFERRAL)

    assert route.approval is Approval.POLICE_REFERRAL
    assert approval is not None
    assert set(approval.roles) == {"Chief Executive", "Chair", "Director"}


@pytest.mark.parametrize("body", BODIES)
def test_somebody_always_comes_next_on_the_ladder(packs: PolicyPacks, body: str) -> None:
    """Every week each step is held by somebody else than the step before."""
    pack = packs[body]
    for turn in range(4):
        people = [pack.rota.on_call(step.who, turn=turn) for step in pack.ladder.steps]
        assert None not in people
        assert len({person.id for person in people if person is not None}) == len(people)


@pytest.mark.parametrize("body", BODIES)
def test_a_direct_message_is_never_hidden_or_deleted(packs: PolicyPacks, body: str) -> None:
    """A message has no audience, so that there is nothing to hide whatever it says."""
    for label in Label:
        assert not rule(packs[body], label, kind=Kind.DIRECT_MESSAGE).removes


@pytest.mark.parametrize("body", BODIES)
def test_personal_data_in_a_private_message_discloses_nothing(
    packs: PolicyPacks, body: str
) -> None:
    """Private channels are where people are asked to share details."""
    ruling = rule(packs[body], Label.PERSONAL_DATA, kind=Kind.DIRECT_MESSAGE)

    assert ruling.actions == (Action.LEAVE,)
    assert ruling.category is Category.ANYTHING_ELSE


@pytest.mark.parametrize("body", BODIES)
def test_a_disclosure_in_public_is_removed_at_once(packs: PolicyPacks, body: str) -> None:
    """Identifiable data is taken down without waiting for a person, and keeps its category."""
    for label in (Label.PERSONAL_DATA, Label.IG_INCIDENT):
        ruling = rule(packs[body], label)
        assert ruling.category is Category.ANYTHING_ELSE
        assert ruling.removes
        assert ruling.automatic


@pytest.mark.parametrize("body", BODIES)
def test_what_the_law_forbids_to_say_is_for_a_person(packs: PolicyPacks, body: str) -> None:
    """Alleged crimes and defamation are proposed for removal, never removed by the machine."""
    for label in (Label.DEFAMATION, Label.ILLEGAL):
        ruling = rule(packs[body], label)
        assert not ruling.automatic
        assert ruling.at_once == (Action.LEAVE,)


@pytest.mark.parametrize("body", BODIES)
def test_selling_drugs_is_spam_rather_than_abuse(packs: PolicyPacks, body: str) -> None:
    """An offer of something illegal is hidden as spam; urging crime is harmful abuse."""
    sold = rule(packs[body], Label.ILLEGAL, Label.PROMOTION)

    assert sold.category is Category.MISINFORMATION_OR_SPAM
    assert sold.removes


@pytest.mark.parametrize("body", BODIES)
def test_indecent_spam_is_spam_and_indecency_is_abuse(packs: PolicyPacks, body: str) -> None:
    """A bot's offer is hidden as spam; explicit words to a person are harmful abuse."""
    for label in (Label.SPAM, Label.PROMOTION):
        offered = rule(packs[body], Label.SEXUAL, label)
        assert offered.category is Category.MISINFORMATION_OR_SPAM
        assert offered.house_rule is not None
        assert offered.matched.intersection(offered.house_rule.labels)
    assert rule(packs[body], Label.SEXUAL).category is Category.HARMFUL_ABUSE


@pytest.mark.parametrize("body", BODIES)
def test_a_lookup_of_what_is_not_there_finds_nothing(packs: PolicyPacks, body: str) -> None:
    """Ids that the pack does not have give nothing, rather than something near."""
    pack = packs[body]

    assert pack.house_rule("no-such-rule") is None
    assert pack.route("no-such-route") is None
    assert pack.team("no-such-team") is None
    assert pack.rule_for(Label.QUERY) is None
    assert pack.route("foi") in pack.routes
    assert "no-such-body" not in packs
    assert packs.get("no-such-body") is None


def test_a_label_is_explained_by_the_rule_that_covers_it(packs: PolicyPacks) -> None:
    """The reason given for a label cites the body's own rule for it."""
    covering = packs["lincolnshire"].rule_for(Label.PROFANITY)

    assert covering is not None
    assert covering.clause == "Section 9, point 2"


@pytest.mark.parametrize("body", BODIES)
def test_acknowledging_takes_less_time_the_more_it_matters(packs: PolicyPacks, body: str) -> None:
    """The next person is told soonest when somebody is at risk now."""
    ladder = packs[body].ladder
    waits = [ladder.wait_min(step=0, urgency=urgency) for urgency in Urgency]

    assert waits == sorted(waits)
    assert waits[0] < waits[-1]


# --- Nottingham and Nottinghamshire -------------------------------------------------------------


@pytest.mark.parametrize("label", [Label.SPAM, Label.MISINFORMATION])
def test_nottingham_deletes_spam_and_misinformation_on_instagram(
    packs: PolicyPacks, label: Label
) -> None:
    """The table says that Instagram cannot hide, and to delete these there."""
    nottingham = packs["nottingham"]

    assert rule(nottingham, label).actions == (Action.HIDE,)
    assert rule(nottingham, label, platform=Platform.INSTAGRAM).actions == (Action.DELETE,)


def test_nottingham_leaves_the_merely_unpleasant_on_instagram(packs: PolicyPacks) -> None:
    """What is unpleasant and no worse is hidden on Facebook and left on Instagram."""
    nottingham = packs["nottingham"]

    assert rule(nottingham, Label.PROFANITY).actions == (Action.HIDE,)
    left = rule(nottingham, Label.PROFANITY, platform=Platform.INSTAGRAM)
    assert left.actions == (Action.LEAVE,)
    assert left.category is Category.ANYTHING_ELSE


def test_nottingham_says_that_criticism_is_not_silenced(packs: PolicyPacks) -> None:
    """A comment that is left rests on the sentence of the table that protects it."""
    ruling = rule(packs["nottingham"], Label.CRITICISM)

    assert ruling.words is not None
    assert "shouldn't be silencing" in ruling.words


def test_nottingham_does_not_remove_a_comment_for_naming_staff(packs: PolicyPacks) -> None:
    """Its list has no rule against naming; abuse of the named person is another matter."""
    assert rule(packs["nottingham"], Label.STAFF_NAMED).actions == (Action.LEAVE,)


def test_nottingham_discusses_blocking_with_communications(packs: PolicyPacks) -> None:
    """Blocking goes through the communications inbox that the policy prints."""
    pack = packs["nottingham"]
    approval = pack.approval(Approval.BLOCKING)

    assert approval is not None
    assert approval.roles == ("Communications and Engagement team",)
    communications = pack.team("communications")
    assert communications is not None
    assert communications.contact.email == "nnicb-nn.comms@nhs.net"
    assert communications.contact.published


# --- Lincolnshire -------------------------------------------------------------------------------


def test_lincolnshire_has_its_nine_rules(packs: PolicyPacks) -> None:
    """Section 9 lists nine things that will not be tolerated, and each can be quoted."""
    clauses = [rule.clause for rule in packs["lincolnshire"].house_rules]

    assert [f"Section 9, point {number}" for number in range(1, 10)] == [
        clause for clause in clauses if clause.startswith("Section 9, point")
    ]


def test_lincolnshire_prints_its_safeguarding_team(packs: PolicyPacks) -> None:
    """A safeguarding alert carries the published telephone numbers and address."""
    pack = packs["lincolnshire"]
    (route,) = pack.routes_for(frozenset({Label.SAFEGUARDING}))
    team = pack.team(route.team)

    assert team is not None
    assert team.contact.phone == "01522 309317 or 01522 309313"
    assert team.contact.email == "LICB.safeguarding1@nhs.net"


def test_lincolnshire_signposts_its_crisis_lines(packs: PolicyPacks) -> None:
    """Somebody in crisis is given the lines for adults and for young people, and 999."""
    text = compose_reply(packs["lincolnshire"], TemplateName.CRISIS)

    for number in ("0303 123 4000", "0800 001 4331", "0800 234 6342", "999"):
        assert number in text


def test_lincolnshire_lets_a_person_decide_about_naming_staff(packs: PolicyPacks) -> None:
    """Complaints about employees are taken seriously, so that hiding one is only proposed."""
    ruling = rule(packs["lincolnshire"], Label.STAFF_NAMED)

    assert ruling.actions == (Action.HIDE,)
    assert not ruling.automatic
    assert ruling.clause == "Section 9, point 4"


def test_lincolnshire_replies_on_the_same_or_next_working_day(packs: PolicyPacks) -> None:
    """The reply promise of section 9 is one working day."""
    promised = packs["lincolnshire"].promises.reply_within

    assert promised == Term(amount=1, unit=TermUnit.WORKING_DAYS)


def test_the_staff_group_has_rules_of_its_own(packs: PolicyPacks) -> None:
    """Derogatory remarks among staff are removed under section 5, whichever platform runs it."""
    for body, platform in (
        ("lincolnshire", Platform.FACEBOOK),
        ("mid-and-south-essex", Platform.VIVA_ENGAGE),
    ):
        pack = packs[body]
        assert [account.platform for account in pack.accounts if account.internal] == [platform]
        ruling = rule(pack, Label.HARASSMENT, platform=platform, internal=True)
        assert ruling.actions == (Action.DELETE,)
        assert ruling.words is not None
        assert "inflammatory or derogatory" in ruling.words


def test_staff_may_name_each_other_in_their_own_group(packs: PolicyPacks) -> None:
    """The rule against naming staff is for the public's comments."""
    ruling = rule(
        packs["mid-and-south-essex"],
        Label.STAFF_NAMED,
        platform=Platform.VIVA_ENGAGE,
        internal=True,
    )

    assert ruling.actions == (Action.LEAVE,)


# --- Mid and South Essex ------------------------------------------------------------------------


def test_mse_deletes_a_comment_that_names_staff_and_tells_why(packs: PolicyPacks) -> None:
    """The person is told before the comment is deleted, since then it can no longer be answered."""
    ruling = rule(packs["mid-and-south-essex"], Label.STAFF_NAMED)

    assert ruling.category is Category.HARMFUL_ABUSE
    assert ruling.actions == (Action.PRIVATE_REPLY, Action.DELETE)
    assert ruling.clause == "Appendix B, house rules, point 10"


def test_mse_tells_why_in_public_where_it_cannot_in_private(packs: PolicyPacks) -> None:
    """YouTube has no private messages, so that the explanation is a reply."""
    ruling = rule(packs["mid-and-south-essex"], Label.STAFF_NAMED, platform=Platform.YOUTUBE)

    assert ruling.actions == (Action.REPLY, Action.DELETE)


def test_mse_removal_notice_invites_the_commenter_to_amend(packs: PolicyPacks) -> None:
    """The notice quotes the rule and its clause and says that a changed comment is welcome."""
    pack = packs["mid-and-south-essex"]
    broken = pack.house_rule("names-staff")
    notice = compose_reply(pack, TemplateName.REMOVAL_NOTICE, rule=broken)

    assert "name individual members of ICB staff" in notice
    assert "Appendix B, house rules, point 10" in notice
    assert "change it and post it again" in notice


def test_mse_leaves_a_private_message_that_names_staff(packs: PolicyPacks) -> None:
    """In private a name opens nobody to abuse."""
    ruling = rule(packs["mid-and-south-essex"], Label.STAFF_NAMED, kind=Kind.DIRECT_MESSAGE)

    assert ruling.category is Category.ANYTHING_ELSE
    assert ruling.actions == (Action.LEAVE,)


def test_mse_explains_no_removal_to_a_spam_bot(packs: PolicyPacks) -> None:
    """Appendix B promises an explanation for its own reasons, and spam bots are in Appendix C."""
    assert rule(packs["mid-and-south-essex"], Label.SPAM).actions == (Action.HIDE,)


def test_mse_lists_every_reason_of_its_house_rules(packs: PolicyPacks) -> None:
    """Eleven reasons for comments, three for users, and what repeated breaches lead to."""
    rules = packs["mid-and-south-essex"].house_rules
    comments = [rule for rule in rules if rule.clause.startswith("Appendix B, house rules")]
    users = [rule for rule in rules if rule.clause.startswith("Appendix B, removal of users")]

    assert len(comments) == 11
    assert len(users) == 3
    assert {rule.id for rule in rules if rule.scope is RuleScope.AUTHOR} == {
        "profile-picture",
        "username",
    }


def test_mse_checks_three_times_a_day_and_hands_over(packs: PolicyPacks) -> None:
    """Morning, midday and end of day, when open issues go to the person on call."""
    checks = packs["mid-and-south-essex"].promises.checks

    assert [str(check.digest) for check in checks] == ["morning", "midday", "end_of_day"]
    assert packs["mid-and-south-essex"].retention.delete_after_hand_over


def test_mse_answers_direct_messages_with_hours_and_website(packs: PolicyPacks) -> None:
    """The automatic reply tells when people are there and where to look meanwhile."""
    text = compose_reply(packs["mid-and-south-essex"], TemplateName.DIRECT_MESSAGE)

    assert "Monday to Friday, 09:00 to 17:00" in text
    assert "https://www.midandsouthessex.ics.nhs.uk" in text


# --- Healthwatch Cambridgeshire and Peterborough ------------------------------------------------


@pytest.mark.parametrize(
    "label", [Label.PROMOTION, Label.PROFANITY, Label.PERSONAL_DATA, Label.HARASSMENT]
)
def test_healthwatch_deletes_what_its_terms_of_service_rule_out(
    packs: PolicyPacks, label: Label
) -> None:
    """Its section 5 says that the comment will be deleted, so that hiding comes second."""
    assert rule(packs["healthwatch-cp"], label).actions == (Action.DELETE,)
    assert rule(packs["healthwatch-cp"], label, platform=Platform.X).actions[0] is Action.HIDE


def test_healthwatch_cites_the_police_clause_for_a_hate_crime(packs: PolicyPacks) -> None:
    """Hate for the police rests on the clause about consultation; other hate does not."""
    pack = packs["healthwatch-cp"]
    crime = rule(pack, Label.HATE, Label.POLICE)

    assert crime.clause == "Section 5, hate crime"
    assert rule(pack, Label.HATE).clause != crime.clause


def test_healthwatch_names_three_moderators(packs: PolicyPacks) -> None:
    """The three moderator roles of section 4 decide about blocking."""
    approval = packs["healthwatch-cp"].approval(Approval.BLOCKING)

    assert approval is not None
    assert approval.roles == ("Communications Manager", "Communications Officer", "Chief Executive")


def test_healthwatch_changes_credentials_every_three_months(packs: PolicyPacks) -> None:
    """The account list's logins age, and the check asks for evidence of it."""
    pack = packs["healthwatch-cp"]

    assert pack.account_rules is not None
    assert str(pack.account_rules.change_credentials_every) == "3 months"
    assert Evidence.CREDENTIAL_AGE in {criterion.evidence for criterion in pack.compliance}


def test_healthwatch_sends_journalists_to_two_people(packs: PolicyPacks) -> None:
    """Media enquiries go to the Communications Manager and the Chief Executive."""
    (route,) = packs["healthwatch-cp"].routes_for(frozenset({Label.MEDIA}))

    assert (route.team, *route.also) == ("communications", "chief-executive")


# --- Bath and North East Somerset, Swindon and Wiltshire ----------------------------------------


def test_bsw_leaves_swearing(packs: PolicyPacks) -> None:
    """It reserves the right not to respond to offensive language, and none to remove it."""
    ruling = rule(packs["bsw"], Label.PROFANITY)

    assert ruling.actions == (Action.LEAVE,)
    assert ruling.clause == "3.4.1"


def test_bsw_has_the_twelve_audit_criteria(packs: PolicyPacks) -> None:
    """Appendix C's criteria stand in the pack in their order."""
    assert [criterion.id for criterion in packs["bsw"].compliance] == [
        f"criterion-{number}" for number in range(1, 13)
    ]


def test_bsw_deletes_confidential_data_at_once(packs: PolicyPacks) -> None:
    """Criterion 10 asks for deletion and an incident report."""
    ruling = rule(packs["bsw"], Label.IG_INCIDENT)

    assert ruling.actions == (Action.DELETE,)
    assert ruling.clause == "Appendix C, criterion 10"


def test_bsw_has_no_cover_out_of_hours_for_reputation(packs: PolicyPacks) -> None:
    """What is contentious waits there for the next working day."""
    for body in BODIES:
        (route,) = packs[body].routes_for(frozenset({Label.REPUTATIONAL}))
        expected = Target.NEXT_WORKING_DAY if body == "bsw" else Target.DUTY_MANAGER
        assert route.out_of_hours is expected


def test_bsw_rests_removals_on_the_table_that_it_does_not_print(packs: PolicyPacks) -> None:
    """A rule that is not the body's own is cited by the document that states it."""
    pack = packs["bsw"]
    broken = rule(pack, Label.SPAM).house_rule

    assert broken is not None
    assert pack.document_of(broken).id == "nhse-2023"
    own = pack.house_rule("law")
    assert own is not None
    assert pack.document_of(own) is pack.source_document


def test_bsw_shares_patient_safety_with_quality_and_pals(packs: PolicyPacks) -> None:
    """The flow chart shares an immediate risk with the Quality Team and tells PALS."""
    (route,) = packs["bsw"].routes_for(frozenset({Label.PATIENT_SAFETY}))

    assert route.team == "quality"
    assert "pals" in route.also
