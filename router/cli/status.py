"""Exit statuses."""

OK = 0
INTERNAL = 1
"""Something is wrong with crossjudge, or the demo did not go as it says it must."""
USAGE = 2
"""Wrong usage, or a config, store or request that is refused."""
BAD_INPUT = 3
"""Some input was bad; the rest was done."""
INTERRUPTED = 130
BROKEN_PIPE = 141
