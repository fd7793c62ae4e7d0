"""Draw docs/demo.svg: some questions of the demo as a terminal shows them.

python docs/draw_demo.py [--store DIR] [--questions 1,2,6]
"""

import argparse
import io
import re
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console

from router import Router, Store, load_config
from router.cli.episodes import show_episode, show_summary
from router.cli.ingest import run_ingest
from router.cli.logs import configure_logs
from router.demo import ask, find_files, load_questions

ROOT = Path(__file__).parents[1]
COLUMNS = 100


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--store", type=Path, default=ROOT / ".storefront")
    parser.add_argument("--questions", default="1,2,6,21,24")
    parser.add_argument("--output", type=Path, default=ROOT / "docs" / "demo.svg")
    given = parser.parse_args()
    configure_logs("warning")
    files = find_files(ROOT)
    if files is None:
        parser.error("found no examples/storefront beside docs")
    config = load_config(files.config)
    chosen = {int(number) for number in given.questions.split(",")}
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True)
    with Store.open(given.store, create=True) as store:
        run_ingest(config, store, files.catalogue, delete_missing=True)
        episodes = list(ask(Router(config, store), load_questions(files.questions)))
    for number, episode in enumerate(episodes, start=1):
        if number in chosen:
            show_episode(episode, number, len(episodes), console)
    show_summary(episodes, console)
    # Without fonts from elsewhere: a picture in a README may load none, and should ask nobody.
    form = re.sub(r"@font-face \{\{.*?\}\}", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    form = form.replace("Fira Code, monospace", "ui-monospace, Menlo, Consolas, monospace")
    drawn = console.export_svg(title="crossjudge demo", code_format=form)
    given.output.write_text(re.sub(r"[ \t]+$", "", drawn, flags=re.MULTILINE), encoding="utf-8")


if __name__ == "__main__":
    main()
