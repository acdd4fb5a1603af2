//! What stands before the document of a sample: the head of an HTTP message.

/// What stands before the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Head {
    /// Nothing.
    None,
    /// The head of an HTTP answer.
    Answer,
    /// The head of an HTTP call.
    Call,
    /// Something else that was stepped over, such as a command line.
    Other,
}

/// Where the document starts, and what stands before it; `None` where there is no document.
pub(super) fn skip(text: &str) -> Option<(usize, Head)> {
    let trimmed = text.trim_start_matches('\u{feff}').trim_start();
    let start = text.len() - trimmed.len();
    let head = if trimmed.starts_with("HTTP/") {
        Head::Answer
    } else if trimmed.starts_with("POST ") || trimmed.starts_with("PUT ") {
        Head::Call
    } else {
        return trimmed.starts_with(['{', '[', '<']).then_some((start, Head::None));
    };
    // Headers never start with a bracket; a placeholder such as `<公共请求参数>` may stand among them.
    let starts = |rest: &str| {
        rest.starts_with(['{', '['])
            || rest.starts_with('<')
                && rest.as_bytes().get(1).is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, b'?' | b'!'))
    };
    let mut at = start;
    for line in trimmed.split_inclusive('\n') {
        let rest = line.trim_start();
        if starts(rest) {
            return Some((at + (line.len() - rest.len()), head));
        }
        at += line.len();
    }
    // An answer on one line. The path of a call may hold brackets of its own.
    let inside = trimmed.find(['{', '<', '[']).filter(|_| head == Head::Answer);
    inside.map(|at| (start + at, head))
}
