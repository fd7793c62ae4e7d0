"""Whether two recordings are the same one: landmarks of their spectra, and when these coincide.

After A. Wang, "An industrial-strength audio search algorithm", ISMIR 2003.
"""

from .judge import Fingerprint, FingerprintOptions

__all__ = ["Fingerprint", "FingerprintOptions"]
