//! A list whose items hold that list again: one type, whatever the depth.

mod emitted;

use emitted::aliyun::v2020_07_01::{GetMenus, get_menus::Menu};

fn told(menus: &[Menu]) -> String {
    let word = |menu: &Menu| match menu.menus.as_slice() {
        [] => menu.key.clone().unwrap_or_default(),
        below => format!("{}({})", menu.key.as_deref().unwrap_or_default(), told(below)),
    };
    menus.iter().map(word).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_level_is_of_one_type() {
    let text = r#"{"Menus": [{"Key": "1", "Menus": [{"Key": "2", "Menus": [{"Key": "3", "Menus": [{"Key": "4"}]}]}, {"Key": "5"}]}]}"#;
    assert_eq!(told(&GetMenus::decode_json(text.as_bytes()).unwrap().menus), "1(2(3(4)) 5)");
    let text = "<R><Menus><Key>1</Key><Menus><Key>2</Key></Menus><Menus><Key>3</Key></Menus></Menus></R>";
    assert_eq!(told(&GetMenus::decode_xml(text.as_bytes()).unwrap().menus), "1(2 3)");
}

#[test]
fn a_tree_without_end_is_an_error() {
    let text = format!("{{\"Menus\": {}1{}}}", "[{\"Menus\": ".repeat(100_000), "}]".repeat(100_000));
    let error = GetMenus::decode_json(text.as_bytes()).unwrap_err().to_string();
    assert!(error.contains("128 nested levels"), "{error}");
}
