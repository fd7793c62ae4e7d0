"""The HTTP service: the router's own functions, asked over the network.

Nothing is decided here. What a caller may see comes from the credential, what is confirmed from
the judges; this package carries questions in and answers out, and keeps both within limits.
Names are imported on first use, so that managing keys needs no web framework.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .app import create_app
    from .auth import Anonymous, Authenticator, Caller, Role
    from .core import ServiceCore
    from .settings import ServiceSettings, load_settings

_HOMES = {
    "Anonymous": "auth",
    "Authenticator": "auth",
    "Caller": "auth",
    "Role": "auth",
    "ServiceCore": "core",
    "ServiceSettings": "settings",
    "create_app": "app",
    "load_settings": "settings",
}

__all__ = [
    "Anonymous",
    "Authenticator",
    "Caller",
    "Role",
    "ServiceCore",
    "ServiceSettings",
    "create_app",
    "load_settings",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)
