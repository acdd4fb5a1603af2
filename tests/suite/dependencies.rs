//! What a build with default features stands on, read off the manifests: no HTTP stack, no clock, no random numbers.

use std::collections::BTreeSet;

use crate::helper::root;

/// The dependencies of a package that need no feature.
fn always(manifest: &str) -> BTreeSet<String> {
    let text = std::fs::read_to_string(root().join(manifest)).expect("readable");
    let lines =
        text.lines().skip_while(|line| *line != "[dependencies]").skip(1).take_while(|line| !line.starts_with('['));
    let needed = lines.filter(|line| !line.contains("optional = true"));
    needed
        .filter_map(|line| line.split(['.', ' ', '=']).next())
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_default_features_bring_no_http_stack() {
    assert_eq!(always("generated/Cargo.toml"), BTreeSet::from(["spectable-runtime".to_owned()]));
    // Signing, text, integers and XML. `http` is types only.
    let expected = [
        "base64",
        "hmac",
        "http",
        "httpdate",
        "itoa",
        "memchr",
        "percent-encoding",
        "quick-xml",
        "sha1",
        "sha2",
        "simdutf8",
        "zeroize",
    ]
    .map(str::to_owned);
    assert_eq!(always("runtime/Cargo.toml"), BTreeSet::from(expected));
    for (manifest, default) in
        [("runtime/Cargo.toml", "default = []"), ("generated/Cargo.toml", r#"default = ["aliyun", "tencent"]"#)]
    {
        let text = std::fs::read_to_string(root().join(manifest)).expect("readable");
        assert!(text.lines().any(|line| line == default), "{manifest}");
    }
}
