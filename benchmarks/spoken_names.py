"""How often a product's name that is said is confirmed, and whether another one ever is.

    python benchmarks/spoken_names.py [--held-back] [--data ../shared/data/speech]

No recordings of people who say names of products are at hand. So names of families of products,
each with its siblings, are said by the voices of flite (Debian and Ubuntu: apt install flite), in a
phrase and without. Each recording is asked of two catalogues: all names, and all but the one that
is said, where nothing may be confirmed. Families and voices are split in halves; bounds were chosen
on the first.

What people say in ``--data`` (letters, digits and commands) is asked of the names too: none of it
is one.
"""

import argparse
import csv
import json
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from rich.progress import track

from judges import Candidate, Labels, Outcome, Query, Reading, Verdict, Vocabulary, build_judge
from judges.speech.name_reader import SpokenNameReader
from judges.speech.name_words import sound_of, words_of
from modalities import AudioLoader, Source

FAMILIES = (
    (
        "Aurora kettle", "Aurora Plus kettle", "Aurora Mini kettle", "Arora kettle",
        "Harbor lamp", "Harbor lamp 2", "Harbor lamp 3", "Arbor lamp",
        "Silver toaster", "Silver toaster Pro", "Sliver toaster",
        "Morning radio", "Mourning radio", "Morning radio Max",
        "Ocean blender", "Ocean mixer", "Potion blender", "Fox grinder", "Box grinder",
    ),
    (
        "Comet iron", "Comet iron Plus", "Comet Mini iron", "Kermit iron",
        "Willow chair", "Pillow chair", "Willow chair 4", "Willow chair 40",
        "Falcon drill", "Falcon drill Pro", "Falcon saw", "Falken drill",
        "Bear clock", "Bare clock", "Pear clock", "Thunder speaker", "Thunder speaker Max",
        "Sunset heater", "Sunset heater 15", "Sunset heater 50",
    ),
)  # fmt: skip
"""Those looked at while bounds were chosen, and those held back."""
PHRASES = ("{}.", "I'm looking for the {}.")
VOICES = (("slt", "kal16"), ("rms", "awb"))


class Said(NamedTuple):
    """A name that a voice said, and what was heard."""

    name: str
    voice: str
    readings: Sequence[Reading]


@dataclass(frozen=True)
class Names:
    """A catalogue of names, each of an item whose id it is."""

    names: Sequence[str]

    @property
    def revision(self) -> str:
        return str(hash(tuple(self.names)))

    def labels(self, ids: Sequence[str]) -> Mapping[str, Labels]:
        return {id_: Labels() for id_ in ids}

    def facts(self, fields: Sequence[str]) -> Sequence[tuple[str, Mapping[str, object]]]:
        return [(name, dict.fromkeys(fields, name)) for name in self.names]

    def readings(self, _ids: Sequence[str], _kind: str) -> Mapping[str, Sequence[Reading]]:
        return {}


def speak(voice: str, words: str, folder: Path) -> Path:
    """A recording of a voice, a little slow. Raises FileNotFoundError without flite."""
    path = folder / "said.wav"
    if shutil.which("flite") is None:
        raise FileNotFoundError("flite is not installed (Debian and Ubuntu: apt install flite)")
    pace = ["--setf", "duration_stretch=1.15"]
    subprocess.run(["flite", "-voice", voice, *pace, "-t", words, "-o", path], check=True)
    return path


def listen(half: int, kept: Path | None) -> Iterator[Said]:
    reader, known = SpokenNameReader(), remembered(kept)
    asked = [
        (name, voice, phrase)
        for name in FAMILIES[half]
        for voice in VOICES[half]
        for phrase in PHRASES
    ]
    with tempfile.TemporaryDirectory() as folder:
        for name, voice, phrase in track(asked, "listening"):
            key = f"{voice}: {phrase.format(name)}"
            if key not in known:
                path = speak(voice, phrase.format(name), Path(folder))
                known[key] = reader.read(AudioLoader().load(Source.file(path)))
                remember(kept, key, known[key])
            yield Said(name, voice, known[key])


def remembered(kept: Path | None) -> dict[str, list[Reading]]:
    if kept is None or not kept.exists():
        return {}
    lines = map(json.loads, kept.read_text(encoding="utf-8").splitlines())
    return {each["key"]: [Reading.model_validate(one) for one in each["read"]] for each in lines}


def remember(kept: Path | None, key: str, readings: Sequence[Reading]) -> None:
    if kept is not None:
        read = [reading.model_dump(mode="json") for reading in readings]
        with kept.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"key": key, "read": read}) + "\n")


def ask(readings: Sequence[Reading], names: Sequence[str]) -> Mapping[str, Verdict]:
    judge = build_judge("said", {"use": "spoken_code", "names": "name"}, Vocabulary())
    candidates = [Candidate(name, {"name": name}) for name in names]
    read = {"spoken_name": readings, "spoken_code": []}
    query = Query(catalogue=Names(names), read=lambda kind: read[kind])
    return dict(zip(names, judge.judge(query, candidates), strict=True))


def confirmed(verdicts: Mapping[str, Verdict]) -> set[str]:
    return {name for name, one in verdicts.items() if one.outcome is Outcome.CONFIRM}


def measure(said: Sequence[Said], names: Sequence[str]) -> None:
    right: Counter[str] = Counter()
    asked = Counter(each.voice for each in said)
    reasons: Counter[str] = Counter()
    wrong: list[str] = []
    alike: list[str] = []
    for each in said:
        verdicts = ask(each.readings, names)
        right[each.voice] += each.name in confirmed(verdicts)
        reasons[verdicts[each.name].reason] += 1
        others = [name for name in names if name != each.name]
        strange = (confirmed(verdicts) - {each.name}) | confirmed(ask(each.readings, others))
        for other in strange:
            is_alike = sound_of(words_of(other)) == sound_of(words_of(each.name))
            line = f"{each.voice} says {each.name}: {other} confirmed"
            (alike if is_alike else wrong).append(line)
    for voice, number in asked.items():
        print(f"  {voice:<16}{number:>5} said{right[voice]:>5} confirmed")
    print(f"  all{sum(asked.values()):>18} said{sum(right.values()):>5} confirmed")
    print(f"  {dict(reasons.most_common())}\n  wrong: {len(wrong)}; and where the catalogue "
          f"lacks a name that sounds the same: {len(alike)}")  # fmt: skip
    for line in (*wrong, *alike):
        print("   ", line)


def accuse(data: Path, names: Sequence[str], most: int) -> None:
    """What people spell and command, none of which is a name of a product."""
    with (data / "truth.csv").open(encoding="utf-8") as file:
        paths = [data / row["path"] for row in csv.DictReader(file)][:most]
    reader, wrong = SpokenNameReader(), 0
    for path in track(paths, "people"):
        wrong += bool(confirmed(ask(reader.read(AudioLoader().load(Source.file(path))), names)))
    print(f"  {len(paths)} utterances of people, none a name: {wrong} confirmed")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data/speech"))
    parser.add_argument("--held-back", action="store_true")
    parser.add_argument("--readings", type=Path, help="where readings of a run are kept, if at all")
    parser.add_argument("--people", type=int, default=60, help="utterances of --data, at most")
    options = parser.parse_args()
    half = int(options.held_back)
    print(f"{len(FAMILIES[half])} names, {'held back' if half else 'worked out on'}")
    measure(list(listen(half, options.readings)), FAMILIES[half])
    if (options.data / "truth.csv").exists():
        accuse(options.data, FAMILIES[half], options.people)


if __name__ == "__main__":
    main()
