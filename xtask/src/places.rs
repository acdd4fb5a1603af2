//! Where pages, overrides, IR and the crate stand.

use std::path::{Path, PathBuf};

use spectable_emit::generate::{Input, Output};
use spectable_emit::input::CrateLayout;
use spectable_emit::plan::{Plan, State};
use spectable_pages::diagnostic::Diagnostic;
use spectable_pages::fix::Fix;
use spectable_pages::pipeline;
use spectable_pages::source::SourceFile;

use crate::fix::Picked;
use crate::transaction::{Access, Change, Session};
use crate::{Result, files};

/// The folders of a [`Session`], by their places in it.
pub(crate) const PAGES: usize = 0;
pub(crate) const OVERRIDES: usize = 1;
pub(crate) const IR: usize = 2;
pub(crate) const OUT: usize = 3;

/// What a plan changes below a folder of a [`Session`].
pub(crate) fn changes(root: usize, plan: &Plan) -> impl Iterator<Item = Change> {
    plan.files.iter().filter(|(_, (state, _))| *state != State::Fresh).map(move |(path, (_, text))| Change {
        root,
        path: path.clone(),
        text: text.clone(),
        precious: false,
    })
}

/// Where things are read and written.
pub(crate) struct Places {
    pub specs: PathBuf,
    pub pages: PathBuf,
    overrides: Option<PathBuf>,
    pub ir: PathBuf,
    pub out: PathBuf,
    layout: CrateLayout,
    layered: bool,
}

impl Places {
    pub(crate) fn new(specs: PathBuf, out: PathBuf) -> Result<Self> {
        if !specs.is_dir() {
            return Err(
                format!("{}: no such folder; expected a folder of pages (`--specs DIR`)", specs.display()).into()
            );
        }
        if out.exists() && !out.is_dir() {
            return Err(format!("{}: is a file; expected the crate's folder (`--out DIR`)", out.display()).into());
        }
        let layered = specs.join("pages").is_dir();
        let pages = if layered { specs.join("pages") } else { specs.clone() };
        let overrides = Some(specs.join("overrides")).filter(|folder| folder.is_dir());
        let ir = if layered { specs.join("ir") } else { out.join("ir") };
        let layout = layout(&out)?;
        Ok(Self { specs, pages, overrides, ir, out, layout, layered })
    }

    /// Waits for other runs, and finishes what an interrupted one left.
    pub(crate) fn open(&self, access: Access) -> Result<Session> {
        // Where the folder of pages is anybody's, the journal stands with what is written.
        let home = if self.layered { &self.specs } else { &self.out };
        let overrides = self.specs.join("overrides");
        let roots: [&Path; 4] = [&self.pages, &overrides, &self.ir, &self.out];
        Session::open(access, &[&self.specs, &self.out], home, &roots)
    }

    /// Reads the pages and the overrides.
    pub(crate) fn gather(&self) -> Result<(Input, Vec<Diagnostic>)> {
        let mut paths = files::pages(&self.pages)?;
        // The crate and the IR may stand inside the folder of pages.
        paths.retain(|path| !path.starts_with(&self.out) && (!path.starts_with(&self.ir)));
        let (pages, mut unreadable) = files::read(&paths);
        let unread = unreadable.iter().map(|diagnostic| diagnostic.path.clone()).collect();
        let mut overrides = Vec::new();
        if let Some(folder) = &self.overrides {
            let mut found = Vec::new();
            files::walk(folder, &mut |path| found.push(path))?;
            found.retain(|path| path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml"));
            let (texts, refused) = files::read_any(&found);
            unreadable.extend(refused);
            for file in texts {
                let api = api(&file, folder);
                overrides.push((file, api));
            }
        }
        let root = self
            .specs
            .parent()
            .map(files::shown)
            .filter(|root| !root.is_empty())
            .map(|root| if root.ends_with('/') { root } else { root + "/" });
        let specs = pipeline::Input { pages, overrides, unread };
        Ok((Input { specs, root: root.unwrap_or_default(), layout: self.layout.clone() }, unreadable))
    }

    /// Puts what was picked into the overrides. Returns the files that change.
    pub(crate) fn fix(&self, picked: &Picked, chosen: &[&Fix], input: &mut Input) -> Result<Vec<Change>> {
        let folder = files::shown(&self.specs.join("overrides"));
        let changed = picked.apply(chosen, &mut input.specs.overrides, &folder)?;
        let change = |(path, text)| Change { root: OVERRIDES, path, text: Some(text), precious: true };
        Ok(changed.into_iter().map(change).collect())
    }

    /// Where a change is made.
    pub(crate) fn path(&self, change: &Change) -> PathBuf {
        let overrides = self.specs.join("overrides");
        let root = match change.root {
            PAGES => &self.pages,
            OVERRIDES => &overrides,
            IR => &self.ir,
            _ => &self.out,
        };
        root.join(&change.path)
    }

    /// Every file where files are written, whoever wrote it.
    pub(crate) fn written(&self) -> Result<Vec<PathBuf>> {
        let mut paths = Vec::new();
        for folder in [self.ir.clone(), self.out.join("src"), self.out.join("tests")] {
            if folder.is_dir() {
                files::walk(&folder, &mut |path| paths.push(path))?;
            }
        }
        paths.push(self.out.join("Cargo.toml"));
        Ok(paths)
    }

    /// What to write, compared with what is there.
    pub(crate) fn plans(&self, output: Output) -> Result<(Plan, Plan)> {
        let marked = |text: &str| text.lines().take(3).any(|line| line.contains("@generated by `cargo xtask regen`"));
        let ours = |name: &str, text: &str| {
            let source = name.starts_with("src/") || name == "tests/samples.rs" || name == "Cargo.toml";
            name.starts_with("tests/samples/") || source && marked(text)
        };
        let generated = Plan::new(output.generated, &files::existing(&self.out, &ours)?);
        let ir = Plan::new(
            output.ir,
            &files::existing(&self.ir, &|name, text| marked(text) || name.ends_with(".schema.json"))?,
        );
        Ok((generated, ir))
    }
}

/// A crate with a manifest of its own keeps it; any other gets one.
fn layout(out: &Path) -> Result<CrateLayout> {
    let manifest = out.join("Cargo.toml");
    if manifest.is_file() {
        let text = fs_err::read_to_string(&manifest)?;
        let name =
            text.lines().find_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"')).unwrap_or("api").to_owned();
        if !text.contains("@generated by `cargo xtask regen`") {
            return Ok(CrateLayout { name, manifest: None });
        }
        return Ok(CrateLayout { name, manifest: Some(dependencies(out)) });
    }
    let name: String = out
        .file_name()
        .map(|name| name.to_string_lossy().to_lowercase())
        .unwrap_or_default()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || c == '-' || c == '_' { c } else { '-' })
        .collect();
    let named = name.starts_with(|c: char| c.is_ascii_alphabetic());
    Ok(CrateLayout { name: if named { name } else { "generated-api".to_owned() }, manifest: Some(dependencies(out)) })
}

/// The runtime stands in this workspace until it is published.
fn dependencies(out: &Path) -> String {
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("runtime");
    let path = std::path::absolute(out).map_or(runtime.clone(), |out| files::relative(&out, &runtime));
    format!("spectable-runtime = {{ path = {:?} }}\n", files::shown(&path))
}

/// `overrides/aliyun/ccc/2017-07-05.yaml` is about `aliyun/ccc/2017-07-05`.
fn api(file: &SourceFile, folder: &Path) -> String {
    let path = Path::new(&file.path);
    let below = path.strip_prefix(folder).unwrap_or(path).with_extension("");
    files::shown(&below)
}
