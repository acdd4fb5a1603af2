"""Crates of the same structs: as somebody would write them with serde's derive, and as typify makes them."""

import json
import re

from timing import run

KEYWORDS = set("as async await box break const continue crate do dyn else enum extern false final fn for gen if impl in "
               "let loop macro match mod move mut override priv pub ref return self static struct super trait true try "
               "type typeof unsafe unsized use virtual where while yield".split())
SERDE = 'serde = { version = "1", features = ["derive"] }\nserde_json = "1"\n'
DERIVES = "Clone, Debug, Default, PartialEq, Serialize, Deserialize"


def package(folder, dependencies, text):
    (folder / "src").mkdir(parents=True)
    (folder / "src/lib.rs").write_text(text, encoding="utf-8")
    (folder / "Cargo.toml").write_text(f'[package]\nname = "peer"\nedition = "2024"\n\n[dependencies]\n{dependencies}'
                                       "\n[profile.dev]\ndebug = 0\n\n[workspace]\n", encoding="utf-8")


def serde(schemas, folder):
    """Plain derives, every field optional."""
    items = [enumeration(name, schema) if "enum" in schema else structure(name, schema)
             for name, schema in schemas.items() if "enum" in schema or "properties" in schema]
    aliases = [f"pub type {name} = {rust(schema)};\n" for name, schema in schemas.items()
               if "enum" not in schema and "properties" not in schema]
    package(folder, SERDE, "use serde::{Deserialize, Serialize};\n" + "".join(items + aliases))


def structure(name, schema):
    taken = set()
    fields = [f"    #[serde(rename = {text(wire)})]\n    pub {identifier(wire, taken)}: Option<{rust(inner)}>,\n"
              for wire, inner in schema["properties"].items()]
    return f"#[derive({DERIVES})]\n#[serde(default)]\npub struct {name} {{\n{''.join(fields)}}}\n"


def enumeration(name, schema):
    taken = set()
    variants = [f"    #[serde(rename = {text(str(value))})]\n    V{identifier(str(value), taken)},\n"
                for value in schema["enum"]]
    return (f"#[allow(non_camel_case_types)]\n#[derive({DERIVES})]\npub enum {name} {{\n    #[default]\n    None,\n"
            f"{''.join(variants)}    #[serde(untagged)]\n    Other(String),\n}}\n")


def text(value):
    return json.dumps(value, ensure_ascii=False)


def identifier(name, taken):
    word = re.sub(r"[^0-9a-zA-Z]+", "_", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)).strip("_").lower() or "x"
    word = f"_{word}" if word[0].isdigit() else f"{word}_" if word in KEYWORDS else word
    while word in taken:
        word += "_"
    taken.add(word)
    return word


def rust(schema):
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2]
    kind = schema.get("type")
    if kind == "array":
        return f"Vec<{rust(schema['items'])}>"
    if kind == "object":
        return f"std::collections::BTreeMap<String, {rust(schema['additionalProperties'])}>"
    return {"string": "String", "boolean": "bool", "number": "f64",
            "integer": "i64" if schema.get("format") == "int64" else "i32"}.get(kind, "serde_json::Value")


def typify(program, schemas, folder):
    """What typify emits without its builders, which would be more to compile."""
    schema = json.dumps({"$schema": "http://json-schema.org/draft-07/schema#", "definitions": schemas})
    folder.parent.mkdir(parents=True, exist_ok=True)
    source, made = folder.parent / "schema.json", folder.parent / "typify.rs"
    source.write_text(schema.replace("#/components/schemas/", "#/definitions/"), encoding="utf-8")
    run([*program, "typify", "--no-builder", "--output", made, source])
    package(folder, SERDE, made.read_text(encoding="utf-8"))
