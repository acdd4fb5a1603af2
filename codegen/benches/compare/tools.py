"""The peers' programs: given, fetched into the target folder, or not here."""

import os
import sys

from timing import run, say

TYPIFY, PROGENITOR, OPENAPI_GENERATOR = "0.8.0", "0.15.1", "7.26.0"


class Tools:
    """Commands as lists of words; empty for what is not here."""

    def __init__(self, options, folder):
        if options.fetch:
            fetch(folder)
        jar = folder / "openapi-generator/openapi_generator_cli/openapi-generator.jar"
        self.fetched = []
        self.typify = self.command(options.typify, folder / "bin/cargo-typify", f"typify {TYPIFY}")
        self.progenitor = self.command(options.progenitor, folder / "bin/cargo-progenitor", f"progenitor {PROGENITOR}")
        self.openapi_generator = self.command(options.openapi_generator, jar, f"openapi-generator {OPENAPI_GENERATOR}")

    def command(self, given, fetched, name):
        program = given or fetched
        if not given:
            if not fetched.exists():
                return []
            self.fetched.append(name)
        return ["java", "-jar", str(program)] if program.suffix == ".jar" else [str(program)]


def fetch(folder):
    """Installs what is not there yet, with the clients of its registry."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, version in (("cargo-typify", TYPIFY), ("cargo-progenitor", PROGENITOR)):
        if not (folder / "bin" / name).exists():
            say(f"installing {name} {version}")
            run(["cargo", "install", "--quiet", "--locked", f"{name}@{version}", "--root", folder],
                env={**os.environ, "CARGO_TARGET_DIR": str(folder / "build")})
    # The package for Python has the program in it, the one for npm loads it later from elsewhere.
    if not (folder / "openapi-generator").exists():
        say(f"installing openapi-generator {OPENAPI_GENERATOR}")
        run([sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", folder / "openapi-generator",
             f"openapi-generator-cli=={OPENAPI_GENERATOR}"])
