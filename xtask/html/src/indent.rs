//! How far a cell's text is moved to the right: in saved pages that alone tells which rows are members of which.

use scraper::node::Element;
use scraper::{ElementRef, Node};

use crate::dom::{MAX_DEPTH, is_gone, is_text};

/// About the width of a blank.
const BLANK: f32 = 4.0;

/// The way from a cell's edge to its text, in pixels.
pub(crate) fn of_cell(cell: ElementRef<'_>) -> f32 {
    let mut way = 0.0;
    walk(cell, 0, &mut way);
    way
}

/// The levels of rows whose texts stand so far from the edge: the leftmost is 0. What differs by less than a blank is the
/// same.
pub(crate) fn levels(ways: &[f32]) -> Vec<usize> {
    let mut sorted = ways.to_vec();
    sorted.sort_by(f32::total_cmp);
    let mut starts: Vec<f32> = Vec::new();
    for way in sorted {
        if starts.last().is_none_or(|last| way - last >= BLANK) {
            starts.push(way);
        }
    }
    ways.iter().map(|way| starts.iter().rposition(|start| start <= way).unwrap_or(0)).collect()
}

/// Adds what stands before the text; says whether there is text.
fn walk(element: ElementRef<'_>, depth: usize, way: &mut f32) -> bool {
    if depth > MAX_DEPTH {
        return true;
    }
    *way += left(element.value());
    for child in element.children() {
        match child.value() {
            Node::Text(text) => {
                for c in text.chars() {
                    match c {
                        '\u{a0}' => *way += BLANK,
                        '\u{2002}' => *way += 2.0 * BLANK,
                        '\u{2003}' | '\u{3000}' => *way += 4.0 * BLANK,
                        '\u{200b}' | '\u{feff}' => {}
                        c if c.is_ascii_whitespace() => {}
                        _ => return true,
                    }
                }
            }
            Node::Element(inner) if is_text(inner) && !is_gone(inner) => {
                if let Some(inner) = ElementRef::wrap(child)
                    && walk(inner, depth + 1, way)
                {
                    return true;
                }
                *way += spacer(inner);
            }
            _ => {}
        }
    }
    false
}

/// The width of an element without text. One that shows something is no spacer: rows that can be opened have an arrow,
/// their siblings none.
fn spacer(element: &Element) -> f32 {
    let class = element.attr("class").unwrap_or_default().to_ascii_lowercase();
    let shows = ["icon", "arrow", "caret", "expand", "toggle", "switch"].iter().any(|word| class.contains(word));
    let indents = class.contains("indent");
    if element.name() != "span" || shows && !indents {
        return 0.0;
    }
    declarations(element).iter().filter(|(name, _)| name == "width").map(|(_, value)| length(value)).sum()
}

/// What an element's style adds on its left.
fn left(element: &Element) -> f32 {
    let declarations = declarations(element);
    let ways = declarations.iter().map(|(name, value)| match name.as_str() {
        "padding-left" | "margin-left" | "text-indent" | "padding-inline-start" | "margin-inline-start" => {
            length(value)
        }
        "padding" | "margin" => {
            let values: Vec<&str> = value.split_whitespace().collect();
            values.get(3).or_else(|| values.get(1)).or_else(|| values.first()).map_or(0.0, |value| length(value))
        }
        _ => 0.0,
    });
    ways.sum()
}

fn declarations(element: &Element) -> Vec<(String, String)> {
    let style = element.attr("style").unwrap_or_default().to_ascii_lowercase();
    let declarations = style.split(';').filter_map(|declaration| declaration.split_once(':'));
    declarations.map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned())).collect()
}

/// A length in pixels, of which only the order counts; 0 where it is none.
fn length(value: &str) -> f32 {
    let end = value.find(|c: char| !(c.is_ascii_digit() || "+-.".contains(c))).unwrap_or(value.len());
    let (number, unit) = value.split_at(end);
    let number: f32 = number.parse().unwrap_or(0.0);
    let scale = match unit.split_whitespace().next().unwrap_or_default() {
        "em" | "rem" => 16.0,
        "ch" | "ex" => 8.0,
        "pt" => 4.0 / 3.0,
        _ => 1.0,
    };
    if number.is_finite() { number * scale } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use scraper::Html;

    use super::*;

    fn way(cell: &str) -> f32 {
        let page = Html::parse_document(&format!("<table><tr>{cell}</tr></table>"));
        let cell = page.root_element().descendent_elements().find(|element| element.value().name() == "td");
        of_cell(cell.expect("a cell"))
    }

    #[test]
    fn what_moves_text() {
        for (cell, expected) in [
            ("<td>A", 0.0),
            ("<td style='PADDING-LEFT: 20PX'>A", 20.0),
            ("<td style='padding-left: 20px; color: red'>A", 20.0),
            ("<td style='padding: 1px 2px 3px 24px'>A", 24.0),
            ("<td style='padding: 0 8px'><p style='text-indent: 2em'>A", 40.0),
            ("<td><span style='margin-left:15px'><span style='margin-left:15px'>A", 30.0),
            (
                "<td><span class=indent style='padding-left:15px'></span><button style='padding-left: 9px'>+</button>A",
                15.0,
            ),
            ("<td><span style='display:inline-block;width:20px'></span>A", 20.0),
            ("<td><span class=arrow-icon style='width:20px'></span><i style='width:20px'></i>A", 0.0),
            ("<td>&nbsp;&nbsp; &nbsp;A&nbsp;", 12.0),
            ("<td>\u{3000}\u{3000}A", 32.0),
            ("<td>&nbsp;&nbsp;└ A", 8.0),
            ("<td>A<p style='padding-left: 20px'>B", 0.0),
            ("<td style='padding-left: 20px'>", 20.0),
            ("<td style='padding-left: x; margin-left: auto; padding-left'>A", 0.0),
        ] {
            let found = way(cell);
            assert!((found - expected).abs() < 0.01, "{cell}: {found}");
        }
    }

    #[test]
    fn ways_to_levels() {
        assert_eq!(levels(&[8.0, 24.0, 40.0, 25.0, 8.0]), [0, 1, 2, 1, 0]);
        assert_eq!(levels(&[]), Vec::<usize>::new());
    }
}
