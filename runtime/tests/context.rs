//! Whole requests as [`Context`] makes them, against what the vendors' clients sent.

mod emitted;

use serde_json::Value;
use spectable_runtime::{
    Any, Context, Credentials, Encode, Endpoint, Error, ErrorCode, Fields, Operation, Parameter, Position, Protocol,
    Request, Scheme, Text, Timestamp,
};

/// Declares a request without a schema of its own: its parameters come from a vector.
macro_rules! operations {
    ($($name:ident: $protocol:ident, $version:literal, $action:literal, $method:literal;)*) => {$(
        struct $name(Vec<(&'static str, Box<dyn Encode>)>);

        impl Request for $name {
            const OPERATION: &'static Operation =
                &Operation::new(Protocol::$protocol, "ccc", $version, $action).http($method, "/");
            type Output<T: Default> = emitted::ListCallDetailRecordsOutput<T>;
            type ErrorCode = ErrorCode;

            fn parameters(&self) -> Vec<Parameter<'_>> {
                self.0.iter().map(|(name, value)| Parameter::new(name, &**value)).collect()
            }

            fn output_fields<'o, 'de, T: Text<'de>>(output: &'o mut Self::Output<T>) -> &'o mut dyn Fields<'de> {
                output
            }
        }

        impl Raw for $name {
            fn new(parameters: Vec<(&'static str, Box<dyn Encode>)>) -> Self {
                Self(parameters)
            }
        }
    )*};
}

trait Raw: Request {
    fn new(parameters: Vec<(&'static str, Box<dyn Encode>)>) -> Self;
}

operations! {
    Records2017: AliyunRpc, "2017-07-05", "ListCallDetailRecords", "POST";
    Records2017Get: AliyunRpc, "2017-07-05", "ListCallDetailRecords", "GET";
    Recent2017: AliyunRpc, "2017-07-05", "ListRecentCallRecords", "POST";
    Events2017: AliyunRpc, "2017-07-05", "ListCallEventDetailByContactId", "POST";
    Records2020: AliyunRpc, "2020-07-01", "ListCallDetailRecords", "POST";
    DescribeX: AliyunRpc, "2020-07-01", "DescribeX", "POST";
    TelCdr: Tencent, "2020-02-10", "DescribeTelCdr", "POST";
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn any(value: &Value, python: bool) -> Any {
    match value {
        Value::Bool(true) if python => "True".into(),
        other => Any::from_json(other.to_string().as_bytes()).unwrap(),
    }
}

fn request<R: Raw>(parameters: &Value, python: bool) -> R {
    let members = parameters.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null());
    R::new(
        members
            .map(|(name, value)| {
                let name: &'static str = Box::leak(name.clone().into_boxed_str());
                // A list that is there and empty is sent; one that is absent is not.
                (name, Box::new(Some(any(value, python))) as Box<dyn Encode>)
            })
            .collect(),
    )
}

fn vector(id: &str) -> Value {
    let all: Vec<Value> = serde_json::from_str(include_str!("vectors/signing.json")).unwrap();
    all.into_iter().find(|vector| vector["id"] == id).unwrap()
}

struct Setting {
    vector: Value,
    credentials: Credentials,
    endpoint: Endpoint,
    time: Timestamp,
}

impl Setting {
    fn new(id: &str) -> Self {
        let vector = vector(id);
        let given = &vector["credentials"];
        let get = |a: &str, b: &str| given[a].as_str().or(given[b].as_str()).map(str::to_owned);
        let (key, secret) =
            (get("access_key_id", "secret_id").unwrap(), get("access_key_secret", "secret_key").unwrap());
        let mut credentials = Credentials::new(key, secret);
        if let Some(token) = get("security_token", "token") {
            credentials = credentials.with_token(token);
        }
        let endpoint = Endpoint::url(&format!("https://{}", text(&vector["endpoint"])))
            .unwrap()
            .with_region(text(&vector["region"]));
        // Every vector of the API under test has this time.
        Self { vector, credentials, endpoint, time: Timestamp::from_secs(1_705_307_400) }
    }

    fn context(&self) -> Context<'_> {
        Context::new(&self.credentials, &self.endpoint, self.time, text(&self.vector["nonce"]))
    }

    fn sent(&self) -> impl Iterator<Item = (String, &str)> {
        let headers = self.vector["expected"]["headers"].as_array().unwrap();
        headers.iter().map(|header| (text(&header[0]).to_lowercase(), text(&header[1])))
    }
}

fn header<'a>(request: &'a http::Request<Vec<u8>>, name: &str) -> &'a str {
    request.headers().get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
}

fn check_v1<R: Raw>(id: &str) {
    let setting = Setting::new(id);
    let expected = &setting.vector["expected"];
    let http = setting.context().request(&request::<R>(&setting.vector["params"]["body"], true)).unwrap();
    assert_eq!(http.method(), text(&expected["method"]));
    assert_eq!(http.uri().path(), text(&expected["path"]));
    assert_eq!(http.uri().query().unwrap(), text(&expected["query"]), "{id}");
    assert_eq!(http.body(), text(&expected["body"]).as_bytes(), "{id}");
    for (name, value) in
        setting.sent().filter(|(name, _)| name != "x-acs-credentials-provider" && name != "content-length")
    {
        assert_eq!(header(&http, &name), value, "{id}: {name}");
    }
}

#[test]
fn aliyun_v1_as_the_official_client_sends_it() {
    check_v1::<Records2017>("ali-tea17-min");
    check_v1::<Records2017>("ali-tea17-nasty");
    check_v1::<Recent2017>("ali-tea17-sts");
    check_v1::<Events2017>("ali-tea17-events");
}

fn check_acs3<R: Raw>(id: &str) {
    let setting = Setting::new(id);
    let own = ["accept", "user-agent", "x-acs-credentials-provider"];
    let more: Vec<_> = setting.sent().filter(|(name, _)| own.contains(&name.as_str())).collect();
    let more: Vec<_> = more.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    let mut context = setting.context().with_scheme(Scheme::Acs3);
    context.headers = &more;
    let http = context.request(&request::<R>(&setting.vector["params"]["query"], true)).unwrap();
    for (name, value) in setting.sent().filter(|(name, _)| name != "content-length") {
        assert_eq!(header(&http, &name), value, "{id}: {name}");
    }
    assert!(http.body().is_empty());
    let sorted = |query: &str| {
        let mut pairs: Vec<_> = query.replace('+', "%20").split('&').map(str::to_owned).collect();
        pairs.sort();
        pairs
    };
    assert_eq!(sorted(http.uri().query().unwrap()), sorted(text(&setting.vector["expected"]["query"])), "{id}");
    if id.contains("minhdr") {
        assert_eq!(http.uri().query().unwrap(), text(&setting.vector["expected"]["query"]), "{id}");
    }
}

#[test]
fn acs3_as_the_official_client_signs_it() {
    check_acs3::<Records2020>("ali-acs3-min");
    check_acs3::<Records2020>("ali-acs3-nasty");
    check_acs3::<Records2020>("ali-acs3-sts");
    check_acs3::<Records2020>("ali-acs3-hostport");
    check_acs3::<Records2017Get>("ali-acs3-2017-get");
    check_acs3::<DescribeX>("ali-acs3-flatten");
    check_acs3::<Records2020>("ali-acs3-minhdr-query");
}

#[test]
fn tc3_as_the_official_client_sends_it() {
    for id in ["min", "list", "emptylist", "token", "noregion-en", "hostport"] {
        let setting = Setting::new(&format!("tc3-post-{id}"));
        let mut context = setting.context();
        context.language = setting.vector["language"].as_str();
        let http = context.request(&request::<TelCdr>(&setting.vector["params"], false)).unwrap();
        let body: Value = serde_json::from_slice(http.body()).unwrap();
        assert_eq!(body, setting.vector["params"], "{id}");
        let skipped = ["authorization", "content-length", "x-tc-traceid", "x-tc-requestclient"];
        for (name, value) in setting.sent().filter(|(name, _)| !skipped.contains(&name.as_str())) {
            assert_eq!(header(&http, &name), value, "{id}: {name}");
        }
        // The python client writes blanks into its JSON, so only the form can be compared here.
        let authorization = header(&http, "authorization");
        let expected = setting.sent().find(|(name, _)| name == "authorization").unwrap().1;
        let without = |text: &str| text.split("Signature=").next().unwrap().to_owned();
        assert_eq!(without(authorization), without(expected), "{id}");
        assert_eq!(header(&http, "x-tc-region").is_empty(), id == "noregion-en");
    }
}

/// A REST-style operation: parts in the path, the query, a header and the body.
struct Rest(&'static str);

impl Request for Rest {
    const OPERATION: &'static Operation =
        &Operation::new(Protocol::AliyunRoa, "x", "2020-01-01", "UpdateUser").http("PUT", "/users/{Name}");
    type Output<T: Default> = emitted::ListCallDetailRecordsOutput<T>;
    type ErrorCode = ErrorCode;

    fn parameters(&self) -> Vec<Parameter<'_>> {
        vec![
            Parameter::new("Name", &self.0).position(Position::Path),
            Parameter::new("Force", &true),
            Parameter::new("x-acs-trace", &"t").position(Position::Header),
            Parameter::new("Age", &7).position(Position::Body),
        ]
    }

    fn output_fields<'o, 'de, T: Text<'de>>(output: &'o mut Self::Output<T>) -> &'o mut dyn Fields<'de> {
        output
    }
}

#[test]
fn rest_style_requests() {
    let credentials = Credentials::new("id", "secret");
    let endpoint = Endpoint::region("cn-shanghai");
    let http = Context::new(&credentials, &endpoint, Timestamp::from_secs(0), "n").request(&Rest("a/b c")).unwrap();
    assert_eq!((http.method().as_str(), http.uri().path()), ("PUT", "/users/a%2Fb%20c"));
    assert_eq!((http.uri().query(), &http.body()[..]), (Some("Force=true"), &br#"{"Age":7}"#[..]));
    let signed = "SignedHeaders=content-type;host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-trace;x-acs-version,";
    assert!(header(&http, "authorization").contains(signed));
    assert_eq!(header(&http, "x-acs-trace"), "t");
    // URL parsers would take it for a way up.
    for name in [".", ".."] {
        let error =
            Context::new(&credentials, &endpoint, Timestamp::from_secs(0), "n").request(&Rest(name)).unwrap_err();
        assert_eq!(error.to_string(), "not sent: a parameter of the path is `.` or `..`");
    }
}

#[test]
fn same_context_same_bytes() {
    let setting = Setting::new("ali-acs3-sts");
    let make = || {
        let http =
            setting.context().request(&request::<Records2020>(&setting.vector["params"]["query"], true)).unwrap();
        (http.uri().clone(), http.headers().clone(), http.into_body())
    };
    assert_eq!(make(), make());
}

#[test]
fn secrets_are_not_printed() {
    for id in ["ali-acs3-sts", "tc3-post-token"] {
        let setting = Setting::new(id);
        let context = setting.context();
        let shown = if id.starts_with("tc3") {
            format!("{context:?} {:?}", context.request(&request::<TelCdr>(&setting.vector["params"], false)).unwrap())
        } else {
            let made = context.request(&request::<Records2020>(&setting.vector["params"]["query"], true)).unwrap();
            format!("{context:?} {made:?}")
        };
        for secret in [setting.credentials.secret(), setting.credentials.token().unwrap()] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }
}

#[test]
fn refuses_what_cannot_be_sent() {
    let (credentials, broken) =
        (Credentials::new("id", "s3cret"), Credentials::new("id", "s3cret").with_token("line\nfeed"));
    let make_with = |credentials: &Credentials, endpoint: &Endpoint, scheme: Option<Scheme>| {
        let mut context = Context::new(credentials, endpoint, Timestamp::from_secs(0), "n");
        context.scheme = scheme;
        context.request(&request::<Records2020>(&Value::Null, false)).unwrap_err()
    };
    let make = |endpoint: &Endpoint, scheme| make_with(&credentials, endpoint, scheme);
    let shanghai = Endpoint::region("cn-shanghai");
    let error = make_with(&broken, &shanghai, None).to_string();
    assert!(error.starts_with("not sent: the token of the access key has a line end"), "{error}");
    assert!(matches!(make(&shanghai, Some(Scheme::Tc3)), Error::Unsendable(_)));
    assert!(matches!(make(&Endpoint::global(), None), Error::Endpoint(_)));
    assert!(matches!(make(&Endpoint::region("evil.example/"), None), Error::Endpoint(_)));
    let invalid = emitted::ListCallDetailRecords::new("").page_number(1).page_size(1000);
    let context = Context::new(&credentials, &shanghai, Timestamp::from_secs(0), "n");
    let Error::Invalid(error) = context.request(&invalid).unwrap_err() else { panic!("it is invalid") };
    assert_eq!(
        error.to_string(),
        "ListCallDetailRecords: InstanceId is required; PageSize is 1000, allowed is 1..=100"
    );
}

#[test]
fn a_refused_address_shows_no_password() {
    let error = Endpoint::url("https://user:p4ssword@proxy.example").unwrap_err().to_string();
    assert_eq!(error, "`proxy.example` is not an address such as `https://host:port`");
}

#[test]
fn endpoints() {
    let aliyun = Records2017::OPERATION;
    let tencent = TelCdr::OPERATION;
    for (endpoint, operation, expected) in [
        (Endpoint::region("cn-shanghai"), aliyun, "https://ccc.cn-shanghai.aliyuncs.com"),
        (Endpoint::region("cn-beijing"), aliyun, "https://ccc.aliyuncs.com"),
        (Endpoint::region("cn-hongkong"), aliyun, "https://ccc.aliyuncs.com"),
        (Endpoint::region("ap-southeast-1"), aliyun, "https://ccc.aliyuncs.com"),
        (Endpoint::region("us-west-1"), aliyun, "https://ccc.aliyuncs.com"),
        (Endpoint::region("eu-central-1"), aliyun, "https://ccc.aliyuncs.com"),
        (Endpoint::vpc("cn-beijing"), aliyun, "https://ccc-vpc.cn-beijing.aliyuncs.com"),
        (Endpoint::region("ap-guangzhou"), tencent, "https://ccc.tencentcloudapi.com"),
        (Endpoint::global(), tencent, "https://ccc.tencentcloudapi.com"),
        (Endpoint::url("http://127.0.0.1:8080").unwrap(), aliyun, "http://127.0.0.1:8080"),
        (Endpoint::url("https://Proxy.Example:443/").unwrap(), tencent, "https://proxy.example"),
    ] {
        assert_eq!(endpoint.base_url(operation).unwrap(), expected);
    }
    for bad in ["", "ftp://a", "https://u:p@host", "https://host/path", "https://host/?q", "host", "https://"] {
        assert!(Endpoint::url(bad).is_err(), "{bad}");
    }
    assert_eq!(
        Endpoint::region("").base_url(aliyun).unwrap_err().to_string(),
        "Alibaba Cloud needs a region, such as `cn-shanghai`"
    );
    assert!(Endpoint::vpc("ap-guangzhou").base_url(tencent).is_err());
}
