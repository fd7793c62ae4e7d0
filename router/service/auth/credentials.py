"""The credentials of a service: keys, tokens, or both, presented as ``Authorization: Bearer``."""

from router.errors import CredentialError

from .caller import Caller
from .keys import PREFIX, KeyFile
from .settings import AuthSettings
from .tokens import Tokens


class Credentials:
    """Tells callers by what they present. Safe for threads."""

    def __init__(self, settings: AuthSettings) -> None:
        """Raises ConfigError where a file that is named cannot be used."""
        self._keys = None if settings.keys is None else KeyFile(settings.keys)
        self._tokens = None if settings.jwt is None else Tokens(settings.jwt)
        if self._keys is not None:
            self._keys.all()

    def caller(self, authorization: str | None) -> Caller:
        scheme, _, presented = (authorization or "").partition(" ")
        presented = presented.strip()
        if scheme.lower() != "bearer" or not presented:
            raise CredentialError("this needs a credential: Authorization: Bearer …")
        is_key = presented.startswith(f"{PREFIX}_")
        if is_key and self._keys is not None:
            return self._keys.caller(presented)
        if not is_key and self._tokens is not None:
            return self._tokens.caller(presented)
        raise CredentialError("the credential is not valid")


def authenticator_of(settings: AuthSettings) -> Credentials | None:
    """None where no credentials are configured. Raises ConfigError."""
    configured = settings.keys is not None or settings.jwt is not None
    return Credentials(settings) if configured else None
