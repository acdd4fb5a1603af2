use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::Event;

use crate::any::{Any, MapBuilder};

/// An element that is open: its name, text and children so far.
#[derive(Default)]
struct Open {
    name: String,
    text: String,
    children: MapBuilder,
    is_parent: bool,
}

impl Open {
    fn close(self) -> (String, Any) {
        let value = if self.is_parent { self.children.finish() } else { Any::Text(self.text) };
        (self.name, value)
    }

    fn adopt(&mut self, (name, value): (String, Any)) {
        self.is_parent = true;
        self.children.append(name.into(), value);
    }
}

/// An XML document as a map of its roots; on purpose nothing of the decoder is used.
pub(super) fn xml(text: &str) -> Result<Any, String> {
    let mut reader = Reader::from_str(text);
    let mut above: Vec<Open> = Vec::new();
    let mut open = Open::default();
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(tag) => {
                let name = tag.local_name().as_ref().to_owned();
                above.push(std::mem::replace(&mut open, Open { name, ..Open::default() }));
            }
            Event::Empty(tag) => {
                let name = tag.local_name().as_ref().to_owned();
                open.adopt((name, Any::Text(String::new())));
            }
            Event::End(_) => {
                let parent = above.pop().ok_or("a closing tag too many")?;
                let child = std::mem::replace(&mut open, parent);
                open.adopt(child.close());
            }
            Event::Text(text) => open.text.push_str(&text.xml10_content()),
            Event::CData(text) => open.text.push_str(&text.xml10_content()),
            Event::GeneralRef(name) => {
                let reference = format!("&{};", &*name);
                open.text.push_str(&unescape(&reference).map_err(|error| error.to_string())?);
            }
            Event::Eof => return Ok(open.close().1),
            _ => {}
        }
    }
}
