//! `cargo xtask drift`: how it ends, what it prints, the overrides that it writes, and the memory that it takes.

use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::drift::{CALLS, sample};
use crate::helper::root;
use crate::workshop::{Ran, Workshop, xtask};

fn command(arguments: &[&str], stdin: &str) -> Ran {
    let mut command = Command::new(xtask());
    command.current_dir(root()).arg("drift").args(arguments);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("runs");
    // A command that refuses its arguments reads nothing.
    let _ = child.stdin.take().expect("a pipe").write_all(stdin.as_bytes());
    let ended = child.wait_with_output().expect("it ends");
    let printed = String::from_utf8_lossy(&ended.stdout).into_owned() + &String::from_utf8_lossy(&ended.stderr);
    Ran { code: ended.status.code(), printed }
}

#[test]
fn ends_with_what_was_found() {
    let good = sample(CALLS).to_string();
    let ran = command(&[], &good);
    assert_eq!(ran.code, Some(0), "{}", ran.printed);
    assert_eq!(ran.printed, format!("== {CALLS}, 1 response\n0 differences, 0 documented fields never seen\n"));
    let mut new = sample(CALLS);
    new["NewField"] = json!("x");
    let ran = command(&["-", "--format", "json"], &new.to_string());
    assert_eq!(ran.code, Some(4), "{}", ran.printed);
    let finding: Value = serde_json::from_str(ran.printed.trim()).expect("one line of JSON");
    assert_eq!(finding["kind"], "undocumented-field");
    assert_eq!(finding["path"], "response/NewField");
    assert!(finding["fix"]["override"].as_str().expect("YAML").starts_with("- operation: ListCallDetailRecords\n"));
    let broken = command(&["--operation", CALLS], "{\"a\": 1}\n{");
    assert_eq!(broken.code, Some(1));
    assert!(broken.printed.contains("standard input: EOF"), "{}", broken.printed);
    let hollow = command(&["--operation", "DescribeTelCdr"], "{\"Response\": null}");
    assert_eq!(hollow.code, Some(1));
    assert!(hollow.printed.contains("standard input: response 1 is no answer"), "{}", hollow.printed);
    // What fits nothing, what fits two, and what there is not.
    for (arguments, stdin, words) in [
        (&[][..], "{\"Foo\": 1}", "fits no operation; say which it is with --operation"),
        (&[], "{\"RequestId\": \"r\", \"Code\": \"OK\"}", "--operation"),
        (&["--operation", "ListCallDetailRecords"], "", "names several operations: aliyun/ccc/2017-07-05/"),
        (&["--operation", "Nothing"], "", "there is no operation `Nothing`"),
        (&["--operation", "DescribeTelCdr.Nowhere"], "", "is no path to fields"),
        (&["--format", "xml"], "", "expected text or json"),
    ] {
        let ran = command(arguments, stdin);
        assert_eq!(ran.code, Some(2), "{arguments:?}: {}", ran.printed);
        assert!(ran.printed.contains(words), "{}", ran.printed);
    }
    assert_eq!(command(&["--operation", "2020-07-01/ListCallDetailRecords"], "{}").code, Some(0));
    assert_eq!(command(&["no-such-file.json"], "").code, Some(1));
}

/// What was picked is put into the overrides, and the responses agree with what `regen` then makes.
#[test]
fn fixes_are_put_into_the_overrides() {
    let workshop = Workshop::new();
    let run = |arguments: &[&str]| {
        let ran = workshop.run(
            &[&["drift", "--specs", "specs", "--out", "out", "--operation", "GetTicket", "new.json"], arguments]
                .concat(),
        );
        (ran.code, ran.printed)
    };
    workshop.write("new.json", r#"{"RequestId": "r", "State": {"Since": 7, "Tags": ["a"]}}"#);
    let (code, printed) = run(&[]);
    assert_eq!(code, Some(4), "{printed}");
    let (code, printed) = run(&["--fix", "all", "--why", "Seen in production."]);
    assert_eq!(code, Some(0), "{printed}");
    let overrides =
        std::fs::read_to_string(workshop.path("specs/overrides/aliyun/desk/2021-03-04.yaml")).expect("text");
    assert!(overrides.contains("  - name: State\n") && overrides.contains("why: Seen in production."), "{overrides}");
    assert_eq!(run(&[]).0, Some(0));
    assert_eq!(workshop.regen(&["--check"]).code, Some(0));
    assert_eq!(run(&["--fix", "000000"]).0, Some(2));
}

/// The most memory that the command took while it read, in KiB. `before` and `after` stand around
/// the records, `between` between two of them.
#[cfg(target_os = "linux")]
fn peak(records: usize, before: &str, between: &str, after: &str) -> u64 {
    let mut template = sample(CALLS)["CallDetailRecords"]["List"]["CallDetailRecord"][0].clone();
    let mut command = Command::new(xtask());
    command.current_dir(root()).args(["drift", "--operation", CALLS]);
    if before.is_empty() {
        command.args(["--operation", &format!("{CALLS}.CallDetailRecords.List")]);
    }
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().expect("xtask runs");
    let mut pipe = std::io::BufWriter::new(child.stdin.take().expect("a pipe"));
    pipe.write_all(before.as_bytes()).expect("written");
    for number in 0..records {
        template["ContactId"] = json!(format!("contact-{number}"));
        template["StartTime"] = json!(1_532_448_000_000_u64 + number as u64);
        let separator = if number == 0 { "" } else { between };
        write!(pipe, "{separator}{template}").expect("written");
    }
    pipe.write_all(after.as_bytes()).expect("written");
    // All but what is in the pipe has been read, and the command waits for the rest.
    pipe.flush().expect("written");
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).expect("a status");
    drop(pipe);
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("the peak");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}

/// A hundred times as many records take no more memory: one a line, and in one huge response.
#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_with_the_records() {
    let before = r#"{"Success": true, "CallDetailRecords": {"List": {"CallDetailRecord": ["#;
    for (before, between, after) in [("", "\n", "\n"), (before, ",", "]}}}\n")] {
        let (few, many) = (peak(100, before, between, after), peak(10_000, before, between, after));
        println!("100 records: {few} KiB, 10000 records: {many} KiB");
        assert!(many < few + few / 2 + 1024, "{few} KiB, then {many} KiB");
    }
}
