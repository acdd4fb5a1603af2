//! Pages that are made of a vendor's schema: its facts in a fence, samples of answers behind it.

use super::{Layout, Page, Sample, Side, Table};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::Vendor;
use crate::metadata::{self, ANSWERS, FENCE};
use crate::source::{SourceFile, Span};

/// Where the line is that opens the schema's fence.
pub(super) fn recognise(file: &SourceFile) -> Option<usize> {
    let opens = |line: &str| line.strip_prefix("```").is_some_and(|rest| rest.trim() == FENCE);
    // A title stands before it, and what somebody wrote about it.
    file.lines().take(40).find(|(_, line)| opens(line)).map(|(start, _)| start)
}

/// Reads the page whose schema's fence opens at byte `start`.
pub(super) fn read(file: &SourceFile, start: usize) -> Result<Page, Box<Diagnostic>> {
    let mut fences = fences(file, start).into_iter();
    let refuse = |place: Span, what: &str| Err(Box::new(Diagnostic::at(file, place, Code::SchemaBroken, what)));
    let Some((_, span)) = fences.next() else {
        return refuse(Span::new(start, start), "the fence of the schema is never closed: the page is cut off");
    };
    let schema = match metadata::open(file.slice(span), span.start as usize) {
        Ok(schema) => schema,
        Err(refused) => return refuse(refused.place, &refused.what),
    };
    let action = {
        let mut actions = schema.actions();
        match (actions.next(), actions.next()) {
            (Some(action), None) => action.to_owned(),
            (None, _) => return refuse(span, "the schema of a page has one operation; this one has none"),
            (Some(_), Some(_)) => {
                let what =
                    "the schema of a page has one operation; this one has more: `cargo xtask add` makes a page of each";
                return refuse(span, what);
            }
        }
    };
    let title = file.lines().find(|(_, line)| line.starts_with("# "));
    let title = title.map(|(at, line)| Span::new(at + 2, at + line.len())).unwrap_or_default();
    let samples = fences.filter(|(answers, _)| *answers).map(|(_, span)| Sample { side: Side::Response, span });
    Ok(Page {
        layout: match schema.vendor {
            Vendor::Aliyun => Layout::AliyunSchema,
            Vendor::Tencent => Layout::TencentSchema,
        },
        product: schema.product.clone(),
        version: schema.version.clone(),
        action: Some(action),
        protocol: None,
        syntax: None,
        title,
        intro: Vec::new(),
        request: Table::default(),
        response: Table::default(),
        samples: samples.collect(),
        errors: Vec::new(),
        schema: Some(schema),
    })
}

/// What stands in fences from byte `start` on, and whether that is below the heading of answers.
fn fences(file: &SourceFile, start: usize) -> Vec<(bool, Span)> {
    let mut fences = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    let mut answers = false;
    for (at, line) in file.lines().skip_while(|(at, _)| *at < start) {
        let marks = line.len() - line.trim_start_matches('`').len();
        match open {
            Some((length, from)) if marks >= length && line.trim_end().len() == marks => {
                fences.push((answers, Span::new(from, at)));
                open = None;
            }
            None if marks >= 3 => open = Some((marks, (at + line.len() + 1).min(file.text.len()))),
            None => answers |= line.trim_end() == ANSWERS,
            Some(_) => {}
        }
    }
    fences
}
