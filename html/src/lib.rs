//! Reference pages as browsers save them, turned into the text layouts that `codegen` reads.
//!
//! Whatever a browser makes of the page counts: the HTML is read by a browser's rules, however broken
//! it is. Headings, paragraphs, lists, tables and code blocks are kept, all else is left out. An
//! Alibaba Cloud page becomes Markdown with pipe tables, a Tencent Cloud page its text layout.

mod blocks;
mod dom;
mod inline;
mod markdown;
mod tencent;

use blocks::Block;

/// The page as text. Says what is missing where it is no reference page.
pub fn to_text(html: &str) -> Result<String, String> {
    let blocks = dom::read(html);
    let headings = || blocks.iter().filter_map(Block::heading);
    // Samples and error codes have the same headings everywhere.
    if headings().filter_map(tencent::section).any(|part| matches!(part, 2 | 3)) {
        return Ok(tencent::write(&blocks));
    }
    if blocks.iter().any(|block| matches!(block, Block::Table(_))) {
        return Ok(markdown::write(&blocks));
    }
    let found: Vec<String> = headings().take(5).collect();
    let found = if found.is_empty() { "no headings".to_owned() } else { format!("the headings {}", found.join(", ")) };
    Err(format!(
        "the HTML has no tables, but {found}: expected a page saved after it was shown whole, since many pages are \
         filled in by scripts (in the browser: save as \"web page, complete\", or copy the element of the article)"
    ))
}

/// Whether a text is HTML rather than a page saved as text.
pub fn is_html(text: &str) -> bool {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    let tag = |name: &str| start.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name));
    ["<!doctype", "<html", "<head", "<body", "<main", "<article", "<section", "<div", "<h1", "<!--"]
        .into_iter()
        .any(tag)
}
