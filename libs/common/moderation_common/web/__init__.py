"""The web side of a service: application, tokens, access, serving."""

from moderation_common.web.access import principal_of, require
from moderation_common.web.application import create_application, problem
from moderation_common.web.serving import run_service, serve
from moderation_common.web.tokens import Principal, TokenError, TokenSigner

__all__ = [
    "Principal",
    "TokenError",
    "TokenSigner",
    "create_application",
    "principal_of",
    "problem",
    "require",
    "run_service",
    "serve",
]
