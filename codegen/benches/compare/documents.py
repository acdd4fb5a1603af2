"""The OpenAPI document of the operations, in the forms that the peers can read."""

import copy
import re

METHODS = ("get", "put", "post", "delete", "patch", "head", "options")


def operations(document):
    """Each operation of a document."""
    return [item[method] for item in document["paths"].values() for method in METHODS if method in item]


def plain(document):
    """The same operations for people who write types.

    Each struct and enum is a component whose name is unlike all others, whatever a generator makes of capitals and
    punctuation; typify gives a struct within a struct the name that the struct in it has already. An enum lists the
    known values alone. Names in a struct or an enum that differ in capitals or punctuation alone, which some refuse,
    are left out.
    """
    found, out = document["components"]["schemas"], Components()
    for name in found:
        out.name(name)
    for name, schema in found.items():
        out.add(name, out.inner(schema, name, top=True))
    document = copy.deepcopy(document)
    for operation in operations(document):
        name = operation["operationId"]
        for parameter in operation.get("parameters", []):
            parameter["schema"] = out.inner(parameter["schema"], f"{name}.{parameter['name']}")
        for content in operation.get("requestBody", {}).get("content", {}).values():
            content["schema"] = out.inner(content["schema"], f"{name}.Request")
        content = operation["responses"]["200"]["content"]["application/json"]
        content["schema"] = out.inner(content["schema"], f"{name}.Output")
    document["components"]["schemas"] = out.schemas
    return document


def letters(name):
    """What a generator of names surely keeps of a name."""
    return re.sub(r"[\W_]", "", name).lower()


def distinct(values):
    """Whether generators find names for all values, which they refuse for `<` and `<=`."""
    words = [letters(value) for value in values]
    return all(words) and len(set(words)) == len(words)


class Components:
    """Named schemas."""

    def __init__(self):
        self.schemas, self.names, self.taken = {}, {}, set()

    def name(self, path):
        """The component of a path, letters and digits in Pascal case."""
        if path not in self.names:
            parts = [part for part in re.split(r"[^0-9a-zA-Z]+", path) if part]
            word = "".join(part[:1].upper() + part[1:].lower() for part in parts)
            word = word if word[:1].isalpha() else f"T{word}"
            count, unique = 1, word
            while unique.lower() in self.taken:
                count += 1
                unique = f"{word}N{count}"
            self.taken.add(unique.lower())
            self.names[path] = unique
        return self.names[path]

    def add(self, path, schema):
        self.schemas[self.name(path)] = schema
        return {"$ref": f"#/components/schemas/{self.name(path)}"}

    def inner(self, schema, path, top=False):
        """A schema with every struct in it put among the components."""
        if "$ref" in schema:
            target = schema["$ref"].removeprefix("#/components/schemas/")
            return {"$ref": f"#/components/schemas/{self.name(target)}"}
        if "anyOf" in schema:
            known = schema["anyOf"][0]
            values = list(dict.fromkeys(known["enum"]))
            named = distinct(map(str, values)) and values
            return {"type": known["type"], "enum": values} if named else {"type": known["type"]}
        schema = {key: value for key, value in schema.items() if not key.startswith("x-")}
        for key in ("items", "additionalProperties"):
            if key in schema:
                schema[key] = self.inner(schema[key], f"{path}.{key}")
        if schema.get("type") != "object" or "additionalProperties" in schema:
            return schema
        properties = schema["properties"]
        names = list({letters(name): name for name in reversed(properties)}.values())
        schema["properties"] = {name: self.inner(properties[name], f"{path}.{name}") for name in properties if name in names}
        schema["required"] = [name for name in schema.get("required", []) if name in names]
        return schema if top else self.add(path, schema)


def structs(document):
    """Every type that a caller of a plain document's operations meets, the parameters of a REST call as a struct."""
    schemas = dict(document["components"]["schemas"])
    for operation in operations(document):
        parameters = operation.get("parameters", [])
        if parameters:
            properties = {parameter["name"]: parameter["schema"] for parameter in parameters}
            required = [parameter["name"] for parameter in parameters if parameter["required"]]
            name = re.sub(r"[^0-9a-zA-Z]", "", operation["operationId"].title()) + "Parameters"
            schemas[name] = {"type": "object", "properties": properties, "required": required}
    return schemas


def openapi_30(document):
    """A plain document as progenitor reads it: OpenAPI 3.0, one kind of content for the answer, no default beside it."""
    document = copy.deepcopy(document)
    document["openapi"] = "3.0.3"
    for operation in operations(document):
        operation["responses"].pop("default", None)
        content = operation["responses"]["200"]["content"]
        for kind in [kind for kind in content if kind != "application/json"]:
            del content[kind]
    return document
