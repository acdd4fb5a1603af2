//! Values as documents.

use serde_json::Value;

use crate::operation::Vendor;
use crate::schema::Format;

/// An id as the vendors write theirs, the same in each run.
pub(super) fn request_id(seed: u64, call: u64) -> String {
    let bits = random_of(seed, call).u128(..);
    let part = |shift: u32, digits: usize| {
        let text = format!("{:032X}", bits >> shift);
        text.get(text.len() - digits..).unwrap_or_default().to_owned()
    };
    [part(96, 8), part(80, 4), part(64, 4), part(48, 4), part(0, 12)].join("-")
}

/// Random numbers that are a call's own, the same in each run.
pub(super) fn random_of(seed: u64, call: u64) -> fastrand::Rng {
    fastrand::Rng::with_seed(seed ^ call.wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

pub(super) fn response(vendor: Vendor, format: Format, body: Vec<u8>, request_id: &str) -> http::Response<Vec<u8>> {
    let content_type = match (vendor, format) {
        (Vendor::Aliyun, Format::Json) => "application/json;charset=utf-8",
        (Vendor::Aliyun, Format::Xml) => "text/xml;charset=utf-8",
        // The vendor's own client sees no error under any other one.
        (Vendor::Tencent, _) => "application/json",
    };
    let mut response = http::Response::new(body);
    let headers = response.headers_mut();
    headers.insert(http::header::CONTENT_TYPE, http::HeaderValue::from_static(content_type));
    if let (Vendor::Aliyun, Ok(id)) = (vendor, request_id.parse()) {
        headers.insert("x-acs-request-id", id);
    }
    response
}

/// A document with this root.
pub(super) fn xml(root: &str, value: &Value) -> String {
    let mut out = String::from("<?xml version='1.0' encoding='UTF-8'?>");
    element(root, value, &mut out);
    out
}

/// An element; a list is several of them.
pub(super) fn element(name: &str, value: &Value, out: &mut String) {
    if let Value::Array(items) = value {
        for item in items {
            element(name, item, out);
        }
        return;
    }
    out.push('<');
    out.push_str(name);
    out.push('>');
    match value {
        Value::Object(members) => {
            // XML has no null: what is empty would be an empty text.
            for (name, value) in members.iter().filter(|(_, value)| !value.is_null()) {
                element(name, value, out);
            }
        }
        Value::String(text) => out.push_str(&quick_xml::escape::escape(text.as_str())),
        Value::Null => {}
        other => out.push_str(&other.to_string()),
    }
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn texts_are_escaped_and_lists_are_repeated() {
        let value = json!({ "A": "<&>", "B": [1, { "C": true }], "D": null, "E": [] });
        let expected = "<?xml version='1.0' encoding='UTF-8'?>\
                        <R><A>&lt;&amp;&gt;</A><B>1</B><B><C>true</C></B></R>";
        assert_eq!(xml("R", &value), expected);
    }

    #[test]
    fn request_ids_differ() {
        let id = request_id(1, 1);
        assert_eq!(id.split('-').map(str::len).collect::<Vec<_>>(), [8, 4, 4, 4, 12]);
        assert!(id != request_id(1, 2) && id == request_id(1, 1) && id != request_id(2, 1));
    }
}
