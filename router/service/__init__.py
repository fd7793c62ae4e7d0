"""The HTTP service: the router's own functions, asked over the network.

Nothing is decided here. What a caller may see comes from the credential, what is confirmed from
the judges; this package carries questions in and answers out, and keeps both within limits.
"""

from .app import create_app
from .auth import Anonymous, Authenticator, Caller, Role
from .core import ServiceCore
from .settings import ServiceSettings, load_settings

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
