"""Ratios of whole processes, from one run: medians, with the smallest and the largest value.

Compiling: crates of 5, 100 and 800 operations are emitted from a folder of pages, and beside each stands a crate with
the same response and request structs under serde's derive, written here from `cargo xtask openapi`. With `--typify
PROGRAM` (cargo-typify) a third is made by it from the same JSON Schema. Dependencies are built before; what counts is
`cargo build` of the crate itself, CPU time of all processes and wall-clock time.

Generating: `regen` of the whole folder into an empty place, and again with nothing changed.
"""

import argparse
import json
import os
import pathlib
import re
import resource
import shutil
import statistics
import subprocess
import time

KEYWORDS = set("as async await box break const continue crate do dyn else enum extern false final fn for gen if impl in "
               "let loop macro match mod move mut override priv pub ref return self static struct super trait true try "
               "type typeof unsafe unsized use virtual where while yield".split())


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--target", required=True)
    parser.add_argument("--pages", default="../shared/corpus/aliyun", help="a folder of vendor pages")
    parser.add_argument("--sizes", default="5,100,800")
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--typify", help="the program cargo-typify")
    return parser.parse_args()


def timed(command, **more):
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, time.monotonic() - started


def spread(values):
    return f"{statistics.median(values):.2f} s ({min(values):.2f}-{max(values):.2f})"


def choose(options, size, folder):
    """So many operations; a second round of pages is of a version of its own."""
    pages = sorted(pathlib.Path(options.pages).rglob("*.md"))
    chosen, rounds = {}, 0
    while len(chosen) < size and rounds < 9:
        for page in pages:
            key = (rounds, page.parent.name if page.parent.name[:2].isdigit() else page.parent, page.stem)
            if len(chosen) < size and key not in chosen:
                chosen[key] = page
        rounds += 1
    for (number, _, _), page in chosen.items():
        text = page.read_text(encoding="utf-8", errors="replace")
        where = page.relative_to(options.pages).parts
        if number:
            text = re.sub(r"\b20(\d\d)(-\d\d-\d\d)\b", lambda found: f"{30 + number}{found[1]}{found[2]}", text)
            where = [re.sub(r"^20(\d\d-)", f"{30 + number}\\1", part) for part in where]
        copy = folder.joinpath(*where)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(text, encoding="utf-8")


def identifier(name, taken):
    word = re.sub(r"[^0-9a-zA-Z]+", "_", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)).strip("_").lower() or "x"
    word = f"_{word}" if word[0].isdigit() else f"{word}_" if word in KEYWORDS else word
    while word in taken:
        word += "_"
    taken.add(word)
    return word


def serde_crate(document, folder):
    """The same structs by hand: each component, each answer and each request."""
    schemas = dict(document["components"]["schemas"])
    for path, item in document["paths"].items():
        for operation in item.values():
            name = operation["operationId"]
            for content in operation.get("requestBody", {}).get("content", {}).values():
                schemas[f"{name}.Request"] = content["schema"]
            schemas[f"{name}.Output"] = operation["responses"]["200"]["content"]["application/json"]["schema"]
    types, taken = {}, set()
    for name in schemas:
        word = "".join(part[:1].upper() + part[1:] for part in re.split(r"[^0-9a-zA-Z]+", name))
        word = word if word[:1].isalpha() else f"T{word}"
        while word in taken:
            word += "X"
        taken.add(word)
        types[f"#/components/schemas/{name}"] = word

    def rust(schema):
        if "$ref" in schema:
            return types[schema["$ref"]]
        kind = schema.get("type")
        if kind == "array":
            return f"Vec<{rust(schema['items'])}>"
        if kind == "object" and "additionalProperties" in schema:
            return f"std::collections::BTreeMap<String, {rust(schema['additionalProperties'])}>"
        if kind == "object" and len(schema.get("properties", {})) == 1:
            # A wrapper: a struct of its own, as serde needs one.
            (name, inner), = schema["properties"].items()
            word = f"W{len(wrappers)}"
            wrappers.append((word, name, rust(inner)))
            return word
        return {"string": "String", "boolean": "bool", "number": "f64",
                "integer": "i64" if schema.get("format") == "int64" else "i32"}.get(kind, "serde_json::Value")

    wrappers, out = [], ["use serde::{Deserialize, Serialize};\n"]
    derive = "#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]\n#[serde(default)]\n"
    for name, schema in schemas.items():
        word = types[f"#/components/schemas/{name}"]
        if "anyOf" in schema:
            values = schema["anyOf"][0]["enum"]
            variants, seen = [], set()
            for value in values:
                variant = identifier(str(value), seen).title().replace("_", "") or "X"
                if f"V{variant}" not in [known for known, _ in variants]:
                    variants.append((f"V{variant}", str(value)))
            out.append("#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]\n"
                       f"pub enum {word} {{\n    #[default]\n    None,\n"
                       + "".join(f"    #[serde(rename = {json.dumps(value, ensure_ascii=False)})]\n    {variant},\n"
                                 for variant, value in variants)
                       + "    #[serde(untagged)]\n    Other(String),\n}\n")
            continue
        fields, seen = [], set()
        for wire, inner in schema.get("properties", {}).items():
            fields.append(f"    #[serde(rename = {json.dumps(wire, ensure_ascii=False)})]\n"
                          f"    pub {identifier(wire, seen)}: Option<{rust(inner)}>,\n")
        out.append(f"{derive}pub struct {word} {{\n{''.join(fields)}}}\n")
    for word, name, inner in wrappers:
        out.append(f"{derive}pub struct {word} {{\n    #[serde(rename = {json.dumps(name)})]\n    pub items: {inner},\n}}\n")
    package(folder, 'serde = { version = "1", features = ["derive"] }\nserde_json = "1"\n', "".join(out))


def package(folder, dependencies, text):
    (folder / "src").mkdir(parents=True)
    (folder / "src/lib.rs").write_text(text, encoding="utf-8")
    (folder / "Cargo.toml").write_text(f'[package]\nname = "peer"\nedition = "2024"\n\n[dependencies]\n{dependencies}'
                                       "\n[profile.dev]\ndebug = 0\n\n[workspace]\n", encoding="utf-8")


def typify_crate(options, document, folder):
    text = json.dumps({"$schema": "http://json-schema.org/draft-07/schema#",
                       "definitions": document["components"]["schemas"]})
    schema = folder.parent / "schema.json"
    schema.write_text(text.replace("#/components/schemas/", "#/definitions/"), encoding="utf-8")
    made = folder.parent / "typify.rs"
    subprocess.run([options.typify, "typify", "--no-builder", "--output", made, schema], check=True)
    package(folder, 'serde = { version = "1", features = ["derive"] }\nserde_json = "1"\nregress = "0.10"\n',
            made.read_text(encoding="utf-8"))


def compile_time(folder, runs):
    environment = {**os.environ, "CARGO_TARGET_DIR": str(folder / "target"), "CARGO_INCREMENTAL": "0"}
    build = ["cargo", "build", "--manifest-path", str(folder / "Cargo.toml")]
    subprocess.run(build, check=True, env=environment)
    times = []
    for _ in range(runs):
        os.utime(folder / "src/lib.rs")
        times.append(timed(build, env=environment))
    return [cpu for cpu, _ in times], [wall for _, wall in times]


def main():
    options = arguments()
    xtask = str(pathlib.Path(options.target, "release/xtask").resolve())
    work = pathlib.Path(options.target, "compare").resolve()
    shutil.rmtree(work, ignore_errors=True)
    print("| compile | CPU | wall | CPU, of serde's derive |\n|---|---|---|---|")
    for size in map(int, options.sizes.split(",")):
        pages, base = work / f"{size}/pages", work / f"{size}"
        choose(options, size, pages)
        ours = base / "ours"
        subprocess.run([xtask, "regen", "--specs", pages, "--out", ours], check=True, stdout=subprocess.DEVNULL)
        manifest = ours / "Cargo.toml"
        manifest.write_text(manifest.read_text() + "\n[profile.dev]\ndebug = 0\n")
        found = subprocess.run([xtask, "openapi", "--specs", pages], check=True, capture_output=True)
        document = json.loads(found.stdout)
        serde_crate(document, base / "serde")
        crates = {"ours": ours, "serde derive": base / "serde"}
        if options.typify:
            typify_crate(options, document, base / "typify")
            crates["typify"] = base / "typify"
        times = {name: compile_time(folder, options.runs) for name, folder in crates.items()}
        operations = sum(len(item) for item in document["paths"].values())
        for name, (cpu, wall) in times.items():
            ratio = statistics.median(cpu) / statistics.median(times["serde derive"][0])
            print(f"| {name}, {operations} operations | {spread(cpu)} | {spread(wall)} | {ratio:.2f} |", flush=True)
    out = work / "all"
    regen = [xtask, "regen", "--specs", str(pathlib.Path(options.pages).resolve()), "--out", str(out)]
    fresh, same = [], []
    for _ in range(options.runs):
        shutil.rmtree(out, ignore_errors=True)
        fresh.append(timed(regen)[1])
    timed(regen)
    for _ in range(options.runs):
        same.append(timed(regen)[1])
    print(f"\nregen of {options.pages}: {spread(fresh)} into an empty folder, {spread(same)} with nothing changed")


if __name__ == "__main__":
    main()
