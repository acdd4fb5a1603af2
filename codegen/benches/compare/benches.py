"""Decoding, encoding and inspecting: what the packages' own benches measure, whose turns they print as JSON."""

import json
import statistics

from timing import Growth, Row, environment, run, say


def bench(options, package, name):
    """Seconds of each turn by group and way."""
    say(f"cargo bench --bench {name}")
    command = ["cargo", "bench", "--quiet", "-p", package, "--features", "bench", "--bench", name, "--", "json",
               5 * options.runs]
    return json.loads(run(command, env=environment(PAGES=options.pages)))


def decode(options):
    for group, ways in bench(options, "ccc-tools", "decode").items():
        serde = "quick-xml" if "XML" in group else "serde_json"
        named = {way.replace("serde,", f"{serde},").replace(",", ""): times for way, times in ways.items()}
        for ours, peers in (("String", "String"), ("Cow", "&str")):
            chosen = [f"{serde} String"] + [f"{peer} {peers}" for peer in (serde, "sonic-rs", "simd-json")]
            chosen += ["skipping only"] if ours == "Cow" else []
            compared = {peer: named[peer] for peer in chosen if peer in named}
            yield Row(f"decode {group} into `{ours}`", named[f"ccc-api {ours}"], compared)


def encode(options):
    for group, ways in bench(options, "ccc-tools", "encode").items():
        yield Row(group, ways["ccc-api"], {"by hand with serde_json": ways["by hand"]})


def inspect(options):
    groups = {int(name.split()[0]): ways for name, ways in bench(options, "spectable-review", "inspect").items()}
    for count, ways in groups.items():
        page = {way: [time / count for time in times] for way, times in ways.items()}
        yield Row(f"`inspect` on one core, a page of {count}", page["inspect"],
                  {"pulldown-cmark walking the same text": page["pulldown-cmark"]})
    few, many = min(groups), max(groups)

    def growth(way):
        return statistics.median(groups[many][way]) / many / statistics.median(groups[few][way]) * few

    yield Growth(f"`inspect`, a page of {many} against one of {few}", growth("inspect"), {})
