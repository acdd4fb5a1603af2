"""Compiling, generating and starting from a clone: whole processes."""

import json
import os
import pathlib
import re
import shutil
import statistics

import crates
import documents
from timing import OURS, Failed, Growth, Row, cpu, environment, run, say, turns, wall


def choose(xtask, pages, size, folder):
    """Copies a page each of so many operations; a second round of the same pages is of a version of its own."""
    found = map(json.loads, run([xtask, "inspect", "--format", "json", pages]).splitlines())
    operations = {(page["product"], page["version"], page["action"]): pathlib.Path(page["page"]) for page in found}
    for count in range(size):
        number, at = divmod(count, len(operations))
        page = list(operations.values())[at]
        text, where = page.read_text(encoding="utf-8", errors="replace"), page.relative_to(pages).parts
        if number:
            century = str(30 + number)
            text = re.sub(r"\b20(?=\d\d-\d\d-\d\d\b)", century, text)
            where = [re.sub(r"^20(?=\d\d-)", century, part) for part in (str(number), *where)]
        copy = folder.joinpath(*where)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(text, encoding="utf-8")


class Case:
    """Pages of so many operations, and what the peers need of them."""

    def __init__(self, options, part, size):
        self.xtask, self.pages = options.xtask, options.pages
        self.folder = options.work / part / str(size)
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.places = 0
        if size != "all":
            choose(self.xtask, self.pages, size, self.folder / "pages")
            self.pages = self.folder / "pages"
        found = run([self.xtask, "openapi", "--specs", self.pages])
        self.written = self.write("openapi.json", found)
        self.plain = documents.plain(json.loads(found))
        self.operations = sum(1 for _ in documents.operations(self.plain))

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def regen(self, out):
        return [self.xtask, "regen", "--specs", self.pages, "--out", out]

    def empty(self, name):
        """A place where nothing stands yet. Not one that was cleared: file systems are slow right after that."""
        self.places += 1
        return self.folder / f"{name}-{self.places}"


def compiling(options):
    costs = {}
    for size in options.sizes:
        say(f"compiling {size} operations")
        case = Case(options, "compile", size)
        makers = {
            OURS: lambda: ours(case),
            "serde derive": lambda: crates.serde(documents.structs(case.plain), case.folder / "serde derive"),
            "typify": lambda: typify(options, case),
        }
        ways, failures = {}, {}
        for name, make in makers.items():
            try:
                make()
                ways[name] = builder(case.folder / name)
            except Failed as failure:
                if name == OURS:
                    raise
                failures[name] = str(failure)
        times, later = turns(ways, options.runs)
        for name, taken in times.items():
            costs.setdefault(name, []).append(statistics.median(taken) / case.operations)
        mine = times.pop(OURS)
        yield Row(f"`cargo build` of {case.operations} operations", mine, times, {**failures, **later})
    if len(options.sizes) > 1:
        few, many = options.sizes[-2:]
        growth = {name: costs[name][-1] / costs[name][-2] for name in costs if len(costs[name]) == len(options.sizes)}
        yield Growth(f"`cargo build`, an operation of {many} against one of {few}", growth.pop(OURS), growth)


def ours(case):
    folder = case.folder / OURS
    run(case.regen(folder))
    manifest = folder / "Cargo.toml"
    manifest.write_text(manifest.read_text() + "\n[profile.dev]\ndebug = 0\n")


def typify(options, case):
    if not options.tools.typify:
        raise Failed("not here, see `--fetch`")
    crates.typify(options.tools.typify, documents.structs(case.plain), case.folder / "typify")


def builder(folder):
    """Builds a crate with its dependencies, and returns what builds the crate alone again."""
    settings = environment(CARGO_TARGET_DIR=folder / "target", CARGO_INCREMENTAL=0)
    build = ["cargo", "build", "--manifest-path", folder / "Cargo.toml"]
    run(build, env=settings)

    def again():
        os.utime(folder / "src/lib.rs")
        return cpu(build, env=settings)

    return again


def generating(options):
    for size in [*options.sizes, "all"]:
        say(f"generating {size} operations")
        case = Case(options, "generate", size)
        ways = {OURS: lambda: wall(case.regen(case.empty("out")))}
        failures = {}
        for name, way in (("progenitor", progenitor), ("openapi-generator", openapi_generator)):
            command = getattr(options.tools, name.replace("-", "_"))
            if command:
                ways[name] = way(case, command)
            else:
                failures[name] = "not here, see `--fetch`"
        times, later = turns(ways, options.runs)
        pages = sum(1 for _ in case.pages.rglob("*.md"))
        mine = times.pop(OURS)
        yield Row(f"`regen` of {pages} pages, {case.operations} operations", mine, times, {**failures, **later})
    same = case.regen(case.folder / "out")
    run(same)
    yield Row(f"`regen` of {pages} pages, unchanged", [wall(same) for _ in range(options.runs)], {})


def progenitor(case, command):
    source = case.write("openapi-3.0.json", json.dumps(documents.openapi_30(case.plain), ensure_ascii=False))
    names = ["--name", "peer", "--version", "0.1.0"]
    return lambda: wall([*command, "progenitor", "--input", source, "--output", case.empty("progenitor"), *names])


def openapi_generator(case, command):
    arguments = ["generate", "-g", "rust", "-i", case.written, "--package-name", "peer"]
    return lambda: wall([*command, *arguments, "-o", case.empty("openapi-generator")])


def starting(options):
    folder = options.work / "clones"
    shutil.rmtree(folder, ignore_errors=True)
    regen = ["cargo", "xtask", "regen"]

    def at(turn):
        target = folder / f"target-{turn}"
        return folder / f"clone-{turn}", environment(CARGO_TARGET_DIR=target, CARGO_NET_OFFLINE="true")

    def cold(turn):
        clone, settings = at(turn)
        return wall(["git", "clone", "--quiet", options.root, clone]) + wall(regen, cwd=clone, env=settings)

    say("from a clone")
    times = [cold(turn) for turn in range(options.runs)]
    yield Row("from `git clone` to regenerated, crates downloaded, nothing built", times, {})
    clone, settings = at(0)
    yield from warm(options, regen, clone, settings, clone / "specs/pages", "the repository's pages")
    copy, out = options.work / "warm/pages", options.work / "warm/out"
    shutil.rmtree(copy.parent, ignore_errors=True)
    shutil.copytree(options.pages, copy)
    corpus = [*regen, "--specs", copy, "--out", out]
    pages = sum(1 for _ in copy.rglob("*.md"))
    yield from warm(options, corpus, clone, settings, copy, f"{pages} pages")


def warm(options, command, folder, settings, pages, what):
    """A comma of a description changes back and forth."""
    page = next(page for page in sorted(pages.rglob("*.md")) if described(page))
    text = page.read_text(encoding="utf-8")
    row = described(page)
    changed = text.replace(row, row.replace("，", "、", 1), 1)
    run(command, cwd=folder, env=settings)
    times = []
    for turn in range(2 * ((options.runs + 1) // 2)):
        page.write_text(text if turn % 2 else changed, encoding="utf-8")
        times.append(wall(command, cwd=folder, env=settings))
    yield Row(f"`cargo xtask regen`, one of {what} changed", times, {})
    run(command, cwd=folder, env=settings)
    same = [wall(command, cwd=folder, env=settings) for _ in range(options.runs)]
    yield Row(f"`cargo xtask regen`, none of {what} changed", same, {})


def described(page):
    """A row of the page's tables with a comma in it, or nothing."""
    lines = page.read_text(encoding="utf-8", errors="replace").splitlines()
    return next((line for line in lines if line.startswith("|") and line.endswith("|") and "，" in line), "")
