"""Who asks: always from the credential, never from the body of a request."""

from .anonymous import Anonymous
from .caller import Authenticator, Caller, Role
from .settings import AuthSettings

__all__ = ["Anonymous", "AuthSettings", "Authenticator", "Caller", "Role"]
