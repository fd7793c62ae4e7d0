"""Melodies to hum: how tunes in the public domain begin, and random ones.

Written as records write them (docs/judges.md): notes in scientific pitch notation, with durations.
"""

import numpy as np

_TUNES = """
Fur Elise: E5:.5 D#5:.5 E5:.5 D#5:.5 E5:.5 B4:.5 D5:.5 C5:.5 A4:1.5 C4:.5 E4:.5 A4:.5 B4:1.5 E4:.5
  G#4:.5 B4:.5 C5:1.5
Ode to Joy: E4:1 E4:1 F4:1 G4:1 G4:1 F4:1 E4:1 D4:1 C4:1 C4:1 D4:1 E4:1 E4:1.5 D4:.5 D4:2
Twinkle: C4:1 C4:1 G4:1 G4:1 A4:1 A4:1 G4:2 F4:1 F4:1 E4:1 E4:1 D4:1 D4:1 C4:2
Frere Jacques: C4:1 D4:1 E4:1 C4:1 C4:1 D4:1 E4:1 C4:1 E4:1 F4:1 G4:2 E4:1 F4:1 G4:2 G4:.5 A4:.5
  G4:.5 F4:.5 E4:1 C4:1
Greensleeves: A4:1 C5:2 D5:1 E5:1.5 F5:.5 E5:1 D5:2 B4:1 G4:1.5 A4:.5 B4:1 C5:2 A4:1 A4:1.5 G#4:.5
  A4:1 B4:2 G#4:1 E4:2
Auld Lang Syne: C4:1 F4:1.5 F4:.5 F4:1 A4:1 G4:1.5 F4:.5 G4:1 A4:1 F4:1.5 F4:.5 A4:1 C5:1 D5:3
Amazing Grace: D4:1 G4:2 B4:.5 G4:.5 B4:2 A4:1 G4:2 E4:1 D4:2 D4:1 G4:2 B4:.5 G4:.5 B4:2 A4:1 D5:3
Jingle Bells: E4:1 E4:1 E4:2 E4:1 E4:1 E4:2 E4:1 G4:1 C4:1.5 D4:.5 E4:4 F4:1 F4:1 F4:1.5 F4:.5
  F4:1 E4:1 E4:1
When the Saints: C4:1 E4:1 F4:1 G4:5 C4:1 E4:1 F4:1 G4:5 C4:1 E4:1 F4:1 G4:2 E4:2 C4:2 E4:2 D4:4
Row Your Boat: C4:1.5 C4:1.5 C4:1 D4:.5 E4:1.5 E4:1 D4:.5 E4:1 F4:.5 G4:3
London Bridge: G4:1.5 A4:.5 G4:1 F4:1 E4:1 F4:1 G4:2 D4:1 E4:1 F4:2 E4:1 F4:1 G4:2
Mary Had a Lamb: E4:1.5 D4:.5 C4:1 D4:1 E4:1 E4:1 E4:2 D4:1 D4:1 D4:2 E4:1 G4:1 G4:2
Yankee Doodle: C5:1 C5:1 D5:1 E5:1 C5:1 E5:1 D5:1 G4:1 C5:1 C5:1 D5:1 E5:1 C5:2 B4:2
Brahms's Lullaby: E4:.5 E4:.5 G4:2 E4:.5 E4:.5 G4:2 E4:.5 G4:.5 C5:1 B4:1.5 A4:.5 A4:1 G4:1 D4:.5
  E4:.5 F4:1 D4:1
Kleine Nachtmusik: G4:1.5 D4:.5 G4:1.5 D4:.5 G4:.5 D4:.5 G4:.5 B4:.5 D5:2 C5:1.5 A4:.5 C5:1.5
  A4:.5 C5:.5 A4:.5 F#4:.5 A4:.5 D4:2
Minuet in G: D5:1 G4:.5 A4:.5 B4:.5 C5:.5 D5:1 G4:1 G4:1 E5:1 C5:.5 D5:.5 E5:.5 F#5:.5 G5:1 G4:1
  G4:1
Scarborough Fair: D4:2 D4:1 A4:2 A4:1 E4:1.5 F4:.5 E4:1 D4:3 A4:1 C5:1 D5:2 C5:1 A4:1 B4:1 G4:1
  A4:3
Silent Night: G4:1.5 A4:.5 G4:1 E4:3 G4:1.5 A4:.5 G4:1 E4:3 D5:2 D5:1 B4:3 C5:2 C5:1 G4:3
O Tannenbaum: C4:1 F4:.75 F4:.25 F4:1.5 G4:.5 A4:.75 A4:.25 A4:1.5 A4:.5 G4:.5 A4:.5 A#4:1 E4:1
  G4:1 F4:1
Home on the Range: C4:1 C4:1 F4:1 G4:1 A4:2 F4:.5 E4:.5 D4:1 A#4:1 A#4:1 A#4:2 A4:.5 A#4:.5 C5:3
Korobeiniki: E5:1 B4:.5 C5:.5 D5:1 C5:.5 B4:.5 A4:1 A4:.5 C5:.5 E5:1 D5:.5 C5:.5 B4:1.5 C5:.5 D5:1
  E5:1 C5:1 A4:1 A4:1
Oh Susanna: C4:.5 D4:.5 E4:1 G4:1 G4:1.5 A4:.5 G4:1 E4:1 C4:1.5 D4:.5 E4:1 E4:1 D4:1 C4:1 D4:3
Clementine: F4:.75 F4:.25 F4:1 C4:1 A4:.75 A4:.25 A4:1 F4:1 F4:.75 A4:.25 C5:1.5 C5:.5 A#4:.75
  A4:.25 G4:2
Swan Lake: E5:2 A4:.5 B4:.5 C5:.5 D5:.5 E5:1.5 C5:.5 E5:1.5 C5:.5 E5:1.5 A4:.5 C5:.5 A4:.5 F4:.5
  C5:.5 A4:2
Can-can: C4:2 D4:.5 F4:.5 E4:.5 D4:.5 G4:1 G4:1 G4:.5 A4:.5 E4:.5 F4:.5 D4:1 D4:1 D4:.5 F4:.5
  E4:.5 D4:.5 C4:.5
Blue Danube: D4:1 F#4:1 A4:1 A4:2 A5:1 A5:2 F#5:1 F#5:2 D4:1 D4:1 F#4:1 A4:1 A4:2 A5:1 A5:2 G5:1
  G5:2
Skye Boat Song: G4:1.5 A4:.5 G4:1 C5:2 C5:1 D5:1.5 E5:.5 D5:1 G5:3 E5:1.5 D5:.5 E5:1 A4:2 A4:1
  G4:3
House of Rising Sun: A3:1 A4:2 G4:1 E4:3 D4:1 C4:1 A3:3 A4:1 A4:1 G4:2 E4:1 D#4:4
Spring: C5:.5 E5:.5 E5:.5 E5:.5 D5:.25 C5:.25 G5:1.5 G5:.25 F5:.25 E5:.5 E5:.5 E5:.5 D5:.25 C5:.25
  G5:1.5 G5:.25 F5:.25 E5:.5 F5:.25 G5:.25 F5:.5 E5:.5 D5:1
Loch Lomond: D4:.5 G4:1.5 G4:.5 A4:.5 B4:1 A4:.5 G4:1 B4:.5 A4:1 G4:.5 E4:1 D4:3
Drunken Sailor: A4:.5 A4:.25 A4:.25 A4:.5 A4:.25 A4:.25 A4:.5 D4:.5 F4:.5 A4:.5 G4:.5 G4:.25
  G4:.25 G4:.5 G4:.25 G4:.25 G4:.5 C4:.5 E4:.5 G4:.5
"""
TUNES = {
    line.partition(": ")[0]: line.partition(": ")[2]
    for line in _TUNES.replace("\n  ", " ").strip().splitlines()
}
_NAMES = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
_MAJOR = (0, 2, 4, 5, 7, 9, 11)


def random_tune(seed: int, notes: int = 16) -> str:
    """Notes of a major scale, small steps the likeliest, in quarters and eighths above all."""
    rng = np.random.default_rng(seed)
    degree, found = int(rng.integers(0, 8)), []
    for _ in range(notes):
        semitone = 60 + 12 * (degree // 7) + _MAJOR[degree % 7]
        beats = rng.choice([0.5, 1.0, 1.5, 2.0], p=[0.35, 0.45, 0.1, 0.1])
        found.append(f"{_NAMES[semitone % 12]}{semitone // 12 - 1}:{beats:g}")
        step = int(rng.choice([0, 1, 2, 3, 4, 5], p=[0.15, 0.4, 0.2, 0.12, 0.08, 0.05]))
        step *= int(rng.choice([-1, 1]))
        degree += step if -3 <= degree + step <= 12 else -step
    return " ".join(found)
