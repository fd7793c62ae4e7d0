"""What judges say of the parts they lean on outside this process."""

from typing import Protocol, runtime_checkable


@runtime_checkable
class Probed(Protocol):
    """A judge that can tell, without a candidate, whether it could be asked now.

    Optional: whoever runs a service learns of a database that is gone before a search does.
    """

    def ready(self) -> str | None:
        """None where it can be asked; else why not, in one line.

        Takes moments, changes nothing, and never raises. The line is shown to anybody who asks
        whether the service is ready, so it names no address, account or column; what an operator
        needs besides is logged. Safe to call from threads.
        """
        ...
