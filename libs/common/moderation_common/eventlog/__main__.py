"""`python -m moderation_common.eventlog dead-letters list|replay|discard TOPIC`."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence

from moderation_common.errors import ConfigurationError, ModerationError
from moderation_common.eventlog.dead_letters import DeadLetters, Letter
from moderation_common.eventlog.opening import open_event_log
from moderation_common.events import Topic

_URL_VARIABLE = "MODERATION_EVENTLOG_URL"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns 0 when it is done and 1 when it is not."""
    options = build_parser().parse_args(arguments)
    try:
        if not options.url:
            raise ConfigurationError(f"Name the event log with --url or {_URL_VARIABLE}.")
        asyncio.run(_settle(options))
    except ModerationError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the one command there is."""
    parser = argparse.ArgumentParser(prog="python -m moderation_common.eventlog")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    letters = commands.add_parser("dead-letters", help="what could never be handled")
    letters.add_argument("what", choices=("list", "replay", "discard"))
    letters.add_argument("topic", choices=[topic.value for topic in Topic])
    letters.add_argument(
        "--url", default=os.environ.get(_URL_VARIABLE), help=f"the event log; else {_URL_VARIABLE}"
    )
    letters.add_argument(
        "--body", action="store_true", help="with list: show each letter's body, which is personal"
    )
    letters.add_argument(
        "--pass-over",
        action="store_true",
        help="with replay: leave behind, as settled, the letters that never became events",
    )
    return parser


async def _settle(options: argparse.Namespace) -> None:
    event_log = await open_event_log(options.url, client_id="dead-letters")
    try:
        letters = DeadLetters(event_log, options.topic)
        match options.what:
            case "list":
                found = await letters.list()
                _say(*(_describe(letter, with_body=options.body) for letter in found))
                _say(f"{len(found)} letters of {options.topic} are not settled.")
            case "replay":
                count = await letters.replay(pass_over=options.pass_over)
                _say(f"{count} events were published to {options.topic} again.")
            case _:
                _say(f"{await letters.discard()} letters of {options.topic} are settled.")
    finally:
        await event_log.close()


def _describe(letter: Letter, *, with_body: bool) -> str:
    line = "  ".join(
        (
            letter.event_type or "never an event",
            letter.event_id or "-",
            f"from {letter.source}",
            letter.reason,
        )
    )
    body = letter.record.message.body.decode(errors="replace")
    return f"{line}\n    {body}" if with_body else line


def _say(*lines: str) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)


if __name__ == "__main__":
    sys.exit(main())
