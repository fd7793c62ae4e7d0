"""Threads that work for somebody: what they log names whom they work for."""

import contextvars
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Result = TypeVar("Result")


class Threads(ThreadPoolExecutor):
    """A pool whose calls run within the context variables of whoever submits them."""

    def submit(
        self, call: Callable[Given, Result], /, *args: Given.args, **kwargs: Given.kwargs
    ) -> Future[Result]:
        return super().submit(contextvars.copy_context().run, partial(call, *args, **kwargs))
