//! Lists that are bare in JSON, and whose items have elements of their own in XML: every form of them, in both formats.

mod emitted;

use emitted::aliyun::v2020_07_01::{ListDepots, list_depots::Depot};
use spectable_runtime::testing::{Format, check_sample, check_sample_reporting};
use spectable_runtime::{Request, Undocumented};

/// What is decoded, owned and borrowed alike, as `id:lines:trams`, and what nobody documented.
fn decode(format: Format, text: &str) -> (String, String) {
    let bytes = text.as_bytes();
    let mut undocumented = Undocumented::default();
    let (owned, borrowed) = match format {
        Format::Json => (
            ListDepots::decode_json_reporting(bytes, &mut undocumented),
            ListDepots::decode_json_borrowed(bytes).map(|output| format!("{output:?}")),
        ),
        Format::Xml => (
            ListDepots::decode_xml_reporting(bytes, &mut undocumented),
            ListDepots::decode_xml_borrowed(bytes).map(|output| format!("{output:?}")),
        ),
    };
    let owned = owned.unwrap_or_else(|error| panic!("{text}: {error}"));
    assert_eq!(format!("{owned:?}"), borrowed.unwrap(), "{text}");
    let word = |depot: &Depot| {
        let trams: Vec<&str> = depot.trams.iter().filter_map(|tram| tram.tram_id.as_deref()).collect();
        format!("{}:{}:{}", depot.id.as_deref().unwrap_or("-"), depot.lines.join(","), trams.join(","))
    };
    let depots: Vec<String> = owned.depots.iter().map(word).collect();
    (depots.join(" "), undocumented.paths().collect::<Vec<_>>().join(" "))
}

#[track_caller]
fn json(depots: &str, expected: &str) {
    let text = format!("{{\"Depots\": {depots}}}");
    assert_eq!(decode(Format::Json, &text), (expected.to_owned(), String::new()), "{text}");
}

#[track_caller]
fn xml(depots: &str, expected: &str) {
    let text = format!("<ListDepotsResponse>{depots}</ListDepotsResponse>");
    assert_eq!(decode(Format::Xml, &text), (expected.to_owned(), String::new()), "{text}");
}

#[test]
fn in_json_with_and_without_a_wrapper() {
    let depots = r#"[{"Id": "d", "Lines": ["4", "5"], "Trams": [{"TramId": "t"}]}, {"Id": "e"}]"#;
    json(depots, "d:4,5:t e::");
    json(&format!("{{\"Depot\": {depots}}}"), "d:4,5:t e::");
    json(
        r#"[{"Id": "d", "Lines": {"Line": ["4", "5"]}, "Trams": {"Tram": [{"TramId": "t"}, {"TramId": "u"}]}}]"#,
        "d:4,5:t,u",
    );
    json(r#"[{"Id": "d", "Lines": {"Line": "4"}, "Trams": {"Tram": {"TramId": "t"}}}]"#, "d:4:t");
    json(r#"{"Id": "d", "Lines": "4", "Trams": {"TramId": "t"}}"#, "d:4:t");
    for empty in ["[]", "{}", "null", "\"\"", r#"{"Depot": []}"#, r#"{"Depot": null}"#] {
        json(empty, "");
    }
}

#[test]
fn in_xml_with_an_element_around_each_item_and_without() {
    let (one, other) = ("<Id>d</Id><Lines><Line>4</Line><Line>5</Line></Lines>", "<Id>e</Id><Trams/>");
    xml(&format!("<Depots><Depot>{one}</Depot><Depot>{other}</Depot></Depots>"), "d:4,5: e::");
    xml(&format!("<Depots><Depot>{one}</Depot></Depots>"), "d:4,5:");
    xml(&format!("<Depots><Depot>{one}</Depot></Depots><Depots><Depot>{other}</Depot></Depots>"), "d:4,5: e::");
    // The list's own element is repeated.
    xml(&format!("<Depots>{one}</Depots><Depots>{other}</Depots>"), "d:4,5: e::");
    xml(&format!("<Depots>{one}</Depots>"), "d:4,5:");
    xml("<Depots><Id>d</Id><Lines>4</Lines><Lines>5</Lines></Depots>", "d:4,5:");
    let trams = "<Trams><TramId>t</TramId></Trams><Trams><TramId>u</TramId></Trams>";
    xml(&format!("<Depots><Depot><Id>d</Id>{trams}</Depot></Depots>"), "d::t,u");
    for empty in ["", "<Depots/>", "<Depots> </Depots>"] {
        xml(empty, "");
    }
}

/// The name of the items is known, so that something beside them does not make an item of the whole list.
#[test]
fn what_stands_beside_the_items_is_left_out() {
    let item = "<Depot><Id>d</Id><Lines><Note>x</Note><Line>4</Line></Lines></Depot>";
    let text = format!("<R><Depots><Count>1</Count>{item}</Depots></R>");
    let expected = ("d:4:".to_owned(), "Depots.Count Depots[].Lines.Note".to_owned());
    assert_eq!(decode(Format::Xml, &text), expected);
}

/// As a page's samples are compared with what is decoded from them.
#[test]
fn nothing_of_a_sample_is_lost() {
    const JSON: &str = r#"{"Depots": [{"Id": "d", "Lines": ["4", "5"], "Trams": [{"TramId": "t"}]}], "TotalCount": 1}"#;
    const XML: &str = "<ListDepotsResponse><TotalCount>1</TotalCount><Depots><Depot><Id>d</Id>\
        <Lines><Line>4</Line><Line>5</Line></Lines><Trams><Tram><TramId>t</TramId></Tram></Trams></Depot></Depots>\
        </ListDepotsResponse>";
    for (format, text) in [(Format::Json, JSON), (Format::Xml, XML)] {
        assert_eq!(check_sample::<ListDepots>(format, text), Ok(()));
        let lost = check_sample::<ListDepots>(format, &text.replace("Lines", "Stops"));
        assert!(lost.is_err_and(|lost| lost.contains("Stops")), "{text}");
    }
}

/// An item whose only member nobody documented is an item, and that member no wrapper: it is accounted for.
#[test]
fn a_sole_member_that_nobody_documented_is_reported() {
    let json = |depots: &str| (Format::Json, format!("{{\"Depots\": {depots}}}"));
    let xml = |depots: &str| (Format::Xml, format!("<ListDepotsResponse>{depots}</ListDepotsResponse>"));
    for (format, text) in [
        json(r#"[{"Id": "d"}, {"Stops": [{"Url": "u"}]}]"#),
        json(r#"[{"Stops": [{"Url": "u"}]}]"#),
        json(r#"[{"Stops": 1}]"#),
        xml("<Depots><Id>d</Id></Depots><Depots><Stops>1</Stops></Depots>"),
        xml("<Depots><Stops>1</Stops></Depots>"),
        xml("<Depots><Stops>1</Stops><Stops>2</Stops></Depots>"),
    ] {
        let undocumented = check_sample_reporting::<ListDepots>(format, &text);
        let paths = undocumented.map(|undocumented| undocumented.paths().collect::<Vec<_>>().join(" "));
        assert_eq!(paths, Ok("Depots[].Stops".to_owned()), "{text}");
        assert!(check_sample::<ListDepots>(format, &text).is_err_and(|lost| lost.contains("Stops")), "{text}");
    }
    // Where a list belongs, it is neither a list nor an item.
    let (format, text) = json(r#"{"Stops": 1}"#);
    assert!(check_sample::<ListDepots>(format, &text).is_err_and(|wrong| wrong.contains("expected a list")));
    let (format, text) = json(r#"{"Stops": [{"Id": "d"}]}"#);
    assert_eq!(check_sample::<ListDepots>(format, &text), Ok(()));
}
