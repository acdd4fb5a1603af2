//! Where a page that somebody has saved belongs.

use crate::ir::Identity;
use crate::page::{self, Page, is_version, is_word};
use crate::pipeline;
use crate::source::SourceFile;

/// What a person says of a page that does not say it itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// `aliyun` or `tencent`.
    pub vendor: Option<String>,
    /// Such as `ccc`.
    pub product: Option<String>,
    /// Such as `2017-07-05`.
    pub version: Option<String>,
    /// Such as `ListCallDetailRecords`.
    pub action: Option<String>,
}

/// Why a page has no place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Homeless {
    /// It is no page: the diagnostics say why.
    NoPage(Vec<crate::diagnostic::Diagnostic>),
    /// What it is about is not clear, or not what was given; the text says which argument would help.
    Unclear(String),
}

/// What a page is about. Its own words count; then what was given, and last the path it has, where that
/// ends in `product/version/Action.md`.
pub fn identify(file: &SourceFile, given: &Given) -> Result<(Identity, Page), Homeless> {
    let (page, diagnostics) = page::read(file);
    let Some(page) = page else { return Err(Homeless::NoPage(diagnostics)) };
    let vendor = page.layout.vendor();
    let name = vendor.as_str();
    if let Some(given) = given.vendor.as_deref().filter(|given| !given.eq_ignore_ascii_case(name)) {
        return Err(Homeless::Unclear(format!("the page has the layout of `{name}`, and --vendor says `{given}`")));
    }
    let path = pipeline::path_identity(&file.path);
    let (product, version, action) = match path {
        Some((product, version, action)) => (Some(product), Some(version), Some(action)),
        None => (None, None, None),
    };
    let one = |what, own: &Option<String>, given: &Option<String>, path, checked: fn(&str) -> bool, example| {
        if let (Some(own), Some(given)) = (own, given)
            && !own.eq_ignore_ascii_case(given)
        {
            return Err(Homeless::Unclear(format!("the page says `{own}`, and --{what} says `{given}`")));
        }
        let found: Option<String> = own.clone().or_else(|| given.clone()).or(path);
        match found {
            Some(found) if checked(&found) => Ok(found),
            Some(found) => {
                Err(Homeless::Unclear(format!("`{found}` can't be a {what}; expected one such as --{what} {example}")))
            }
            None => Err(Homeless::Unclear(format!(
                "the page does not say which {what} it is about; say it with --{what}, such as --{what} {example}"
            ))),
        }
    };
    let identity = Identity {
        vendor,
        product: one("product", &page.product, &given.product, product, is_word, "ccc")?,
        version: one("version", &page.version, &given.version, version, is_version, "2017-07-05")?,
        action: one("action", &page.action, &given.action, action, is_word, "ListCallDetailRecords")?,
    };
    Ok((identity, page))
}

/// The path below the folder of pages: `aliyun/ccc/2017-07-05/ListCallDetailRecords.md`.
pub fn path(identity: &Identity) -> String {
    let Identity { vendor, product, version, action } = identity;
    format!("{}/{}/{version}/{action}.md", vendor.as_str(), product.to_lowercase())
}

/// Whether two pages are about the same operation.
pub fn same(a: &Identity, b: &Identity) -> bool {
    a.vendor == b.vendor
        && a.product.eq_ignore_ascii_case(&b.product)
        && a.version == b.version
        && a.action.eq_ignore_ascii_case(&b.action)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "## 请求参数\n\n|名称|类型|是否必选|示例值|描述|\n|--|--|--|--|--|\n|Id|String|是|1|x |\n\n\
        ## 返回数据\n\n|名称|类型|示例值|描述|\n|--|--|--|--|\n|RequestId|String|A|x |\n";

    fn place(text: &str, path_: &str, given: &Given) -> Result<String, String> {
        identify(&SourceFile::new(path_, text), given).map(|(identity, _)| path(&identity)).map_err(|error| match error
        {
            Homeless::Unclear(what) => what,
            Homeless::NoPage(diagnostics) => diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()).collect(),
        })
    }

    #[test]
    fn the_page_then_the_arguments_then_the_path() {
        let own = format!(
            "# GetCall\n\n[x](https://api.aliyun.com/#product=CCC&api=GetCall&type=RPC&version=2020-01-01)\n\n{PAGE}"
        );
        let mut given = Given::default();
        assert_eq!(place(&own, "-", &given).unwrap(), "aliyun/ccc/2020-01-01/GetCall.md");
        assert_eq!(place(PAGE, "x/demo/2021-01-01/GetX.md", &given).unwrap(), "aliyun/demo/2021-01-01/GetX.md");
        assert!(place(PAGE, "GetX.md", &given).unwrap_err().contains("say it with --product"));
        given.product = Some("Demo".to_owned());
        assert!(place(PAGE, "GetX.md", &given).unwrap_err().contains("say it with --version"));
        given.version = Some("2022-02-02".to_owned());
        assert!(place(PAGE, "GetX.md", &given).unwrap_err().contains("say it with --action"));
        given.action = Some("GetY".to_owned());
        assert_eq!(place(PAGE, "x/other/2021-01-01/GetX.md", &given).unwrap(), "aliyun/demo/2022-02-02/GetY.md");
        assert!(place(&own, "-", &given).unwrap_err().contains("the page says `CCC`, and --product says `Demo`"));
        given.vendor = Some("tencent".to_owned());
        assert!(place(PAGE, "-", &given).unwrap_err().contains("--vendor says `tencent`"));
    }

    #[test]
    fn what_was_given_never_becomes_another_path() {
        let given = |product: &str, version: &str| Given {
            product: Some(product.to_owned()),
            version: Some(version.to_owned()),
            action: Some("GetX".to_owned()),
            vendor: None,
        };
        assert!(place(PAGE, "-", &given("../..", "2020-01-01")).unwrap_err().contains("can't be a product"));
        assert!(place(PAGE, "-", &given("ccc", "../2020")).unwrap_err().contains("can't be a version"));
        assert!(place("no page", "-", &Given::default()).unwrap_err().contains("layout-unknown"));
    }
}
