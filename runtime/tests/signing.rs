//! Every vector of the three main schemes, byte for byte: the signing functions first, then the whole of [`Context`].
//!
//! `vectors/signing.json` holds facts read off the vendors' own clients and published examples.

use serde_json::Value;
use spectable_runtime::sign::{Signed, acs3, aliyun_v1, encode_form, encode_query, sha256_hex, tc3};
use spectable_runtime::{Credentials, Timestamp};

#[path = "../../tests/suite/needs.rs"]
mod needs;

const FIXTURE: &str = include_str!("vectors/signing.json");

/// The shared file when it is there (it has the same vectors and others), else the fixture alone.
fn vectors() -> Vec<Value> {
    let mut all: Vec<Value> = serde_json::from_str(FIXTURE).unwrap();
    if let Some(more) = needs::shared("wire/vectors.json") {
        let text = std::fs::read_to_string(more).unwrap();
        all.extend(serde_json::from_str::<Vec<Value>>(&text).unwrap());
    }
    all
}

fn of(scheme: &str) -> Vec<Value> {
    let found: Vec<_> = vectors().into_iter().filter(|vector| vector["scheme"] == scheme).collect();
    println!("{scheme}: {} vectors", found.len());
    found
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn credentials(vector: &Value) -> Credentials {
    let given = &vector["credentials"];
    let id = given["access_key_id"].as_str().or(given["secret_id"].as_str()).unwrap();
    let secret = given["access_key_secret"].as_str().or(given["secret_key"].as_str()).unwrap();
    let credentials = Credentials::new(id, secret);
    match given["security_token"].as_str().or(given["token"].as_str()) {
        Some(token) => credentials.with_token(token),
        None => credentials,
    }
}

/// As the python client prints it: `Ids.1`, `Tag.1.Key`, `Obj.X.Y`, `True`.
fn flatten(name: &str, value: &Value, first: usize, out: &mut Vec<(String, String)>) {
    let dotted = |key: &str| if name.is_empty() { key.to_owned() } else { format!("{name}.{key}") };
    match value {
        Value::Null => {}
        Value::Bool(yes) => out.push((name.to_owned(), if *yes { "True" } else { "False" }.to_owned())),
        Value::String(text) => out.push((name.to_owned(), text.clone())),
        Value::Number(number) => out.push((name.to_owned(), number.to_string())),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(i, item)| flatten(&dotted(&(i + first).to_string()), item, first, out));
        }
        Value::Object(members) => members.iter().for_each(|(key, value)| flatten(&dotted(key), value, first, out)),
    }
}

fn flattened(value: &Value, first: usize) -> Vec<(String, String)> {
    let mut out = Vec::new();
    flatten("", value, first, &mut out);
    out
}

/// The pairs in the order of the text that was sent; the order is the client's own choice.
fn in_order_of(sent: &str, mut pairs: Vec<(String, String)>) -> Vec<(String, String)> {
    let at = |name: &str| {
        sent.split('&').position(|pair| {
            pair.split('=').next() == Some(&encode_query(&[(name, "")])[..encode_query(&[(name, "")]).len() - 1])
        })
    };
    pairs.retain(|(name, _)| at(name).is_some());
    pairs.sort_by_key(|(name, _)| at(name));
    pairs
}

fn check(id: &str, signed: &Signed, expected: &Value) {
    if let Some(canonical) = expected["canonical_request"].as_str() {
        assert_eq!(signed.canonical_request, canonical, "{id}");
    }
    assert_eq!(signed.string_to_sign, text(&expected["string_to_sign"]), "{id}");
    assert_eq!(signed.signature, text(&expected["signature"]), "{id}");
}

#[test]
fn aliyun_v1_vectors() {
    for vector in of("RPC-v1-HMAC-SHA1") {
        let (id, expected, credentials) = (text(&vector["id"]), &vector["expected"], credentials(&vector));
        let query = text(&expected["query"]);
        let mut all = flattened(&vector["params"]["query"], 1);
        let form = flattened(&vector["params"]["body"], 1);
        for (name, value) in [
            ("Action", text(&vector["action"])),
            ("Version", text(&vector["version"])),
            ("Format", expected["format"].as_str().unwrap_or("json")),
            ("Timestamp", text(&vector["timestamp"])),
            ("SignatureNonce", text(&vector["nonce"])),
            ("SignatureMethod", "HMAC-SHA1"),
            ("SignatureVersion", "1.0"),
            ("AccessKeyId", credentials.access_key_id()),
            ("SecurityToken", credentials.token().unwrap_or_default()),
            // Two that the older client adds.
            ("RegionId", text(&vector["region"])),
            ("SignatureType", ""),
        ] {
            let needed = query.contains(&format!("{name}=")) || expected["signed_params"].get(name).is_some();
            if needed {
                all.push((name.to_owned(), value.to_owned()));
            }
        }
        let signing: Vec<_> = all.iter().chain(&form).map(|(k, v)| (k.as_str(), v.as_str())).collect();
        let signed = aliyun_v1::sign(text(&expected["method"]), &signing, &credentials);
        check(id, &signed, expected);
        if !query.is_empty() {
            all.push(("Signature".to_owned(), signed.signature));
            assert_eq!(encode_query(&in_order_of(query, all)), query, "{id}");
            let body = text(&expected["body"]);
            assert_eq!(encode_form(&in_order_of(body, form)), body, "{id}");
        }
    }
}

#[test]
fn acs3_vectors() {
    for vector in of("ACS3-HMAC-SHA256") {
        let (id, expected, credentials) = (text(&vector["id"]), &vector["expected"], credentials(&vector));
        let (sent_query, body) = (text(&expected["query"]), text(&expected["body"]));
        let query = flattened(&vector["params"]["query"], 1);
        let form = flattened(&vector["params"]["body"], 1);
        let body_sha256 = sha256_hex(body.as_bytes());
        let sent = |name: &str| {
            let mut headers = expected["headers"].as_array().into_iter().flatten();
            headers.find(|header| text(&header[0]).eq_ignore_ascii_case(name)).map(|header| text(&header[1]))
        };
        let authorization = sent("authorization").unwrap();
        let names = authorization.split(['=', ',']).nth(3).unwrap();
        let headers: Vec<(&str, &str)> = names
            .split(';')
            .rev()
            .map(|name| match name {
                "host" => (name, text(&vector["endpoint"])),
                "x-acs-action" => (name, text(&vector["action"])),
                "x-acs-version" => (name, text(&vector["version"])),
                "x-acs-date" => (name, text(&vector["timestamp"])),
                "x-acs-signature-nonce" => (name, text(&vector["nonce"])),
                "x-acs-content-sha256" => (name, body_sha256.as_str()),
                "x-acs-security-token" => (name, credentials.token().unwrap()),
                "x-acs-accesskey-id" => (name, credentials.access_key_id()),
                _ => (name, sent(name).unwrap()),
            })
            .collect();
        let message = acs3::Message {
            method: text(&expected["method"]),
            path: text(&expected["path"]),
            query: &query,
            headers: &headers,
            body_sha256: &body_sha256,
        };
        let signed = acs3::sign(&message, &credentials);
        check(id, &signed, expected);
        assert_eq!(acs3::authorization(&signed, &credentials), authorization, "{id}");
        // Blanks as `%20` or `+`: the clients differ, the canonical request does not.
        for (pairs, sent) in [(query, sent_query), (form, body)] {
            let pairs = in_order_of(sent, pairs);
            assert!([encode_query(&pairs), encode_form(&pairs)].iter().any(|text| text == sent), "{id}: {sent}");
        }
    }
}

#[test]
fn tc3_vectors() {
    for vector in of("TC3-HMAC-SHA256") {
        let (id, expected, credentials) = (text(&vector["id"]), &vector["expected"], credentials(&vector));
        let headers: Vec<(String, &str)> = expected["headers"]
            .as_array()
            .unwrap()
            .iter()
            .map(|header| (text(&header[0]).to_lowercase(), text(&header[1])))
            .collect();
        let sent = |name: &str| headers.iter().find(|(other, _)| other == name).map(|(_, value)| *value);
        let authorization = sent("authorization").unwrap();
        let names = authorization.split(['=', ',']).nth(3).unwrap();
        let to_sign: Vec<(&str, &str)> = names
            .split(';')
            .map(|name| if name == "host" { (name, text(&vector["endpoint"])) } else { (name, sent(name).unwrap()) })
            .collect();
        let body = text(&expected["body"]);
        let hashed = sent("x-tc-content-sha256").unwrap_or(body);
        let seconds = vector["timestamp"].as_i64().unwrap();
        let query = text(&expected["query"]);
        let message = tc3::Message {
            method: text(&expected["method"]),
            query,
            headers: &to_sign,
            body_sha256: &sha256_hex(hashed.as_bytes()),
            service: text(&vector["service"]),
            time: Timestamp::from_secs(seconds),
        };
        let signed = tc3::sign(&message, &credentials);
        check(id, &signed, expected);
        assert_eq!(tc3::authorization(&message, &signed, &credentials), authorization, "{id}");
        if query.is_empty() {
            assert_eq!(serde_json::from_str::<Value>(body).unwrap(), vector["params"], "{id}");
        } else {
            assert_eq!(encode_form(&flattened(&vector["params"], 0)), query, "{id}");
        }
    }
}
