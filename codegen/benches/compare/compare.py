"""Everything that is measured against what people would use instead, in one run and one Markdown table.

codegen/benches/compare/run [--only PART,...] [--runs N] [--pages FOLDER] [--fetch]

The parts: `decode`, `encode` and `inspect` run the packages' benches; `compile` builds crates of 5, 100 and 800
operations, emitted from a folder of pages, beside the same structs under serde's derive and as typify emits them;
`generate` holds `regen` against progenitor and openapi-generator, which start from the document that
`cargo xtask openapi` writes; `cold` clones the last commit, and changes a page.

The alternatives take turns, and each ratio is taken within a turn. typify, progenitor and openapi-generator are named
by options, or installed into the target folder by `--fetch`; a peer that is not here, or fails, says so in its row.
"""

import argparse
import os
import pathlib
import shutil
import sys

import benches
import processes
from timing import Failed, run, say, table
from tools import OPENAPI_GENERATOR, PROGENITOR, TYPIFY, Tools

PARTS = {"decode": benches.decode, "encode": benches.encode, "inspect": benches.inspect, "compile": processes.compiling,
         "generate": processes.generating, "cold": processes.starting}
ROOT = pathlib.Path(__file__).resolve().parents[3]


def arguments():
    parser = argparse.ArgumentParser(prog="run", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default=",".join(PARTS), help="parts, separated by commas")
    parser.add_argument("--runs", type=int, default=9, help="turns of whole processes, a fifth of those of the benches")
    parser.add_argument("--pages", help="a folder of vendor pages [default: ../shared/corpus/aliyun, or the repository's]")
    parser.add_argument("--sizes", default="5,100,800", help="numbers of operations")
    parser.add_argument("--fetch", action="store_true", help="install the peers into the target folder")
    parser.add_argument("--typify", metavar="PROGRAM", help=f"cargo-typify, such as {TYPIFY}")
    parser.add_argument("--progenitor", metavar="PROGRAM", help=f"cargo-progenitor, such as {PROGENITOR}")
    parser.add_argument("--openapi-generator", metavar="PROGRAM", help=f"or its jar, such as {OPENAPI_GENERATOR}")
    return prepared(parser)


def prepared(parser):
    options = parser.parse_args()
    options.only = options.only.split(",")
    unknown = [part for part in options.only if part not in PARTS]
    if unknown:
        parser.error(f"no part {unknown[0]}, there are {', '.join(PARTS)}")
    corpus = ROOT.parent / "shared/corpus/aliyun"
    options.pages = pathlib.Path(options.pages or (corpus if corpus.exists() else ROOT / "specs/pages")).resolve()
    options.sizes = [int(size) for size in options.sizes.split(",")]
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).resolve()
    options.root, options.work, options.xtask = ROOT, target / "compare", target / "release/xtask"
    for peer in ("typify", "progenitor", "openapi_generator"):
        given = getattr(options, peer)
        setattr(options, peer, given and pathlib.Path(shutil.which(given) or given).resolve())
    return options


def measured(options, rows):
    """Adds the rows of each part; what stops it, if anything does."""
    part = "--fetch"
    try:
        options.tools = Tools(options, options.work / "tools")
        if {"compile", "generate"} & set(options.only):
            part = "cargo build --release -p xtask"
            say(part)
            run(part.split())
        for part in options.only:
            for row in PARTS[part](options):
                say(" | ".join(row.cells()))
                rows.append(row)
    except Failed as failure:
        return f"{part}: {failure}"
    return None


def main():
    options, rows = arguments(), []
    os.chdir(ROOT)
    failure = measured(options, rows)
    # What was measured before a failure is not lost.
    print(table(rows))
    print(f"\nMedians of {options.runs} turns, {5 * options.runs} in decode, encode and inspect, ± half of what lies "
          "between the quartiles; `cargo build`: the crate alone, CPU time.")
    if not failure and options.tools.fetched and {"compile", "generate"} & set(options.only):
        print(f"With {', '.join(options.tools.fetched)}.")
    sys.exit(failure)


if __name__ == "__main__":
    main()
