use std::borrow::Cow;
use std::fmt;

use crate::operation::{Operation, Vendor};

/// Where calls go: a region's public or private address, or an address of the user's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    place: Place,
    region: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    Public,
    Vpc,
    Url { https: bool, authority: String },
}

impl Endpoint {
    /// A region's public address, such as `cn-shanghai` or `ap-guangzhou`.
    pub fn region(region: impl Into<String>) -> Self {
        Self { place: Place::Public, region: Some(region.into()) }
    }

    /// A region's address inside a virtual private cloud (Alibaba Cloud).
    pub fn vpc(region: impl Into<String>) -> Self {
        Self { place: Place::Vpc, region: Some(region.into()) }
    }

    /// The vendor's address without a region, for products that need none (Tencent Cloud).
    pub fn global() -> Self {
        Self { place: Place::Public, region: None }
    }

    /// An address of one's own: a loopback server, a proxy, a private link.
    ///
    /// `https://host`, `http://host:port`; a path other than `/`, a query or a user are refused.
    pub fn url(url: &str) -> Result<Self, EndpointError> {
        let bad = || {
            // A user's password is not to be shown.
            let shown = url.rsplit_once('@').map_or(url, |(_, host)| host);
            EndpointError(format!("`{}` is not an address such as `https://host:port`", shorten(shown)))
        };
        let uri: http::Uri = url.parse().map_err(|_| bad())?;
        let https = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err(bad()),
        };
        let authority = uri.authority().map(http::uri::Authority::as_str).unwrap_or_default();
        let default_port = if https { ":443" } else { ":80" };
        let authority = authority.strip_suffix(default_port).unwrap_or(authority).to_ascii_lowercase();
        if authority.is_empty() || authority.contains('@') || uri.path() != "/" || uri.query().is_some() {
            return Err(bad());
        }
        Ok(Self { place: Place::Url { https, authority }, region: None })
    }

    /// Sets the region that is named in the request, beside an address of one's own.
    #[must_use]
    pub fn with_region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// The region, if there is one.
    pub fn region_name(&self) -> Option<&str> {
        self.region.as_deref().filter(|region| !region.is_empty())
    }

    /// The address of an operation: `https://ccc.cn-shanghai.aliyuncs.com`.
    pub fn base_url(&self, operation: &Operation) -> Result<String, EndpointError> {
        let (https, host) = self.resolve(operation)?;
        Ok(format!("{}://{host}", if https { "https" } else { "http" }))
    }

    /// Whether TLS is used, and the host with its port where that is not the default.
    pub(crate) fn resolve(&self, operation: &Operation) -> Result<(bool, Cow<'_, str>), EndpointError> {
        let product = operation.product;
        if let Some(region) = self.region_name()
            && !is_region(region)
        {
            return Err(EndpointError(format!("`{}` is not a region", shorten(region))));
        }
        let host = match (&self.place, operation.vendor(), self.region_name()) {
            (Place::Url { https, authority }, ..) => return Ok((*https, authority.into())),
            (Place::Public, Vendor::Tencent, _) => format!("{product}.tencentcloudapi.com"),
            (Place::Vpc, Vendor::Tencent, _) => {
                return Err(EndpointError("Tencent Cloud has no VPC address here; give its address".to_owned()));
            }
            (_, Vendor::Aliyun, None) => {
                return Err(EndpointError("Alibaba Cloud needs a region, such as `cn-shanghai`".to_owned()));
            }
            (Place::Vpc, Vendor::Aliyun, Some(region)) => format!("{product}-vpc.{region}.aliyuncs.com"),
            (Place::Public, Vendor::Aliyun, Some(region)) if is_central(region) => format!("{product}.aliyuncs.com"),
            (Place::Public, Vendor::Aliyun, Some(region)) => format!("{product}.{region}.aliyuncs.com"),
        };
        Ok((true, host.into()))
    }
}

/// Whether the region is served by the address without a region.
fn is_central(region: &str) -> bool {
    matches!(region, "cn-beijing" | "cn-shenzhen" | "cn-hongkong")
        || ["ap-", "us-", "eu-"].iter().any(|prefix| region.starts_with(prefix))
}

/// A region becomes part of a host name.
fn is_region(region: &str) -> bool {
    region.len() <= 64
        && region.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        && !region.starts_with('-')
        && !region.ends_with('-')
}

fn shorten(text: &str) -> String {
    text.chars().take(64).map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// There is no such address. Nothing was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndpointError(String);

impl fmt::Display for EndpointError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for EndpointError {}
