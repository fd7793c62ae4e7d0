"""What all models have in common."""

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """Closed: a key that is not named here is an error, in a request and in an answer."""

    model_config = ConfigDict(extra="forbid", frozen=True)
