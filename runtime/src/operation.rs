/// What is known of an API call apart from its parameters.
///
/// Built in a constant: `Operation::new(Protocol::AliyunRpc, "ccc", "2017-07-05", "ListUsers").rate_limit(20)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Operation {
    /// How calls are put on the wire.
    pub protocol: Protocol,
    /// The product's code in lower case, such as `ccc`.
    pub product: &'static str,
    /// The API version, a date such as `2017-07-05`.
    pub version: &'static str,
    /// The action as the wire spells it, such as `ListCallDetailRecords`.
    pub action: &'static str,
    /// The HTTP method.
    pub method: &'static str,
    /// The path; `{Name}` or `[Name]` stands for a path parameter.
    pub path: &'static str,
    /// Calls a second that the vendor allows by default.
    pub rate_limit: Option<u32>,
    /// The longest period that one call may ask for, in days.
    pub max_days: Option<u32>,
    /// How results are paged.
    pub paging: Option<Paging>,
    /// The page says that the operation should no longer be used.
    pub deprecated: bool,
}

impl Operation {
    /// An operation that is called with `POST /`.
    pub const fn new(protocol: Protocol, product: &'static str, version: &'static str, action: &'static str) -> Self {
        Self {
            protocol,
            product,
            version,
            action,
            method: "POST",
            path: "/",
            rate_limit: None,
            max_days: None,
            paging: None,
            deprecated: false,
        }
    }

    /// Sets the method and the path template.
    #[must_use]
    pub const fn http(mut self, method: &'static str, path: &'static str) -> Self {
        self.method = method;
        self.path = path;
        self
    }

    /// Sets how many calls a second are allowed.
    #[must_use]
    pub const fn rate_limit(mut self, calls_per_second: u32) -> Self {
        self.rate_limit = Some(calls_per_second);
        self
    }

    /// Sets the longest period that one call may ask for.
    #[must_use]
    pub const fn max_days(mut self, days: u32) -> Self {
        self.max_days = Some(days);
        self
    }

    /// Sets how results are paged.
    #[must_use]
    pub const fn paging(mut self, paging: Paging) -> Self {
        self.paging = Some(paging);
        self
    }

    /// Marks the operation as one that should no longer be used.
    #[must_use]
    pub const fn deprecated(mut self) -> Self {
        self.deprecated = true;
        self
    }

    /// Whether a call only reads, so that it is safe to repeat.
    ///
    /// The vendors name their actions by what they do: `List…`, `Describe…`, `Get…`, `Query…` read.
    pub fn is_read_only(&self) -> bool {
        const READING: &[&str] = &["List", "Describe", "Get", "Query", "Search", "Check", "Count"];
        self.method == "GET"
            || READING.iter().any(|verb| {
                let rest = self.action.strip_prefix(verb);
                // `Getaway` is not `Get`.
                rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_lowercase()))
            })
    }

    /// The member in which a JSON response stands.
    pub(crate) const fn envelope(&self) -> Option<&'static str> {
        match self.protocol {
            Protocol::Tencent => Some("Response"),
            Protocol::AliyunRpc | Protocol::AliyunRoa => None,
        }
    }

    /// Who publishes the API.
    pub const fn vendor(&self) -> Vendor {
        match self.protocol {
            Protocol::AliyunRpc | Protocol::AliyunRoa => Vendor::Aliyun,
            Protocol::Tencent => Vendor::Tencent,
        }
    }
}

/// A publisher of APIs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Vendor {
    /// Alibaba Cloud.
    Aliyun,
    /// Tencent Cloud.
    Tencent,
}

/// How a call is put on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Protocol {
    /// Alibaba Cloud: every parameter in the query or a form.
    AliyunRpc,
    /// Alibaba Cloud: parameters in path, query, header or body.
    AliyunRoa,
    /// Tencent Cloud API 3.0: a JSON body; the response stands inside `{"Response": …}`.
    Tencent,
}

/// The fields through which results are paged, by their wire names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Paging {
    /// The request parameter that counts pages.
    pub number: &'static str,
    /// The request parameter that says how many items a page has.
    pub size: &'static str,
    /// The number of the first page, 0 or 1.
    pub first: u32,
    /// The number of the last page that may be asked for, however many items there are.
    pub last: Option<u32>,
    /// The path of the response field that says how many items there are in all.
    pub total: Option<&'static str>,
    /// The total is filled in on the first page only.
    pub total_on_first_page: bool,
    /// The path of the list that is paged.
    pub items: Option<&'static str>,
}

impl Paging {
    /// Paging by page number and page size.
    pub const fn new(number: &'static str, size: &'static str, first: u32) -> Self {
        Self { number, size, first, last: None, total: None, total_on_first_page: false, items: None }
    }

    /// Sets the last page that may be asked for.
    #[must_use]
    pub const fn last(mut self, number: u32) -> Self {
        self.last = Some(number);
        self
    }

    /// Sets where the response says how many items there are in all.
    #[must_use]
    pub const fn total(mut self, path: &'static str) -> Self {
        self.total = Some(path);
        self
    }

    /// Says that the total is filled in on the first page only.
    #[must_use]
    pub const fn total_on_first_page(mut self) -> Self {
        self.total_on_first_page = true;
        self
    }

    /// Sets where the response has the list that is paged.
    #[must_use]
    pub const fn items(mut self, path: &'static str) -> Self {
        self.items = Some(path);
        self
    }
}
