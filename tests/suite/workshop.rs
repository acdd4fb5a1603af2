//! The built `xtask`, and a folder of its own to run it in.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Read, Seek};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::helper::{profile_folder, root, target, tree, write_file};

/// The program, built with the profile of this test.
pub(crate) fn xtask() -> &'static Path {
    static XTASK: LazyLock<PathBuf> = LazyLock::new(|| {
        let profile = profile_folder();
        let name = match profile.file_name().and_then(|name| name.to_str()) {
            Some("debug") | None => "dev",
            Some(name) => name,
        };
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["build", "--quiet", "--package", "xtask", "--profile", name]);
        cargo.arg("--target-dir").arg(target()).current_dir(root());
        assert!(cargo.status().expect("cargo runs").success());
        profile.join(format!("xtask{}", std::env::consts::EXE_SUFFIX))
    });
    &XTASK
}

/// Where the pages of the workshop stand, and what they are about.
pub(crate) const API: &str = "aliyun/desk/2021-03-04";

/// A good page, made of the tables that a test wants.
pub(crate) fn page(action: &str, request: &[&str], response: &[&str], sample: &str) -> String {
    let mut text = format!(
        "# {action}\n\n## 调试\n\n[try it](https://api.example.com/#product=Desk&api={action}&type=RPC&version=2021-03-04)\n\n\
         ## 请求参数\n\n|名称|类型|是否必选|示例值|描述|\n|--|--|----|---|--|\n"
    );
    for row in request {
        let _ = writeln!(text, "{row}");
    }
    text.push_str("\n## 返回数据\n\n|名称|类型|示例值|描述|\n|--|--|---|--|\n");
    for row in response {
        let _ = writeln!(text, "{row}");
    }
    let _ = writeln!(text, "\n## 示例\n\n```\n{sample}\n```");
    text
}

/// The place of an override in its file.
pub(crate) const OVERRIDES: &str = "--> specs/overrides/aliyun/desk/2021-03-04.yaml";

pub(crate) const ID: &str = "|TicketId|String|是|t-1|工单ID。 |";
pub(crate) const REQUEST_ID: &str = "|RequestId|String|8F0B-1|请求ID。 |";

/// A good page.
pub(crate) fn good() -> String {
    page("GetTicket", &[ID], &[REQUEST_ID], r#"{"RequestId": "8F0B-1"}"#)
}

/// A folder with a good page and what `regen` made of it.
pub(crate) struct Workshop {
    folder: TempDir,
}

/// No run takes a second; one that takes this long was not going to end.
const FOREVER: Duration = Duration::from_secs(60);

/// How a run ended.
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) printed: String,
}

impl Workshop {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let workshop = Self { folder };
        workshop.write(&format!("specs/pages/{API}/GetTicket.md"), good());
        let ran = workshop.regen(&[]);
        assert_eq!(ran.code, Some(0), "{}", ran.printed);
        workshop
    }

    /// With a second page.
    pub(crate) fn with(page: impl AsRef<[u8]>) -> Self {
        let workshop = Self::new();
        workshop.write(&format!("specs/pages/{API}/Bad.md"), page);
        workshop
    }

    /// With overrides of the good page.
    pub(crate) fn overriding(text: &str) -> Self {
        let workshop = Self::new();
        workshop.write(&format!("specs/overrides/{API}.yaml"), text);
        workshop
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        write_file(self.path(path), bytes);
    }

    pub(crate) fn tree(&self) -> BTreeMap<String, Vec<u8>> {
        tree(self.folder.path())
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with(&[], arguments)
    }

    /// With variables of the environment.
    pub(crate) fn run_with(&self, variables: &[(&str, &Path)], arguments: &[&str]) -> Ran {
        let mut printed = tempfile::tempfile().expect("a file");
        let share = || printed.try_clone().expect("a file");
        let mut command = Command::new(xtask());
        let command = command.current_dir(self.folder.path()).envs(variables.iter().copied()).args(arguments);
        let mut child = command.stdout(share()).stderr(share()).spawn().expect("xtask runs");
        let started = Instant::now();
        let status = loop {
            match child.try_wait().expect("a status") {
                Some(status) => break status,
                None if started.elapsed() < FOREVER => std::thread::sleep(Duration::from_millis(2)),
                None => {
                    child.kill().expect("stopped");
                    panic!("{arguments:?} does not end");
                }
            }
        };
        let mut text = String::new();
        printed.rewind().expect("a file");
        printed.read_to_string(&mut text).expect("UTF-8");
        assert!(!text.contains("panicked"), "{text}");
        Ran { code: status.code(), printed: text }
    }

    pub(crate) fn regen(&self, arguments: &[&str]) -> Ran {
        self.run(&[&["regen", "--specs", "specs", "--out", "out"], arguments].concat())
    }

    /// `regen` ends with `code`, says all of this, and leaves everything as it was.
    #[track_caller]
    pub(crate) fn ends(&self, code: i32, arguments: &[&str], words: &[&str]) {
        let before = self.tree();
        let Ran { code: ended, printed } = self.regen(arguments);
        assert_eq!(ended, Some(code), "{printed}");
        for word in words {
            assert!(printed.contains(word), "no `{word}` in:\n{printed}");
        }
        assert_eq!(self.changes(&before), Vec::<String>::new(), "{printed}");
    }

    /// A page or an override is refused, with a hint.
    #[track_caller]
    pub(crate) fn refuses(&self, words: &[&str]) {
        let words = [words, &["help: ", "nothing was written"]].concat();
        self.ends(1, &[], &words);
        self.ends(1, &["--check"], &words);
    }

    /// The files that are not as they were.
    pub(crate) fn changes(&self, before: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
        let after = self.tree();
        let names = before.keys().chain(after.keys());
        let mut changed: Vec<String> = names.filter(|name| before.get(*name) != after.get(*name)).cloned().collect();
        changed.dedup();
        changed
    }
}
