//! Reference pages as browsers save them, turned into the text layouts that `codegen` reads.
//!
//! Whatever a browser makes of the page counts: the HTML is read by a browser's rules, however broken
//! it is. Headings, paragraphs, lists, tables and code blocks of the article are kept, all else is left out.
//! How deep rows nest is shown in the text by two no-break spaces a level before the name. An
//! Alibaba Cloud page becomes Markdown with pipe tables, a Tencent Cloud page its text layout.

mod article;
mod blocks;
mod columns;
mod dom;
mod indent;
mod inline;
mod markdown;
mod members;
mod table;
mod tencent;

use blocks::Block;

/// The page as text. Says what is missing where it is no reference page.
pub fn to_text(html: &str) -> Result<String, String> {
    if is_too_deep(html) {
        return Err(format!("its elements nest more than {MAX_OPEN} levels deep; save the page again"));
    }
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

/// How many elements may be open at once: far more than pages have, and few enough that the rules
/// of browsers, which look at all of them for every tag, take no time.
const MAX_OPEN: usize = 1000;

/// Counts open elements roughly, but never too few of those that only their own end tag closes.
fn is_too_deep(html: &str) -> bool {
    let mut open = 0_usize;
    for tag in html.split('<').skip(1) {
        if let Some(end) = tag.strip_prefix('/') {
            open = open.saturating_sub(usize::from(needs_end(end)));
        } else if needs_end(tag) && !tag.split('>').next().is_some_and(|tag| tag.ends_with('/')) {
            open += 1;
            if open > MAX_OPEN {
                return true;
            }
        }
    }
    false
}

/// Whether an element lasts until its end tag.
fn needs_end(tag: &str) -> bool {
    let end = tag.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(tag.len());
    let name = tag.get(..end).unwrap_or_default().to_ascii_lowercase();
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && !matches!(
            name.as_str(),
            "area"
                | "base"
                | "body"
                | "br"
                | "col"
                | "colgroup"
                | "dd"
                | "dt"
                | "embed"
                | "head"
                | "hr"
                | "html"
                | "img"
                | "input"
                | "li"
                | "link"
                | "meta"
                | "option"
                | "p"
                | "param"
                | "path"
                | "rect"
                | "source"
                | "tbody"
                | "td"
                | "tfoot"
                | "th"
                | "thead"
                | "tr"
                | "track"
                | "use"
                | "wbr"
        )
}
