"""A client of the service: typed answers, one method for each thing that can be asked.

It needs neither a model nor a web framework.
"""

from .client import Client
from .errors import ServiceError

__all__ = ["Client", "ServiceError"]
