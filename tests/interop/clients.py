"""The five operations through the vendors' own clients, under one name each, with wire names in and out."""

import json

from alibabacloud_ccc20170705 import models as models17
from alibabacloud_ccc20170705.client import Client as Client17
from alibabacloud_ccc20200701 import models as models20
from alibabacloud_ccc20200701.client import Client as Client20
from alibabacloud_tea_openapi import models as openapi
from alibabacloud_tea_util.models import RuntimeOptions
from Tea.core import TeaCore
from tencentcloud.ccc.v20200210 import ccc_client, models as tencent
from tencentcloud.common.credential import Credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile


class Refused(Exception):
    """The API said that the call failed."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


class Aliyun:
    """An operation of Alibaba Cloud. `encode` turns a list into the text that the API wants."""

    def __init__(self, version, action, method, encode):
        self.name, self.version, self.action, self.method, self.encode = f"{version}/{action}", version, action, method, encode
        self.schemes = ["v1", "acs3"]
        self.client, models = (Client17, models17) if version == "2017-07-05" else (Client20, models20)
        self.request = getattr(models, f"{action}Request")
        self.response = getattr(models, f"{action}Response")
        self.body = getattr(models, f"{action}ResponseBody")

    def _client(self, host, key, scheme):
        config = openapi.Config(
            access_key_id=key[0], access_key_secret=key[1], security_token=key[2] if len(key) > 2 else None,
            endpoint=host, protocol="HTTP", region_id="cn-shanghai",
        )
        if scheme == "v1":
            config.signature_algorithm = "v2"
        return self.client(config)

    def _wire(self, request):
        return {name: self.encode(value) if isinstance(value, list) else value for name, value in request.items()}

    def _params(self, body_type):
        return openapi.Params(
            action=self.action, version=self.version, protocol="HTTP", pathname="/", method="POST", auth_type="AK",
            style="RPC", req_body_type="formData", body_type=body_type,
        )

    def call(self, host, key, scheme, request):
        client, wire = self._client(host, key, scheme), self._wire(request)
        try:
            if self.version == "2017-07-05" and scheme == "acs3":
                # The client's own method knows v1 only; the client itself knows both.
                asked = openapi.OpenApiRequest(query={name: str(value) for name, value in wire.items()})
                answer = client.call_api(self._params("json"), asked, RuntimeOptions())
                return TeaCore.from_map(self.response(), answer).body.to_map()
            return getattr(client, self.method)(self.request().from_map(wire)).body.to_map()
        except Exception as error:
            raise refused(error) from error

    def xml(self, host, key, scheme, request):
        """The answer as XML text: the clients can ask for it, and do not read it."""
        client, wire = self._client(host, key, scheme), {n: str(v) for n, v in self._wire(request).items()}
        if scheme == "v1":
            asked = openapi.OpenApiRequest(query={"Format": "XML"}, body=wire)
            answer = client.do_rpcrequest(
                self.action, self.version, "HTTP", "POST", "AK", "string", asked, RuntimeOptions())
        else:
            asked = openapi.OpenApiRequest(query=wire, headers={"accept": "application/xml"})
            answer = client.call_api(self._params("string"), asked, RuntimeOptions())
        return answer["body"]

    def fields(self):
        return asked_for(lambda probe: self.body().from_map(probe))


class Tencent:
    """An operation of Tencent Cloud."""

    schemes = ["tc3"]

    def __init__(self, version, action):
        self.name, self.version, self.action = f"{version}/{action}", version, action

    def call(self, host, key, _scheme, request):
        profile = ClientProfile(httpProfile=HttpProfile(endpoint=host, protocol="http"))
        client = ccc_client.CccClient(Credential(*key), "ap-guangzhou", profile)
        model = getattr(tencent, f"{self.action}Request")()
        model.from_json_string(json.dumps(request))
        try:
            return json.loads(getattr(client, self.action)(model).to_json_string())
        except TencentCloudSDKException as error:
            raise Refused(error.get_code()) from error

    def fields(self):
        return asked_for(lambda probe: getattr(tencent, f"{self.action}Response")()._deserialize(probe))


def refused(error):
    """The code of an Alibaba client's error; other errors as they are."""
    code = getattr(error, "code", None)
    return Refused(code) if code else error


def comma(items):
    return ",".join(items)


def as_json(items):
    return json.dumps(items, ensure_ascii=False)


OPERATIONS = [
    Aliyun("2017-07-05", "ListCallDetailRecords", "list_call_detail_records", comma),
    Aliyun("2017-07-05", "ListRecentCallRecords", "list_recent_call_records", comma),
    Aliyun("2017-07-05", "ListCallEventDetailByContactId", "list_call_event_detail_by_contact_id", comma),
    Aliyun("2020-07-01", "ListCallDetailRecords", "list_call_detail_records", as_json),
    Tencent("2020-02-10", "DescribeTelCdr"),
]


class Probe(dict):
    """Stands for any object or list, and notes which members it is asked for."""

    def __init__(self, path, seen):
        super().__init__()
        self.path, self.seen = path, seen

    def get(self, name, default=None):
        path = f"{self.path}.{name}" if self.path else name
        self.seen.add(path)
        return Probe(path, self.seen)

    __getitem__ = get

    def __iter__(self):
        yield Probe(self.path, self.seen)

    def __bool__(self):
        return True


def asked_for(read):
    """The paths of all fields that a client's model reads."""
    seen = set()
    read(Probe("", seen))
    return seen
