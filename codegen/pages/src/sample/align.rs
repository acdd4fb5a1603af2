//! What JSON samples and XML samples of the same answers show together: JSON decides for JSON.
//!
//! A list needs no name for its items in JSON, but in XML each item is an element, and elements have names:
//! `"Regions": [{"Id": "a"}]` is `<Regions><Region><Id>a</Id></Region></Regions>`. Were both taken for one sample, they
//! would show the list in the wrapper `Region`, which no JSON answer has. So the two are kept apart until
//! [`together`](Shapes::together) takes such a level out of the XML, and keeps its name as the list's [`Shape::item`].

use super::SampleFormat;
use super::shape::Shape;

/// What samples show, by their format.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shapes {
    /// Samples in JSON; `None` where there are none.
    json: Option<Shape>,
    /// Samples in XML; `None` where there are none.
    xml: Option<Shape>,
}

impl Shapes {
    /// Takes in what a sample shows.
    pub fn add(&mut self, format: SampleFormat, shape: &Shape) {
        let shapes = match format {
            SampleFormat::Json => &mut self.json,
            SampleFormat::Xml => &mut self.xml,
        };
        shapes.get_or_insert_default().merge(shape);
    }

    /// Takes in what another page of the same operation shows.
    pub fn merge(&mut self, other: &Self) {
        for (format, shape) in other.each() {
            self.add(format, shape);
        }
    }

    /// Takes in what other pages show where the samples here, of the same format, show nothing: see [`Shape::fill`].
    pub fn fill(&mut self, other: &Self) {
        for (here, there) in [(&mut self.json, &other.json), (&mut self.xml, &other.xml)] {
            if let Some(there) = there {
                here.get_or_insert_default().fill(there);
            }
        }
    }

    /// What all of them show; `None` where there are none.
    pub fn together(self) -> Option<Shape> {
        match (self.json, self.xml) {
            (Some(mut json), Some(mut xml)) => {
                align(&mut json, &mut xml);
                json.merge(&xml);
                Some(json)
            }
            (json, xml) => json.or(xml),
        }
    }

    fn each(&self) -> impl Iterator<Item = (SampleFormat, &Shape)> {
        let json = self.json.iter().map(|shape| (SampleFormat::Json, shape));
        json.chain(self.xml.iter().map(|shape| (SampleFormat::Xml, shape)))
    }
}

impl Shape {
    /// Whether a list in it has a name for its items in XML alone.
    pub fn has_items(&self) -> bool {
        self.item.is_some() || self.members.values().any(Self::has_items)
    }

    /// Puts back what [`Shapes::together`] took out, for lists and items that `is_wrapper` knows by their names: their
    /// wrapper is one in JSON too.
    pub fn wrap_items(&mut self, is_wrapper: &dyn Fn(&str, &str) -> bool) {
        for (name, inner) in &mut self.members {
            inner.wrap_items(is_wrapper);
            if let Some(item) = inner.item.take_if(|item| is_wrapper(name, item)) {
                let items = std::mem::take(inner);
                *inner = Self { object: true, disputed: true, ..Self::default() };
                inner.members.insert(item, items);
            }
        }
    }
}

/// Takes the elements around the items of lists that are bare in JSON out of what XML shows.
///
/// It recurses as deep as samples nest, which is bounded.
fn align(json: &mut Shape, xml: &mut Shape) {
    if let Some((name, items)) = item_element(json, xml).and_then(|at| xml.members.shift_remove_index(at)) {
        json.item = Some(name);
        // An XML sample that repeats the list's own element shows its items without that level.
        let repeated = std::mem::replace(xml, items);
        xml.merge(&repeated);
    }
    for (name, inner) in &mut json.members {
        let Some(same) = xml.members.get_mut(name) else { continue };
        if inner.scalars.any() && !inner.is_container() && !same.members.is_empty() {
            // A text with brackets in it looks like elements in XML that is written by hand.
            *same = Shape { scalars: inner.scalars, ..Shape::default() };
        }
        align(inner, same);
    }
}

/// Where among the members of what XML shows of a list stands the element around each of its items; `None` where JSON
/// shows no bare list, or XML no such element.
fn item_element(json: &Shape, xml: &Shape) -> Option<usize> {
    if !json.list {
        return None;
    }
    let mut others = xml.members.keys().enumerate().filter(|(_, name)| !json.members.contains_key(*name));
    let ((at, _), None) = (others.next()?, others.next()) else { return None };
    let (_, items) = xml.members.get_index(at)?;
    holds_the_same(json, items).then_some(at)
}

/// Whether an element in XML holds what the items of a list hold in JSON.
fn holds_the_same(json: &Shape, xml: &Shape) -> bool {
    if json.members.is_empty() {
        // Plain values, or a list that is shown without items.
        return !json.scalars.any() || xml.members.is_empty();
    }
    let shared = xml.members.keys().filter(|name| json.members.contains_key(*name)).count();
    shared > 0 && shared * 2 >= json.members.len().min(xml.members.len())
}

#[cfg(test)]
mod tests {
    use super::{Shape, Shapes};
    use crate::sample::read;

    fn shapes(samples: &[&str]) -> Shapes {
        let mut shapes = Shapes::default();
        for sample in samples {
            let read = read(sample, 0).unwrap();
            shapes.add(read.format, &read.shape());
        }
        shapes
    }

    /// Members as `name{members}`: `*` behind what is a list, `/item` behind what has a name for its items.
    fn words(shape: &Shape) -> String {
        let word = |(name, inner): (&String, &Shape)| {
            let list = if inner.list { "*" } else { "" };
            let item = inner.item.as_ref().map(|item| format!("/{item}")).unwrap_or_default();
            let members = if inner.members.is_empty() { String::new() } else { format!("{{{}}}", words(inner)) };
            format!("{name}{list}{item}{members}")
        };
        shape.members.iter().map(word).collect::<Vec<_>>().join(" ")
    }

    fn check(samples: &[&str], expected: &str) {
        assert_eq!(words(&shapes(samples).together().unwrap()), expected, "{samples:?}");
    }

    #[test]
    fn an_element_around_each_item_of_a_bare_list_is_taken_out() {
        let json = r#"{"Rs": [{"Id": "a", "Zs": [{"Z": 1}]}], "Ns": ["x"], "Es": []}"#;
        let xml = "<R><Rs><Q><Id>a</Id><Zs><Y><Z>1</Z></Y></Zs></Q></Rs><Ns><N>x</N><N>y</N></Ns><Es><E>1</E></Es></R>";
        check(&[json, xml], "Rs*/Q{Id Zs*/Y{Z}} Ns*/N Es*/E");
        check(&[xml, json], "Rs*/Q{Id Zs*/Y{Z}} Ns*/N Es*/E");
        // A member that only XML shows is one of the items.
        check(&[r#"{"Rs": [{"Id": "a"}]}"#, "<R><Rs><Q><Id>a</Id><B>1</B></Q></Rs></R>"], "Rs*/Q{Id B}");
        // The element may be called like the list.
        check(&[r#"{"Rs": [{"Id": "a"}]}"#, "<R><Rs><Rs><Id>a</Id></Rs></Rs></R>"], "Rs*/Rs{Id}");
    }

    #[test]
    fn what_only_one_format_shows_stays_as_it_is() {
        check(&["<R><Rs><Q><Id>a</Id></Q></Rs></R>"], "Rs{Q{Id}}");
        check(&[r#"{"Rs": {"Q": [{"Id": "a"}]}}"#], "Rs{Q*{Id}}");
        check(&[r#"{"Rs": [{"Id": "a"}]}"#], "Rs*{Id}");
        check(&[r#"{"A": 1}"#, "<R><Rs><Q><Id>a</Id></Q></Rs></R>"], "A Rs{Q{Id}}");
        assert_eq!(Shapes::default().together(), None);
    }

    #[test]
    fn an_element_that_holds_something_else_stays() {
        let json = r#"{"Rs": [{"Id": "a", "B": 1}]}"#;
        // The list's own element is repeated.
        check(&[json, "<R><Rs><Id>a</Id><B>1</B></Rs><Rs><Id>b</Id></Rs></R>"], "Rs*{Id B}");
        // A member that no JSON sample shows: with other members, or without any.
        check(&[json, "<R><Rs><Id>a</Id><C><D>1</D></C></Rs></R>"], "Rs*{Id B C{D}}");
        check(&[json, "<R><Rs><C>1</C></Rs></R>"], "Rs*{Id B C}");
        // Two of them.
        check(&[json, "<R><Rs><C><Id>a</Id></C><D><Id>a</Id></D></Rs></R>"], "Rs*{Id B C{Id} D{Id}}");
        // JSON shows plain values.
        check(&[r#"{"Rs": ["x"]}"#, "<R><Rs><Q><Id>a</Id></Q></Rs></R>"], "Rs*{Q{Id}}");
        // It is no list.
        check(&[r#"{"Rs": {"Id": "a"}}"#, "<R><Rs><Q><Id>a</Id></Q></Rs></R>"], "Rs{Id Q{Id}}");
    }

    #[test]
    fn what_is_a_text_in_json_holds_no_elements() {
        check(&[r#"{"A": "<=1m:7>1", "B": {"C": 1}}"#, "<R><A><=1m:7>1</A><B><C>1</C></B></R>"], "A B{C}");
    }

    /// Repeated in one sample, with an element around each item in another.
    #[test]
    fn what_xml_samples_dispute_among_themselves_is_settled_by_json() {
        let json = r#"{"Rs": [{"Id": "a"}]}"#;
        check(&[json, "<R><Rs><Id>a</Id></Rs></R>", "<R><Rs><Q><Id>a</Id></Q></Rs></R>"], "Rs*/Q{Id}");
        // What only the one without the element shows stays.
        let json = r#"{"Rs": [{"Id": "a", "O": {"B": 1}}]}"#;
        let xml = ["<R><Rs><O><C>1</C></O></Rs></R>", "<R><Rs><Q><Id>a</Id></Q></Rs></R>"];
        check(&[json, xml[0], xml[1]], "Rs*/Q{Id O{B C}}");
    }

    #[test]
    fn what_json_samples_dispute_stays_disputed() {
        let json = [r#"{"Rs": [{"Id": "a", "B": 1}]}"#, r#"{"Rs": {"Q": [{"Id": "a", "B": 1}]}}"#];
        let mut shape = shapes(&[json[0], json[1], "<R><Rs><Q><Id>a</Id></Q></Rs></R>"]).together().unwrap();
        shape.settle_wrappers();
        assert_eq!(words(&shape), "Rs{Q*{Id B}}");
        assert!(shape.members["Rs"].disputed);
        // The same where the other sample is on another page.
        let mut own = shapes(&[json[0], "<R><Rs><Q><Id>a</Id></Q></Rs></R>"]);
        own.fill(&shapes(&[json[1]]));
        let mut shape = own.together().unwrap();
        shape.settle_wrappers();
        assert_eq!(words(&shape), "Rs{Q*{Id B}}");
        assert!(shape.members["Rs"].disputed);
    }

    /// A page with an XML sample alone, and another page of the operation with JSON.
    #[test]
    fn json_of_other_pages_decides_for_json() {
        let mut own = shapes(&["<R><Rs><Q><Id>a</Id></Q></Rs></R>"]);
        own.fill(&shapes(&[r#"{"Rs": [{"Id": "a"}]}"#]));
        assert_eq!(words(&own.together().unwrap()), "Rs*/Q{Id}");
    }

    #[test]
    fn what_was_taken_out_can_be_put_back() {
        let json = r#"{"Rs": [{"Id": "a", "Zs": [{"Z": 1}]}]}"#;
        let xml = "<R><Rs><Q><Id>a</Id><Zs><Y><Z>1</Z></Y></Zs></Q></Rs></R>";
        let mut shape = shapes(&[json, xml]).together().unwrap();
        assert!(shape.has_items());
        shape.wrap_items(&|list, item| (list, item) == ("Rs", "Q"));
        assert_eq!(words(&shape), "Rs{Q*{Id Zs*/Y{Z}}}");
        shape.wrap_items(&|_, _| true);
        assert_eq!(words(&shape), "Rs{Q*{Id Zs{Y*{Z}}}}");
        assert!(!shape.has_items() && shape.members["Rs"].disputed);
    }

    /// Each level has an element that is taken out, up to the depth to which samples are read.
    #[test]
    fn deep_samples_are_aligned() {
        let json = format!("{}{}", "{\"A\": [".repeat(1000), "]}".repeat(1000));
        let xml = format!("<R>{}{}</R>", "<A><B>".repeat(1000), "</B></A>".repeat(1000));
        let shape = shapes(&[&json, &xml]).together().unwrap();
        assert_eq!(shape.members["A"].item.as_deref(), Some("B"));
    }
}
