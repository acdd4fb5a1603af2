"""Every record exactly once, in each format, whatever kills the export.

Starts the emulator with faults, starts exports, kills them with SIGKILL at random moments, resumes them, and compares
what DuckDB counts in JSON lines, CSV and Parquet.
"""

import argparse
import datetime
import http.server
import json
import os
import pathlib
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

import duckdb

FORMATS = {"jsonl": "records.jsonl", "csv": "records.csv", "parquet": "records"}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", required=True, help="the folder of the built examples")
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=20, help="in each format")
    parser.add_argument("--faults", default="0.1")
    parser.add_argument("--api", default="aliyun-2017")
    parser.add_argument("--edges", action="store_true", help="leave out the kills")
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
            query = text.split("```sql\n")[1].split("```")[0].replace("records.jsonl", str(out))
            groups = duckdb.sql(query).fetchall()
            # Four groups; calls of a kind that hold about what chance gives each. Those without one left in the menu.
            menu = [row for row in groups if not row[0]]
            assert len(groups) == 5 and len(menu) == 1, groups
            assert 300 < menu[0][1] < 1500 and not menu[0][2] and menu[0][3] > menu[0][1] / 2, groups
            for name, calls, hours, abandoned in groups:
                assert not name or 800 < calls < 2000 and 50 < hours < 400 and 0 < abandoned < calls / 5, groups
        finally:
            serving.kill()
            serving.wait()
    print("the README's two lines export 10000 records, and DuckDB answers its query")


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


def wrong_use(options, emulator):
    """Whatever is wrong with a call is said before anything is written, or sent."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        out = folder / "records.jsonl"
        good = ["--api", options.api, f"--emulator={emulator.url}", "--out", str(out)]
        calls = [
            (["--api", "aliyun-2021", "--out", str(out)], 2, "expected one of aliyun-2017"),
            (["--api", "aliyun-2020", "--out", str(out)], 2, "--instance is missing"),
            (["--api", "aliyun-2020", "--instance", "i", "--out", str(out)], 2, "--region is missing"),
            (["--api", "tencent", "--out", str(out)], 2, "--sdk-app-id is missing"),
            ([*good[:-1], str(folder / "no" / "such.csv")], 2, f"there is no folder {folder / 'no'}"),
            ([*good[:-1], str(folder), "--format", "csv"], 2, "is a folder"),
            ([*good, "--page-size", "500"], 2, "allows 1 to 100"),
            ([*good, "--page-size", "0"], 2, "allows 1 to 100"),
            ([*good, "--timezone", "Mars/One"], 2, "the name of a time zone"),
            ([*good, "--from", "yesterday"], 2, "expected a day of UTC such as"),
            ([*good, "--from", "2026-02-02", "--to", "2026-02-01"], 2, "is after"),
            ([*good[:2], "--emulator=nowhere", *good[3:]], 2, "--emulator: `nowhere` is not an address"),
            ([*good, "--endpoint", ""], 2, "--endpoint: `` is not an address"),
            ([*good, "--region", "bad region"], 2, "--region: `bad region` is not a region"),
            ([*good, "--region", ""], 2, "--region is blank"),
            ([*good, "--instance", ""], 2, "--instance is blank"),
            ([*good, "--instance", "  "], 2, "--instance is blank"),
            ([*good, "--in-flight", "0"], 2, "--in-flight 0: expected a number of days, 1 or more"),
            ([*good, "--rate", "abc"], 2, "--rate abc: expected a whole number"),
            ([*good, "--page-size", "abc"], 2, "--page-size abc: expected a whole number"),
            ([*good, "--sdk-app-id", "abc"], 2, "--sdk-app-id abc: expected the number of the application"),
            ([*good, "--timezone", "Asia/Shanghai", "--from", "2026-01-01T08:00:00"], 2,
             "expected a day of Asia/Shanghai such as 2026-11-01, or a moment that says its own offset"),
            ([*good, "--from", "2026-01-01 08:00"], 2, "expected a day of UTC"),
            ([*good, "--from", "9999-12-31"], 2, "--from 9999-12-31: expected a day from 0001-01-02 to 9999-12-28"),
            ([*good, "--to", "9999-12-31"], 2, "--to 9999-12-31: expected a day from 0001-01-02 to 9999-12-28"),
            ([*good, "--to", "-000001-01-01"], 2, "--to -000001-01-01: expected a day from"),
            ([*good[:-1], ""], 2, "--out is empty"),
            ([*good[:-1], f"{out}/"], 2, "ends like a folder; expected a file"),
            ([*good[:-1], "/proc/x.jsonl"], 2, "--out /proc/x.jsonl: cannot write into the folder /proc ("),
            ([*good[:-1], "/proc/x"], 2, "--out /proc/x: cannot write into the folder /proc ("),
            ([*good[:2], "--emulator=http://127.0.0.1:9", *good[3:]], 1, "is the emulator at http://127.0.0.1:9 running?"),
        ]
        for call, code, says in calls:
            ran = subprocess.run([f"{options.programs}/export", *call, "--quiet"], capture_output=True, text=True)
            assert ran.returncode == code and says in ran.stderr, f"{call}: exit {ran.returncode}, {ran.stderr}"
            assert "emulator at" not in ran.stderr or code == 1, ran.stderr
            assert not list(folder.iterdir()), f"{call} leaves {list(folder.iterdir())}"
    print(f"{len(calls)} wrong calls are refused, and leave nothing")


def unwritable(options, emulator):
    """Where nobody may write is said before anything is sent; a disk that is full, with the file."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch, "ro")
        folder.mkdir()
        folder.chmod(0o555)
        pathlib.Path(scratch).chmod(0o755)
        # Root may write anywhere.
        user = {"user": 65534} if os.geteuid() == 0 else {}
        for name in "x.jsonl", "x.csv", "p":
            out = folder / name
            ran = subprocess.run(export(options, emulator, out), capture_output=True, text=True, **user)
            says = f"--out {out}: cannot write into the folder {folder} (Permission denied"
            assert ran.returncode == 2 and says in ran.stderr, f"{name}: {ran.returncode}, {ran.stderr}"
        folder.chmod(0o755)
        # As on a full disk: no file may grow beyond this. Python ignores the signal that comes with it, and passes that on.
        limit = {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (9_000, 9_000)), "restore_signals": False}
        for name in "x.jsonl", "x.csv", "p":
            out = folder / name
            ran = subprocess.run(export(options, emulator, out), capture_output=True, text=True, **limit)
            assert ran.returncode == 1 and f"export: {out}" in ran.stderr, f"{name}: {ran.returncode}, {ran.stderr}"
            complete(export(options, emulator, out, "--resume"))
    print("where nothing can be written is said with its name")


class Odd(http.server.BaseHTTPRequestHandler):
    """An API of 2017 with the pages of `server.pages`; an exception among them is an answer that the call failed."""

    def do_POST(self):
        form = urllib.parse.parse_qs(self.rfile.read(int(self.headers["content-length"])).decode())
        pages = self.server.pages
        records = pages[int(form.get("PageNumber", ["1"])[0]) - 1]
        status, answer = 400, {"Code": "NoPermission", "Message": "no", "RequestId": "r", "HostId": "h"}
        if not isinstance(records, Exception):
            total = sum(2 if isinstance(page, Exception) else len(page) for page in pages)
            records = {"TotalCount": total, "List": {"CallDetailRecord": records}}
            status, answer = 200, {"Code": "OK", "CallDetailRecords": records}
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class OddServer:
    def __init__(self, *pages):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Odd)
        self.server.pages = list(pages)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()

    def export(self, options, out, *more):
        command = [f"{options.programs}/export", "--api", "aliyun-2017", f"--emulator={self.url}", "--from", "2026-01-01",
                   "--to", "2026-01-01", "--quiet", "--rate", "0", "--page-size", "2", "--out", str(out), *more]
        return subprocess.run(command, capture_output=True, text=True)


def foreign_files(options, emulator):
    """What an export did not begin itself is neither gone on with nor written over."""
    record = "no {}.resume says that it was begun by this export"
    with tempfile.TemporaryDirectory() as scratch:
        cases = [
            ("records.jsonl", ["--resume"], "there is nothing to resume"),
            ("records.jsonl", ["--resume", "--api", "tencent"], record),
            ("records.jsonl", [], "records.jsonl is there already: move it away"),
            ("records.jsonl.part", [], record),
            ("records.jsonl.part", ["--resume"], record),
            ("records.jsonl.resume", [], "is not what an export keeps beside its output"),
            ("records.jsonl.resume", ["--resume"], "is not what an export keeps beside its output"),
            ("records/theirs.parquet", ["--resume"], "records is there, and no "),
            ("records/theirs.parquet", [], "records is there already"),
        ]
        for index, (file, more, says) in enumerate(cases):
            file = pathlib.Path(scratch, str(index), file)
            file.parent.mkdir(parents=True)
            file.write_text("hi\n", encoding="utf-8")
            out = file.parent if file.suffix == ".parquet" else file.parent / "records.jsonl"
            ran = subprocess.run(export(options, emulator, out, *more), capture_output=True, text=True)
            assert ran.returncode == 2 and says.format(out) in ran.stderr, f"{cases[index]}: {ran.returncode}, {ran.stderr}"
            assert file.read_text(encoding="utf-8") == "hi\n" and len(list(file.parent.iterdir())) == 1, cases[index]
        # Begun by this export, which needs --resume; then somebody else took the name.
        pages = [{"ContactId": "c-1"}, {"ContactId": "c-2"}], OSError()
        with OddServer(*pages) as server:
            out = pathlib.Path(scratch, "begun.jsonl")
            assert server.export(options, out).returncode == 1
            ran = server.export(options, out)
            assert ran.returncode == 2 and "begun.jsonl.resume says that an export to" in ran.stderr, ran.stderr
            out.write_text("hi\n", encoding="utf-8")
            ran = server.export(options, out, "--resume")
            assert ran.returncode == 2 and f"move {out} away, and --resume goes on" in ran.stderr, ran.stderr
            out.unlink()
            server.server.pages[1] = [{"ContactId": "c-3"}, {"ContactId": "c-4"}]
            assert server.export(options, out, "--resume").returncode == 0
            assert len(out.read_text(encoding="utf-8").splitlines()) == 4
    print(f"{len(cases)} files of somebody else are left alone")


def odd_values(options):
    """A record keeps what fits; the fields are named at the end; --strict stops at the first."""
    records = [{"ContactId": "c-1", "StartTime": 1, "Duration": 7}, {"ContactId": "c-2", "StartTime": "soon", "Duration": 1.5}]
    with tempfile.TemporaryDirectory() as scratch, OddServer(records) as server:
        out = pathlib.Path(scratch, "records.jsonl")
        strict = server.export(options, out, "--strict")
        assert strict.returncode == 1 and "CallDetailRecords.List[1].StartTime" in strict.stderr, strict.stderr
        assert not list(pathlib.Path(scratch).iterdir()), list(pathlib.Path(scratch).iterdir())
        ran = server.export(options, out)
        assert ran.returncode == 0, ran.stderr
        for field in ("StartTime", "Duration"):
            assert f"CallDetailRecords.List[].{field}: 1 value did not fit and is left out" in ran.stderr, ran.stderr
        records = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
        assert [record["ContactId"] for record in records] == ["c-1", "c-2"], records
        assert records[0]["StartTime"] == "1970-01-01T00:00:00.001Z" and records[1]["StartTime"] is None, records
    print("records with values that do not fit are kept, and --strict stops at the first")


def odd_times(options):
    """A moment that no date of four digits says is left out, and counted, in every format."""
    first, last = -62135596800000, 253402300799999
    times = [first, last, first - 1, last + 1, 2**63 - 1, -(2**63)]
    records = [{"ContactId": f"c-{index}", "StartTime": time} for index, time in enumerate(times)]
    with tempfile.TemporaryDirectory() as scratch, OddServer(records) as server:
        for form, name in FORMATS.items():
            for column, more in ("StartTime", []), ("start", ["--common"]):
                out = pathlib.Path(scratch, column, name)
                out.parent.mkdir(exist_ok=True)
                strict = server.export(options, out, "--strict", *more)
                words = "CallDetailRecords.List[].StartTime: expected a time of the years 0001 to 9999"
                assert strict.returncode == 1 and words in strict.stderr and "call c-2" in strict.stderr, strict.stderr
                assert not out.exists(), f"{form}: {out}"
                ran = server.export(options, out, *more)
                words = "CallDetailRecords.List[].StartTime: 4 values did not fit and are left out"
                assert ran.returncode == 0 and words in ran.stderr, f"{form}: {ran.returncode}, {ran.stderr}"
                kind = "VARCHAR" if form == "csv" else "TIMESTAMP"
                query = f'SELECT count(*), count(CAST(CAST("{column}" AS {kind}) AS TIMESTAMP)) FROM {table(out, form)}'
                assert duckdb.sql(query).fetchone() == (6, 2), f"{form}: {duckdb.sql(query).fetchone()}"
    print("moments that no date of four digits says are left out and counted")


def odd_values_are_counted_once(options):
    """What did not fit before an interruption counts too."""
    pages = [[{"ContactId": "c-1", "Duration": 1.5}, {"ContactId": "c-2", "StartTime": 2**63 - 1}],
             [{"ContactId": "c-3", "Duration": 2.5}, {"ContactId": "c-4", "Duration": 1}]]
    with tempfile.TemporaryDirectory() as scratch, OddServer(pages[0], OSError()) as server:
        out = pathlib.Path(scratch, "records.csv")
        failed = server.export(options, out)
        assert failed.returncode == 1 and "--resume goes on" in failed.stderr, failed.stderr
        server.server.pages[1] = pages[1]
        ran = server.export(options, out, "--resume")
        assert ran.returncode == 0, ran.stderr
        for line in "Duration: 2 values did not fit and are", "StartTime: 1 value did not fit and is":
            assert f"CallDetailRecords.List[].{line} left out" in ran.stderr, ran.stderr
    print("values that did not fit are counted over all runs of an export")


def days(options, emulator):
    """The days of a time zone, and times that are timestamps in every format."""
    with tempfile.TemporaryDirectory() as scratch:
        for form, name in FORMATS.items():
            out = pathlib.Path(scratch, name)
            complete(export(options, emulator, out, "--timezone", "Asia/Shanghai"))
            time = "StartTimestamp" if options.api == "tencent" else "StartTime"
            kind = "VARCHAR" if form == "csv" else "TIMESTAMP"
            query = f'SELECT count(*), count(CAST(CAST("{time}" AS {kind}) AS TIMESTAMPTZ)) FROM {table(out, form)}'
            records, times = duckdb.sql(query).fetchone()
            assert records == times == options.records, f"{form}: {times} of {records} times"
        out = pathlib.Path(scratch, FORMATS["parquet"])
        query = f"""SELECT count(*) FROM {table(out, "parquet")}
                    WHERE CAST(date AS DATE) <> CAST(("{time}" AT TIME ZONE 'UTC' + INTERVAL 8 HOUR) AS DATE)"""
        assert duckdb.sql(query).fetchone() == (0,)
    print("days are those of the time zone, and times are timestamps in JSON lines, CSV and Parquet")


APIS = {"aliyun-2017": ("ContactId", "Duration"), "aliyun-2017-recent": ("ContactId", "Duration"),
        "aliyun-2020": ("ContactId", "CallDuration"), "tencent": ("SessionId", "Duration")}


def every_api(options):
    """Each API in each format: the same records, and the same talk."""
    few = argparse.Namespace(**{**vars(options), "records": 300})
    with tempfile.TemporaryDirectory() as scratch, Emulator(few, "0") as emulator:
        for api, (key, duration) in APIS.items():
            few.api = api
            counts = {}
            for form, name in FORMATS.items():
                out = pathlib.Path(scratch, api, name)
                out.parent.mkdir(exist_ok=True)
                complete(export(few, emulator, out))
                counts[form] = count(out, form, key, duration)
            assert len(set(counts.values())) == 1 and counts["csv"][:2] == (300, 300), f"{api}: {counts}"
            kinds = duckdb.sql(f"DESCRIBE SELECT \"{duration}\" FROM {table(out, 'parquet')}").fetchall()
            assert kinds[0][1] in ("INTEGER", "BIGINT"), f"{api}: {duration} is {kinds[0][1]} in Parquet"
    print(f"{len(APIS)} APIs, each in JSON lines, CSV and Parquet")


def edges(options):
    """All but the kills."""
    every_api(options)
    with Emulator(options, "0") as emulator:
        wrong_use(options, emulator)
        unwritable(options, emulator)
        foreign_files(options, emulator)
        odd_values(options)
        odd_times(options)
        odd_values_are_counted_once(options)
        days(options, emulator)


def main():
    options = arguments()
    if options.edges:
        edges(options)
        return
    chance = random.Random(options.seed)
    key, duration = APIS[options.api]
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
                resumed = export(options, emulator, out, "--resume")
                whole_already = out.exists() and any(out.iterdir() if out.is_dir() else [out]) and not leftovers(out, form)
                if leftovers(out, form):
                    refused = subprocess.run([*resumed, "--page-size", "50"], capture_output=True, text=True)
                    assert refused.returncode == 2 and "of another export" in refused.stderr, refused.stderr
                if whole_already:
                    refused = subprocess.run(resumed, capture_output=True, text=True)
                    assert refused.returncode == 2 and "there is nothing to resume" in refused.stderr, refused.stderr
                else:
                    complete(resumed)
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
    edges(options)
    if options.readme:
        # Last: it builds the exporter anew, without Parquet.
        readme()


if __name__ == "__main__":
    main()
