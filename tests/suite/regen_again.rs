//! `regen` on pages that it has seen says the same again, and notices whatever changed meanwhile.

use std::path::Path;
use std::process::Command;

use crate::helper::{root, tree, write_file};
use crate::workshop::xtask;

fn copy(from: &Path, to: &Path) {
    for (path, bytes) in tree(from) {
        write_file(to.join(path), bytes);
    }
}

#[test]
fn a_second_run_notices_every_change() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |path: &str| folder.path().join(path);
    copy(&root().join("specs"), &at("specs"));
    let run_with = |more: &[&str]| {
        let ran = Command::new(xtask())
            .current_dir(folder.path())
            .args(["regen", "--specs", "specs", "--out", "out"])
            .args(more)
            .output()
            .expect("xtask runs");
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        String::from_utf8(ran.stdout).expect("UTF-8")
    };
    let run = || run_with(&[]);
    let last = |printed: &str| printed.lines().last().expect("a line").to_owned();
    run();
    // The first run wrote everything and knew what the next would say, which does none of the work. A check does all.
    let unchanged = run();
    assert!(last(&unchanged).contains(": 0 new, 0 updated, 0 removed, "), "{unchanged}");
    assert_eq!(run_with(&["--check"]), unchanged);
    assert_eq!(run(), unchanged);
    let edit = |path: &str, from: &str, to: &str| {
        let text = std::fs::read_to_string(at(path)).expect(path);
        assert!(text.contains(from), "{path}");
        std::fs::write(at(path), text.replacen(from, to, 1)).expect(path);
    };
    let page = "specs/pages/aliyun/ccc/2017-07-05/ListRecentCallRecords.md";
    let overrides = "specs/overrides/tencent/ccc/2020-02-10.yaml";
    let code = "out/src/tencent/v2020_02_10/describe_tel_cdr.rs";
    let ir = "specs/ir/tencent/ccc/2020-02-10/DescribeTelCdr.yaml";
    for (path, from, to) in [
        (page, "|分页大小", "|一页的大小"),
        (overrides, "caller: Caller", "caller: Callee"),
        (code, "pub struct", "pub  struct"),
        (ir, "rate_limit: 20", "rate_limit: 21"),
    ] {
        edit(path, from, to);
        let printed = run();
        assert!(!last(&printed).contains(" 0 updated"), "{path}: {printed}");
        assert_eq!(last(&run()), last(&unchanged), "{path}");
        assert_eq!(last(&run()), last(&unchanged), "{path}");
    }
    std::fs::remove_file(at(code)).expect(code);
    assert!(last(&run()).contains(": 1 new, "), "a file that is gone is written again");
    std::fs::remove_file(at(page)).expect(page);
    let ran =
        Command::new(xtask()).current_dir(folder.path()).args(["regen", "--out", "out", "--specs", "specs"]).output();
    // Its overrides are left over.
    assert_eq!(ran.expect("xtask runs").status.code(), Some(1));
}
