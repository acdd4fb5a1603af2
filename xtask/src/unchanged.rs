//! A second run on the same pages has nothing to do: it is enough to know that.
//!
//! After a run that left everything as it should be, a stamp remembers what went in, what stood there afterwards, and
//! what was said. While pages, overrides, written files and this program are all the same, the next run says the
//! same again. The stamp stands in Cargo's target folder; without one, or with a damaged one, `regen` does all its work.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;
use std::time::UNIX_EPOCH;

use serde_json::{Value, json};
use spectable_emit::generate::Input;

use crate::Result;
use crate::places::Places;

/// What a stamp is held against.
pub(crate) struct Stamp {
    path: PathBuf,
    key: u64,
    input: u64,
}

impl Stamp {
    /// Of a run with these places and options; `None` where there is no place for a stamp.
    pub(crate) fn new(places: &Places, options: &str, input: &Input) -> Option<Self> {
        let program = std::env::current_exe().ok()?;
        let about = program.metadata().ok()?;
        let built = about.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        let here = std::env::current_dir().ok()?;
        let mut key = DefaultHasher::new();
        (here, &places.specs, &places.out, options).hash(&mut key);
        let mut all = DefaultHasher::new();
        (about.len(), built).hash(&mut all);
        (&input.root, &input.layout.name, &input.layout.manifest).hash(&mut all);
        for file in &input.specs.pages {
            (&file.path, &file.text).hash(&mut all);
        }
        for (file, api) in &input.specs.overrides {
            (&file.path, &file.text, api).hash(&mut all);
        }
        let key = key.finish();
        // `target/debug/xtask`: beside the profile's folder.
        let path = program.parent()?.parent()?.join("regen").join(format!("{key:016x}.json"));
        Some(Self { path, key, input: all.finish() })
    }

    /// What the last run said, where this one would change nothing and say the same. `written` are the files that
    /// stand where files are written, whoever wrote them.
    pub(crate) fn said(&self, written: &[PathBuf]) -> Option<String> {
        let text = fs_err::read_to_string(&self.path).ok()?;
        let stamp: Value = serde_json::from_str(&text).ok()?;
        let is = |name: &str, value: u64| stamp.get(name).and_then(Value::as_u64) == Some(value);
        (is("key", self.key) && is("input", self.input) && is("output", output(written).ok()?))
            .then(|| stamp.get("said")?.as_str().map(str::to_owned))?
    }

    /// Remembers a run after which all is as it should be, and what the next one would say. Nothing depends on it, so a failure is not reported.
    pub(crate) fn set(&self, written: &[PathBuf], said: &str) {
        let Ok(output) = output(written) else { return };
        let text = json!({ "key": self.key, "input": self.input, "output": output, "said": said }).to_string();
        let Some(folder) = self.path.parent() else { return };
        let staged = self.path.with_extension(std::process::id().to_string());
        let written = fs_err::create_dir_all(folder)
            .and_then(|()| fs_err::write(&staged, text))
            .and_then(|()| fs_err::rename(&staged, &self.path));
        if written.is_err() {
            let _ = fs_err::remove_file(&staged);
        }
    }
}

fn output(written: &[PathBuf]) -> Result<u64> {
    let mut found = BTreeMap::new();
    for path in written {
        let mut text = DefaultHasher::new();
        fs_err::read(path)?.hash(&mut text);
        found.insert(path, text.finish());
    }
    let mut all = DefaultHasher::new();
    found.hash(&mut all);
    Ok(all.finish())
}
