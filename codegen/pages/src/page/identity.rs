//! Which product, version and action a page is about, from its links, samples and rows.

use super::Page;
use crate::ir::{Protocol, Vendor};
use crate::source::SourceFile;

/// Fills in what the page says of itself; the first place that says it counts.
pub(super) fn find(file: &SourceFile, page: &mut Page) {
    if page.layout.vendor() == Vendor::Tencent {
        tencent(file, page);
        return;
    }
    explorer_link(file, page);
    if page.action.is_none() {
        explorer_path(file, page);
    }
    if page.action.is_none() {
        page.action =
            action_row(file, page).or_else(|| query_value(&file.text, "Action=")).or_else(|| title(file, page));
    }
    if page.version.is_none() {
        page.version =
            version_row(file, page).or_else(|| query_value(&file.text, "Version=")).filter(|v| is_version(v));
    }
    if page.product.is_none() {
        page.product = error_center(&file.text).or_else(|| host(&file.text));
    }
}

/// `https://api.aliyun.com/#product=CCC&api=ListCallDetailRecords&type=RPC&version=2017-07-05`
fn explorer_link(file: &SourceFile, page: &mut Page) {
    for (at, _) in file.text.match_indices("product=") {
        let link = &file.text[at..];
        let link = &link[..link.find([')', ' ', '\n', '"', ']', '>']).unwrap_or(link.len())];
        let mut product = None;
        let mut api = None;
        let mut version = None;
        let mut style = None;
        for pair in link.split('&') {
            match pair.split_once('=') {
                Some(("product", value)) => product = Some(value),
                Some(("api", value)) => api = Some(value),
                Some(("version", value)) => version = Some(value),
                Some(("type", value)) => style = Some(value),
                _ => {}
            }
        }
        let (Some(product), Some(api)) = (product, api) else { continue };
        if is_word(product) && is_word(api) {
            page.product = Some(product.to_owned());
            page.action = Some(api.to_owned());
            page.version = version.filter(|v| is_version(v)).map(str::to_owned);
            page.protocol = match style {
                Some("ROA") => Some(Protocol::AliyunRoa),
                Some("RPC") => Some(Protocol::AliyunRpc),
                _ => None,
            };
            return;
        }
    }
}

/// `https://api.aliyun.com/api/CCC/2020-07-01/ListCallDetailRecords`
fn explorer_path(file: &SourceFile, page: &mut Page) {
    for marker in ["/api/", "/document/"] {
        for (at, _) in file.text.match_indices(marker) {
            if !file.text[..at].ends_with(".aliyun.com") && !file.text[..at].ends_with(".alibabacloud.com") {
                continue;
            }
            let link = &file.text[at + marker.len()..];
            let link = &link[..link.find([')', ' ', '\n', '"', ']', '>', '?', '#']).unwrap_or(link.len())];
            let mut parts = link.split('/');
            if let (Some(product), Some(version), Some(action)) = (parts.next(), parts.next(), parts.next())
                && is_word(product)
                && is_version(version)
                && is_word(action)
                && action.starts_with(|c: char| c.is_ascii_uppercase())
            {
                page.product = Some(product.to_owned());
                page.version = Some(version.to_owned());
                page.action = Some(action.to_owned());
                return;
            }
        }
    }
}

/// Tencent Cloud's pages say it in the rows of the common parameters: `公共参数,本接口取值:DescribeTelCdr。`
fn tencent(file: &SourceFile, page: &mut Page) {
    page.protocol = Some(Protocol::Tencent);
    page.product = tencent_host(&file.text);
    for row in &page.request.rows {
        let description = row.description.text(file);
        let value = description.rsplit([':', '：']).next().unwrap_or_default();
        let value = value.trim().trim_end_matches(['。', '.']).replace('\\', "");
        match row.name.text(file).trim_matches(['*', '`']) {
            "Action" if is_word(&value) => page.action = Some(value),
            "Version" if is_version(&value) => page.version = Some(value),
            _ => {}
        }
    }
    page.action = page.action.take().or_else(|| query_value(&file.text, "Action=").filter(|word| is_word(word)));
    page.version = page.version.take().or_else(|| query_value(&file.text, "Version=").filter(|word| is_version(word)));
}

/// `ccc.tencentcloudapi.com`
fn tencent_host(text: &str) -> Option<String> {
    let at = text.find(".tencentcloudapi.com")?;
    let product = text[..at].rsplit(|c: char| !c.is_ascii_alphanumeric()).next()?;
    is_word(product).then(|| product.to_owned())
}

fn action_row(file: &SourceFile, page: &Page) -> Option<String> {
    let row = page.request.rows.iter().find(|row| row.name.text(file) == "Action")?;
    let example = row.example.text(file);
    is_word(example).then(|| example.to_owned())
}

fn version_row(file: &SourceFile, page: &Page) -> Option<String> {
    let row = page.request.rows.iter().find(|row| row.name.text(file) == "Version")?;
    let example = row.example.text(file);
    is_version(example).then(|| example.to_owned())
}

fn title(file: &SourceFile, page: &Page) -> Option<String> {
    let title = file.slice(page.title);
    let title = title.split_once('{').map_or(title, |(title, _)| title).trim();
    let action = |word: &str| {
        is_word(word)
            && word.starts_with(|c: char| c.is_ascii_uppercase())
            && word.chars().skip(1).any(|c| c.is_ascii_uppercase())
    };
    if action(title) {
        return Some(title.to_owned());
    }
    // `调用ListCallDetailRecords获取…`: the only long CamelCase word of the introduction.
    let intro = page.intro.iter().map(|span| file.slice(*span)).chain([title]);
    intro
        .flat_map(|text| text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')))
        .find(|word| word.len() >= 6 && action(word))
        .map(str::to_owned)
}

/// The value after `key` in a sample call.
fn query_value(text: &str, key: &str) -> Option<String> {
    for (at, _) in text.match_indices(key) {
        if text[..at].ends_with(|c: char| c.is_ascii_alphanumeric()) {
            continue;
        }
        let value = &text[at + key.len()..];
        let value =
            &value[..value.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_')).unwrap_or(value.len())];
        if !value.is_empty() {
            return Some(value.to_owned());
        }
    }
    None
}

fn error_center(text: &str) -> Option<String> {
    query_value(text, "/status/product/").filter(|word| is_word(word))
}

/// The first label of a vendor's host name.
fn host(text: &str) -> Option<String> {
    let at = text.find(".aliyuncs.com")?;
    let host = text[..at].rsplit(|c: char| !(c.is_ascii_alphanumeric() || c == '.' || c == '-')).next()?;
    let product = host.split('.').next()?;
    is_word(product).then(|| product.to_owned())
}

/// Whether a text can be an action or a product: it may become a path and a name.
pub fn is_word(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 100
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
}

/// Whether a text can be a version: it may become a path and a name.
pub fn is_version(text: &str) -> bool {
    (1..=20).contains(&text.len())
        && text.starts_with(|c: char| c.is_ascii_digit() || c == 'v')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}
