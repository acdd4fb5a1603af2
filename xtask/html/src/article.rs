//! What of a saved page is the article, and what stands around it.

use scraper::ElementRef;

/// The innermost element marked as the page's main part in which all of its tables and code stand; the whole page where
/// none is.
pub(crate) fn of(root: ElementRef<'_>) -> ElementRef<'_> {
    let mut substance = root.descendent_elements().filter(|element| is_substance(*element));
    let Some(first) = substance.next() else { return root };
    let last = substance.last().unwrap_or(first);
    let mut around = first.ancestors().filter_map(ElementRef::wrap).filter(|element| is_main(*element));
    // In the page's order, what holds the first and the last holds all between them.
    around.find(|main| last.ancestors().any(|above| above.id() == main.id())).unwrap_or(root)
}

/// Whether an element is navigation or the like, by its name, role or class. One that holds a table or code is not.
pub(crate) fn is_beside(element: ElementRef<'_>) -> bool {
    const ROLES: [&str; 10] = [
        "navigation",
        "banner",
        "contentinfo",
        "complementary",
        "search",
        "menu",
        "menubar",
        "toolbar",
        "tablist",
        "dialog",
    ];
    const CLASSES: [&str; 9] =
        ["nav", "navbar", "navigation", "breadcrumb", "breadcrumbs", "sidebar", "toc", "menu", "pagination"];
    let value = element.value();
    let in_article = || element.ancestors().filter_map(ElementRef::wrap).any(is_main);
    let named = match value.name() {
        "header" | "footer" | "aside" => !in_article(),
        "dialog" => true,
        _ => false,
    };
    let role = || value.attr("role").is_some_and(|role| ROLES.contains(&role));
    let class = || {
        matches!(value.name(), "div" | "ul" | "ol" | "section")
            && value.classes().any(|class| class.split(['-', '_']).any(|word| CLASSES.contains(&word)))
    };
    (named || role() || class()) && !element.descendent_elements().any(is_substance)
}

fn is_main(element: ElementRef<'_>) -> bool {
    matches!(element.value().name(), "main" | "article") || element.value().attr("role") == Some("main")
}

fn is_substance(element: ElementRef<'_>) -> bool {
    matches!(element.value().name(), "table" | "pre")
}

#[cfg(test)]
mod tests {
    use scraper::Html;

    use super::*;

    fn element<'a>(page: &'a Html, id: &str) -> ElementRef<'a> {
        let mut all = page.root_element().descendent_elements();
        all.find(|element| element.value().attr("id") == Some(id)).expect("an element")
    }

    #[test]
    fn the_innermost_part_with_all_tables_and_code() {
        let article = |html: &str| {
            let page = Html::parse_document(html);
            of(page.root_element()).value().attr("id").unwrap_or("whole").to_owned()
        };
        assert_eq!(article("<main id=m><div><article id=a><pre></pre><table></table></article></div></main>"), "a");
        assert_eq!(article("<main id=m><article id=a><pre></pre></article><table></table></main>"), "m");
        assert_eq!(article("<article id=a><pre></pre></article><table></table>"), "whole");
        assert_eq!(article("<main id=m></main>"), "whole");
    }

    #[test]
    fn what_is_beside_it() {
        let page = Html::parse_document(
            "<header id=1>x</header><div id=2 class='page_toc x'>x</div><p id=3 role=search>x</p><p id=4 class=menu>x</p>\
             <div id=5 class=navigate>x</div><aside id=6><pre></pre></aside><article><aside id=7>x</aside></article>",
        );
        let found: Vec<bool> = (1..=7).map(|id| is_beside(element(&page, &id.to_string()))).collect();
        assert_eq!(found, [true, true, true, false, false, false, false]);
    }
}
