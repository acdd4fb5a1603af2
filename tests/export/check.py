"""Every record exactly once, in each format, whatever kills the export.

Starts the emulator with faults, starts exports, kills them with SIGKILL at random moments, resumes them, and compares
what DuckDB counts in JSON lines, CSV and Parquet.
"""

import argparse
import datetime
import pathlib
import random
import subprocess
import sys
import tempfile
import time

import duckdb

FORMATS = {"jsonl": "records.jsonl", "csv": "records.csv", "parquet": "records"}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", required=True, help="the folder of the built examples")
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=20, help="in each format")
    parser.add_argument("--faults", default="0.1")
    parser.add_argument("--api", default="aliyun-2017")
    parser.add_argument("--readme", action="store_true", help="run the README's commands too")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


class Emulator:
    def __init__(self, options, faults):
        command = [f"{options.programs}/emulator", "--listen", "127.0.0.1:0", "--quiet"]
        command += ["--records", str(options.records), "--faults", faults]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        self.url = line.split()[-1]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()


def export(options, emulator, out, *more):
    return [f"{options.programs}/export", "--api", options.api, f"--emulator={emulator.url}", "--rate", "0",
            "--quiet", "--out", str(out), *more]


def complete(command):
    """Runs to the end; calls that fail for good are resumed, as a user would."""
    for _ in range(20):
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode == 0:
            return
        if "--resume" not in done.stderr:
            break
        if "--resume" not in command:
            command = [*command, "--resume"]
    sys.exit(f"{' '.join(command)}: exit {done.returncode}\n{done.stderr}")


def readme():
    """The README's two lines, as they stand there."""
    text = pathlib.Path("README.md").read_text(encoding="utf-8")
    emulator, export = text.split("```sh\n")[1].split("```")[0].strip().splitlines()
    with tempfile.TemporaryDirectory() as scratch:
        serving = subprocess.Popen(emulator.split(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            serving.stdout.readline()
            out = pathlib.Path(scratch, "records.jsonl")
            subprocess.run([*export.split()[:-1], str(out)], check=True, capture_output=True)
            lines = len(out.read_text(encoding="utf-8").splitlines())
            assert lines == 10_000, lines
        finally:
            serving.kill()
            serving.wait()
    print("the README's two lines export 10000 records")


def table(out, form):
    if form == "jsonl":
        return f"read_json('{out}', format='newline_delimited')"
    if form == "csv":
        return f"read_csv('{out}', all_varchar=true)"
    return f"read_parquet('{out}/*/*.parquet', hive_partitioning=true)"


def count(out, form, key, duration):
    query = f'SELECT count(*), count(DISTINCT "{key}"), sum(CAST("{duration}" AS BIGINT)) FROM {table(out, form)}'
    return duckdb.sql(query).fetchone()


def leftovers(out, form):
    """Whatever is there beside the output itself."""
    folder = out.parent
    if form != "parquet":
        return [path for path in folder.iterdir() if path != out]
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path for path in files if not (path.suffix == ".parquet" and path.name.startswith("part-"))]


def main():
    options = arguments()
    chance = random.Random(options.seed)
    key, duration = {"aliyun-2017": ("ContactId", "Duration"), "aliyun-2017-recent": ("ContactId", "Duration"),
                     "aliyun-2020": ("ContactId", "CallDuration"), "tencent": ("SessionId", "Duration")}[options.api]
    counts = {}
    with tempfile.TemporaryDirectory() as scratch, Emulator(options, options.faults) as emulator:
        for form, name in FORMATS.items():
            folder = pathlib.Path(scratch, form, "whole")
            folder.mkdir(parents=True)
            started = time.monotonic()
            complete(export(options, emulator, folder / name))
            whole = time.monotonic() - started
            expected = count(folder / name, form, key, duration)
            assert expected[:2] == (options.records, options.records), f"{form}: {expected}"
            assert not leftovers(folder / name, form), f"{form}: {leftovers(folder / name, form)}"
            kills, exports, late = 0, 0, 0
            while kills < options.kills:
                exports += 1
                folder = pathlib.Path(scratch, form, str(exports))
                folder.mkdir()
                # Begun with a day more than a call without days asks for: --resume goes on with it all the same.
                out, more = folder / name, ["--to", str(datetime.date.today() + datetime.timedelta(days=1))]
                # Some exports are killed more than once.
                for _ in range(chance.randint(1, 3)):
                    running = subprocess.Popen(export(options, emulator, out, *more),
                                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                    time.sleep(chance.uniform(0, 0.6 * whole))
                    if running.poll() is None:
                        running.kill()
                        kills += 1
                    else:
                        late += 1
                    running.wait()
                    more = ["--resume"]
                other = [*export(options, emulator, out, "--resume"), "--page-size", "50"]
                if leftovers(out, form):
                    refused = subprocess.run(other, capture_output=True, text=True)
                    assert refused.returncode == 1 and "of another export" in refused.stderr, refused.stderr
                complete(export(options, emulator, out, "--resume"))
                found = count(out, form, key, duration)
                assert found == expected, f"{form}, export {exports}: {found}, expected {expected}"
                assert not leftovers(out, form), f"{form}, export {exports}: {leftovers(out, form)}"
            counts[form] = expected
            print(f"{form}: {kills} kills in {exports} exports ({late} came too late), "
                  f"{expected[0]} records, each once, {expected[2]} s of talk", flush=True)
        assert len(set(counts.values())) == 1, counts
        for form, name in FORMATS.items():
            folder = pathlib.Path(scratch, form, "common")
            folder.mkdir()
            complete(export(options, emulator, folder / name, "--common"))
            kind = "VARCHAR" if form == "csv" else "TIMESTAMP"
            query = f"""SELECT count(*), sum(CAST(CAST(duration AS DOUBLE) AS BIGINT)), count(DISTINCT id),
                               count(CAST(start AS {kind})), count(direction), count(disposition)
                        FROM {table(folder / name, form)}"""
            found = duckdb.sql(query).fetchone()
            records, _, talk = counts[form]
            assert found == (records, talk, records, records, records, records), f"{form}, common: {found}"
    print("DuckDB counts the same in JSON lines, CSV and Parquet, in the vendor's columns and in the common ones")
    if options.readme:
        # Last: it builds the exporter anew, without Parquet.
        readme()


if __name__ == "__main__":
    main()
