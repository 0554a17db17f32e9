"""The command line `moderation`: parses, calls, and turns a known error into one sentence."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import warnings
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from moderation_common.errors import ModerationError
from moderation_common.other_words import in_our_words
from moderation_common.vocabulary import Kind, Platform, Role
from moderation_local.deployment import DEFAULT_DATA

_MAX_WEEKS: Final = 53
"""As many as the classifier counts in one report."""
_WORDS: Final = f"Platforms: {', '.join(Platform)}. Kinds: {', '.join(Kind)}."
_CHECKOUT_POLICIES: Final = Path(__file__).resolve().parents[3] / "policies"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status: 0 done, 1 not, 2 called wrongly.

    It is 130 when the command is interrupted, and 141 when whoever reads its output goes away.
    """
    # The embedded PostgreSQL asks for a login session's folder; its fallback is fine.
    warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
    parser = build_parser()
    parsed = parser.parse_args(arguments)
    # A command's module is imported when it is called: `token` need not wait for a web framework.
    module_name, function_name = parsed.handler.split(":")
    module = importlib.import_module(f"moderation_local.commands.{module_name}")
    try:
        status = _call(getattr(module, function_name), parsed)
        # Here and not at the very end, where nobody could catch that the reader has gone.
        sys.stdout.flush()
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        _give_up_output()
        return 141
    return status


def _call(command: Callable[[argparse.Namespace], int], arguments: argparse.Namespace) -> int:
    try:
        return command(arguments)
    except ModerationError as error:
        print(error, file=sys.stderr)
        return 1


def _give_up_output() -> None:
    """Send what is still to be written nowhere: whoever read it, such as `head`, has had enough."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    parser = argparse.ArgumentParser(
        prog="moderation", description="Moderation of social media comments, on one machine."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    data = argparse.ArgumentParser(add_help=False)
    data.add_argument(
        "--data", type=Path, default=DEFAULT_DATA, help="folder of the deployment (%(default)s)"
    )
    policies = argparse.ArgumentParser(add_help=False)
    policies.add_argument(
        "--policies", type=Path, default=_default_policies(), help="folder of the policy packs"
    )
    as_json = argparse.ArgumentParser(add_help=False)
    as_json.add_argument("--json", action="store_true", help="print JSON")
    engines = argparse.ArgumentParser(add_help=False)
    engines.add_argument("--database", metavar="URL", help="use this PostgreSQL, not the embedded")
    engines.add_argument("--eventlog", metavar="URL", help="kafka://… instead of PostgreSQL")
    organisation = argparse.ArgumentParser(add_help=False)
    organisation.add_argument("--org", required=True, metavar="KEY", help="key of the body's pack")

    up = commands.add_parser(
        "up", parents=[data, policies, engines, as_json], help="start everything"
    )
    up.add_argument("--detach", action="store_true", help="return when it is ready")
    up.set_defaults(handler="system:up")
    run = commands.add_parser(
        "run", parents=[data, policies, engines], help="start everything and send the demo day"
    )
    run.set_defaults(handler="system:run")
    down = commands.add_parser("down", parents=[data], help="stop everything")
    down.set_defaults(handler="system:down")
    status = commands.add_parser("status", parents=[data, as_json], help="show how everything is")
    status.set_defaults(handler="system:status")
    demo = commands.add_parser(
        "demo", parents=[data, policies, as_json], help="send a realistic day of the five bodies"
    )
    demo.set_defaults(handler="demo:demo")
    replay = commands.add_parser(
        "replay",
        parents=[data, policies, as_json],
        help="send a file of comments",
        description="Send a file of comments through the simulated platforms. A line needs `text`,"
        " and may have `id`, `platform`, `kind`, `post`, `parent`, `author` and `organisation`."
        f" {_WORDS}",
    )
    replay.add_argument("file", type=Path, metavar="FILE.jsonl", help="a JSON object a line")
    replay.add_argument("--org", metavar="KEY", help="send all to one body")
    replay.set_defaults(handler="replay:replay")
    classify = commands.add_parser(
        "classify",
        parents=[organisation, policies],
        help="decide JSON lines from standard input",
        description="Decide JSON lines from standard input. A line needs `id`, `platform`, `kind`"
        " and `text`, and may have `post`, `parent`, `earlier`, `author`, and `account_id` or"
        f" `internal`. {_WORDS}",
    )
    classify.set_defaults(handler="offline:classify")
    token = commands.add_parser(
        "token", parents=[organisation, data, policies], help="make an access token"
    )
    token.add_argument("--role", required=True, choices=[role.value for role in Role])
    token.add_argument("--subject", default="local", help="who it is for (%(default)s)")
    token.add_argument("--hours", type=_hours, default=12.0, help="how long it is good (12)")
    token.set_defaults(handler="offline:token")
    policy = commands.add_parser("policy", help="policy packs").add_subparsers(
        required=True, metavar="COMMAND"
    )
    check = policy.add_parser("check", help="check packs and say how to mend them")
    check.add_argument("directory", type=Path, nargs="?", default=_default_policies())
    check.set_defaults(handler="offline:policy_check")
    _add_policy_try(policy, parents=[data, as_json])
    _add_thresholds(commands, parents=[data, as_json])
    _add_quality(commands, parents=[organisation, data, as_json])
    _add_themes(commands, parents=[data])
    audit = commands.add_parser("audit", help="the audit record").add_subparsers(
        required=True, metavar="COMMAND"
    )
    verify = audit.add_parser(
        "verify", parents=[data, as_json], help="prove that the record is intact"
    )
    verify.add_argument("--database", metavar="URL", help="verify this PostgreSQL")
    verify.add_argument(
        "--noted",
        action="append",
        default=[],
        metavar="SIZE:ROOT",
        help="a head that was written down earlier; may be given several times",
    )
    verify.set_defaults(handler="offline:audit_verify")
    return parser


def _add_policy_try(
    policy: argparse._SubParsersAction[argparse.ArgumentParser],
    parents: Sequence[argparse.ArgumentParser],
) -> None:
    trial = policy.add_parser(
        "try", parents=parents, help="say what a pack would have changed in the past"
    )
    trial.add_argument("file", type=Path, metavar="NEW.yaml", help="the pack to try")
    trial.add_argument(
        "--since", type=_day, required=True, metavar="DATE", help="the first day, as 2026-11-01"
    )
    trial.add_argument(
        "--org", "--organisation", metavar="KEY", help="key of the body; the pack's own if left out"
    )
    trial.add_argument("--examples", type=int, default=5, help="comments named for each change (5)")
    trial.add_argument(
        "--texts", action="store_true", help="show their texts; it is kept in the record"
    )
    trial.add_argument(
        "--fail-on-harm",
        action="store_true",
        help="exit with 1 when more comments that must be left would be removed, or danger would"
        " no longer reach a person",
    )
    trial.set_defaults(handler="policy_trials:try_policy")


def _add_thresholds(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    parents: Sequence[argparse.ArgumentParser],
) -> None:
    thresholds = commands.add_parser("thresholds", help="the packs' thresholds").add_subparsers(
        required=True, metavar="COMMAND"
    )
    refit = thresholds.add_parser(
        "refit",
        parents=parents,
        help="propose thresholds from what people have decided",
        description="Propose thresholds from what people have decided. The fit rests on the"
        " `weighed` examples of GET /v1/quality: comments that a person was asked about by"
        " design. A review that a moderator asks for counts in neither figures nor fit.",
    )
    refit.add_argument(
        "--org", "--organisation", required=True, metavar="KEY", help="key of the body's pack"
    )
    refit.add_argument("--days", type=int, help="how far to look back (180)")
    refit.add_argument("--min-recall", type=float, metavar="SHARE", help="to be found (0.9)")
    refit.add_argument("--min-danger-recall", type=float, metavar="SHARE", help="of danger (0.98)")
    refit.add_argument(
        "--min-precision", type=float, metavar="SHARE", help="to be labelled rightly (0.8)"
    )
    refit.add_argument(
        "--min-danger-precision", type=float, metavar="SHARE", help="of danger (0.6)"
    )
    refit.add_argument(
        "--max-removal-error",
        type=float,
        metavar="SHARE",
        help="of what must be left, to be removed at most (0.001)",
    )
    refit.add_argument(
        "--output", type=Path, metavar="FILE.yaml", help="write the piece of a pack here"
    )
    refit.set_defaults(handler="thresholds:refit")


def _add_quality(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    parents: Sequence[argparse.ArgumentParser],
) -> None:
    quality = commands.add_parser(
        "quality",
        parents=parents,
        help="how the machine does by what people have decided",
    )
    quality.add_argument("--days", type=int, help="how far to look back (90)")
    quality.set_defaults(handler="quality:show")


def _add_themes(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    parents: Sequence[argparse.ArgumentParser],
) -> None:
    themes = commands.add_parser(
        "themes", parents=parents, help="a report of what people talk about with a body"
    )
    themes.add_argument(
        "--org", "--organisation", required=True, metavar="KEY", help="key of the body's pack"
    )
    themes.add_argument("--weeks", type=_weeks, help="so many weeks that are over (4)")
    themes.add_argument(
        "--from", dest="first", type=_day, metavar="DATE", help="a day of the first week"
    )
    themes.add_argument(
        "--to", dest="last", type=_day, metavar="DATE", help="a day of the last week"
    )
    themes.add_argument(
        "--platform",
        type=in_our_words,
        choices=[platform.value for platform in Platform],
        metavar="CHANNEL",
        help="one channel only: %(choices)s",
    )
    forms = themes.add_mutually_exclusive_group()
    forms.add_argument(
        "--format",
        dest="form",
        choices=["markdown", "html", "csv", "json"],
        default="markdown",
        help="%(choices)s (markdown); html is a page to open and paste into Word or an e-mail",
    )
    forms.add_argument(
        "--csv",
        dest="form",
        action="store_const",
        const="csv",
        help="print a table for a spreadsheet",
    )
    forms.add_argument("--json", dest="form", action="store_const", const="json", help="print JSON")
    themes.set_defaults(handler="themes:themes")


def _default_policies() -> Path:
    here = Path("policies")
    return here if here.is_dir() else _CHECKOUT_POLICIES


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        msg = f"{text!r} is no day; write it as 2026-11-01"
        raise argparse.ArgumentTypeError(msg) from None


def _weeks(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= _MAX_WEEKS):
        msg = f"{text!r} is no number of weeks; give one from 1 to {_MAX_WEEKS}"
        raise argparse.ArgumentTypeError(msg)
    return int(text)


def _hours(text: str) -> float:
    hours = float(text)
    if not 0 < hours <= 24 * 31:
        msg = "give a number of hours above 0 and up to 744"
        raise argparse.ArgumentTypeError(msg)
    return hours


if __name__ == "__main__":
    sys.exit(main())
