"""Who asks: always from the credential, never from the body of a request."""

from .anonymous import Anonymous
from .caller import Authenticator, Caller, Role

__all__ = ["Anonymous", "Authenticator", "Caller", "Role"]
