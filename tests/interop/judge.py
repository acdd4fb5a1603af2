"""Holds our client against the vendors' own: the same calls of the same emulator, field by field.

Usage: run [--fresh] [--break signature|shape|name]

`--break` spoils something on the way: our signature, or the shapes of lists or the name of a field in what the vendors'
clients read. It fails then. Without it each is tried at the end, and must be noticed in every operation.

Our side has types where the vendors' clients have what the wire has: a time is in milliseconds, a count is a number. `TYPED`
names each such field, and it is put back before it is compared.

What is left out of the comparison: the object around a list (`{"List": {"CallDetailRecord": [...]}}`; that it is there
is compared through the fields), what is null, absent or empty, and the text of RequestId, which no two calls share.
"""

import contextlib
import json
import subprocess
import sys

import clients
import proxy
from clients import OPERATIONS, Refused

# Fields that one side knows and the other does not, each with what stands in it: the page and the client disagree.
NEWER = "the client is newer than the page"
KEY_PRESS = {f"TelCdrList.{of}.{name}": NEWER for of in ("IVRKeyPressedEx", "PostIVRKeyPressed")
             for name in ("NodeLabel", "OriginalContent", "TTSPrompt", "Timestamp")}
ONE_SIDED = {
    "2020-02-10/DescribeTelCdr": {
        "theirs": {
            "TelCdrs": "an older name of TelCdrList, of which the page does not tell",
            "TelCdrList.Uui": "a twin of UUI, of which the page does not tell",
            "TelCdrList.AIAgentId": NEWER,
            "TelCdrList.AIAgentName": NEWER,
            "TelCdrList.AsrStatus": NEWER,
            "TelCdrList.CallType": NEWER,
            "TelCdrList.EndStatusV2": NEWER,
            "TelCdrList.PostIVRKeyPressedEx": NEWER,
            "TelCdrList.SeatUser.ExtensionNumber": NEWER,
            "TelCdrList.SeatUser.Role": NEWER,
            "TelCdrList.SysHangupReason": NEWER,
            "TelCdrList.SysHangupReasonString": NEWER,
            "TelCdrList.VoicemailAsrURL": NEWER,
            **KEY_PRESS,
        },
    },
}

# Fields whose value is typed on our side, each with how the wire writes it.
SECONDS = lambda value: value // 1000 if type(value) is int and value % 1000 == 0 else value
TEXT = lambda value: str(value) if type(value) is int else value
TYPED = {
    "2017-07-05/ListCallEventDetailByContactId": {"Data.StartTime": TEXT, "Data.Events.TimeStamp": TEXT},
    "2020-07-01/ListCallDetailRecords": {"Data.List.CallDuration": TEXT},
    "2020-02-10/DescribeTelCdr": {
        "TelCdrList.Time": SECONDS,
        **{f"TelCdrList.{when}Timestamp": SECONDS for when in ("Start", "Queued", "Ring", "Accept", "Ended")},
        **{f"TelCdrList.ServeParticipants.{when}Timestamp": SECONDS for when in ("Start", "Ring", "Accept", "Ended")},
    },
}

KEYS = [
    ("LTAI5tInterop", "s3cret"),
    ("STS.Interop", "s3cret/+=& %~*", "token/+=& %~*=="),
]

START, END = 1793491200000, 1794096000000  # 2026-11-01 and 2026-11-08, in UTC
DAY = 86_400_000
RECORDS = 250


class Ours:
    """Our client, in a process of its own."""

    def __init__(self, program):
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")

    def ask(self, **asked):
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit("our client ended: see above")
        answer = json.loads(line)
        if answer.get("error") == "Judge":
            raise ValueError(answer["message"])
        return answer

    def call(self, operation, host, key, scheme, request, correct_clock=False):
        if scheme == "tc3":
            # As `TYPED`, on the way out.
            request = {n: v * 1000 if n.endswith("TimeStamp") else v for n, v in request.items()}
        asked = {"operation": operation.name, "url": f"http://{host}", "key": key, "scheme": scheme, "request": request}
        answer = self.ask(do="call", correct_clock=correct_clock, **asked)
        if "error" in answer:
            raise Refused(answer["error"])
        return answer["output"]


@contextlib.contextmanager
def emulator(program, *options):
    """An emulator on a free port; where it listens."""
    keys = [option for key in KEYS for option in ("--key", ":".join(key))]
    fixed = ["--listen", "127.0.0.1:0", "--records", str(RECORDS), "--seed", "5"]
    period = ["--from", "2026-11-01", "--to", "2026-11-08", "--quiet"]
    process = subprocess.Popen([program, *fixed, *period, *keys, *options], stdout=subprocess.PIPE, text=True)
    try:
        yield process.stdout.readline().strip().rpartition("http://")[2]
    finally:
        process.kill()
        process.wait()


def as_on_the_wire(operation, value, path=""):
    """Our output with `TYPED` undone."""
    if isinstance(value, list):
        return [as_on_the_wire(operation, item, path) for item in value]
    if isinstance(value, dict):
        return {name: as_on_the_wire(operation, member, f"{path}.{name}") for name, member in value.items()}
    back = TYPED.get(operation.name, {}).get(path[1:])
    return back(value) if back else value


def plain(value):
    """Without wrappers of lists and what is empty."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        if len(value) == 1 and isinstance(next(iter(value.values())), list):
            return plain(next(iter(value.values())))
        members = {name: plain(member) for name, member in value.items()}
        members = {name: "…" if name == "RequestId" else member for name, member in members.items()}
        return {name: member for name, member in members.items() if member not in (None, [], {})}
    return value


def differences(theirs, ours, path=""):
    """Where two values differ; 1, "1" and true are not the same."""
    if isinstance(theirs, dict) and isinstance(ours, dict):
        for name in sorted({**theirs, **ours}):
            yield from differences(theirs.get(name), ours.get(name), f"{path}.{name}")
    elif isinstance(theirs, list) and isinstance(ours, list) and len(theirs) == len(ours):
        for index, (one, other) in enumerate(zip(theirs, ours)):
            yield from differences(one, other, f"{path}[{index}]")
    elif type(theirs) is not type(ours) or theirs != ours:
        show = lambda value: "nothing" if value is None else json.dumps(value, ensure_ascii=False)[:80]
        yield f"{path[1:]}: theirs {show(theirs)}, ours {show(ours)}"


def leaves(value):
    """How many values stand in a value."""
    if isinstance(value, (dict, list)):
        return sum(map(leaves, value.values() if isinstance(value, dict) else value))
    return 1


def requests(operation, first):
    """The calls of an operation; `first` makes one and returns its records, for filters that find something."""
    if operation.name.endswith("ByContactId"):
        return [{"InstanceId": "a-1", "ContactId": "1000000001"}, {"InstanceId": "中文 +&=/*~", "ContactId": "x%20 y"}]
    if operation.name.startswith("2020-02-10"):
        base = {"StartTimeStamp": START // 1000, "EndTimeStamp": END // 1000, "SdkAppId": 1400000000, "PageSize": 100}
        record = first({**base, "PageNumber": 0})["TelCdrList"][3]
        return [
            *({**base, "PageNumber": number} for number in (0, 1, 2, 3)),
            {**base, "StartTimeStamp": (START + DAY) // 1000, "EndTimeStamp": (START + 2 * DAY) // 1000, "PageNumber": 0},
            {**base, "PageNumber": 0, "PageSize": 30, "SessionIds": [record["SessionId"], "1000000007"]},
            {**base, "PageNumber": 0, "Phones": [record["Callee"]]},
            {**base, "PageNumber": 0, "Phones": []},
        ]
    base = {"InstanceId": "中文 +&=/*~", "PageSize": 100}
    pages = [{**base, "PageNumber": number} for number in (1, 2, 3, 4)]
    if operation.name.endswith("RecentCallRecords"):
        return [*pages, {**base, "PageNumber": 1, "StartTime": START + DAY, "StopTime": START + 2 * DAY}]
    records = plain(first({**base, "PageNumber": 1}))
    if operation.name.startswith("2017"):
        record = records["CallDetailRecords"]["List"][3]
        window = {"StartTime": START + DAY, "StopTime": START + 2 * DAY}
        filters = [{"OrderBy": "ASC"}, {"ContactType": ["Inbound", "Outbound"]}, {"PhoneNumber": record["CallingNumber"]}]
    else:
        record = records["Data"]["List"][3]
        window = {"StartTime": START + DAY, "EndTime": START + 2 * DAY}
        filters = [
            {"SortOrder": "ASC"}, {"ContactTypeList": ["Inbound", "Internal"]}, {"CallingNumber": record["CallingNumber"]},
            {"ContactDispositionList": ["Success", "NoAnswer"], "PageSize": 20, "PageNumber": 2},
        ]
    filters += [window, {"ContactId": record["ContactId"]}]
    return [*pages, *({**base, "PageNumber": 1, **filter} for filter in filters)]


class Judge:
    """Counts what fails, and says it unless it is silent."""

    def __init__(self, ours, silent=False):
        self.ours, self.silent, self.failed = ours, silent, 0

    def say(self, ok, what, details=()):
        self.failed += not ok
        if not self.silent:
            print(f"{'ok  ' if ok else 'FAIL'} {what}", *list(details)[:5], sep="\n       ")

    def answers(self, operation, host, their_host, our_host):
        """Each call of an operation, through each scheme, in turns with each key."""
        for scheme in operation.schemes:
            calls = values = records = 0
            wrong = []
            try:
                first = lambda request: operation.call(host, KEYS[0], scheme, request)
                for index, request in enumerate(requests(operation, first)):
                    key = KEYS[index % len(KEYS)]
                    theirs = plain(operation.call(their_host, key, scheme, request))
                    ours = as_on_the_wire(operation, plain(self.ours.call(operation, our_host, key, scheme, request)))
                    wrong += (f"{request}: {difference}" for difference in differences(theirs, ours))
                    calls, values, records = calls + 1, values + leaves(ours), records + count(ours)
                    if scheme != "tc3":
                        text = operation.xml(their_host, key, scheme, request)
                        read = plain(self.ours.ask(do="decode", operation=operation.name, text=text)["output"])
                        read = as_on_the_wire(operation, read)
                        wrong += (f"{request}, XML: {difference}" for difference in differences(theirs, read))
            except Exception as error:  # Whatever goes wrong in a client is a finding.
                wrong.append(f"{type(error).__name__}: {error}")
            formats = "JSON" if scheme == "tc3" else "JSON and XML"
            what = f"{operation.name}, {scheme}, {formats}: {calls} calls, {records} records, {values} values alike"
            self.say(not wrong and calls > 1, what, wrong)

    def fields(self, operation):
        """Which fields the two sides know."""
        theirs = {path for path in operation.fields()}
        ours = set(self.ours.ask(do="fields", operation=operation.name)["output"])
        known = ONE_SIDED.get(operation.name, {})
        wrong = []
        for side, found in (("theirs", theirs - ours), ("ours", ours - theirs)):
            listed = set(known.get(side, {}))
            below = lambda path: any(path == above or path.startswith(f"{above}.") for above in listed)
            wrong += (f"only {side}: {path}" for path in sorted(found) if not below(path))
            wrong += (f"listed as only {side}, but it is not: {path}" for path in sorted(listed - found))
        one_sided = sum(map(len, known.values()))
        self.say(not wrong, f"{operation.name}: {len(theirs & ours)} fields alike, {one_sided} of one side", wrong)

    def refused(self, what, expected, operations, host, key, answered=()):
        """Each operation is refused to both, with the same code; `answered` are the schemes that let it pass."""
        wrong = []
        for operation in operations:
            for scheme in operation.schemes:
                request = simple(operation)
                codes = []
                for call in (operation.call, lambda *call: self.ours.call(operation, *call)):
                    try:
                        call(host, key, scheme, request)
                        codes.append("answered")
                    except Refused as refusal:
                        codes.append(refusal.code)
                    except Exception as error:  # As above.
                        codes.append(f"{type(error).__name__}: {error}")
                wanted = "answered" if scheme in answered else expected[scheme == "tc3"]
                if codes != [wanted, wanted]:
                    wrong.append(f"{operation.name}, {scheme}: theirs {codes[0]}, ours {codes[1]}, expected {wanted}")
        codes = " and ".join(code for code in expected if code)
        self.say(not wrong, f"{what}: refused to both with {codes}", wrong)


    def corrected(self, what, operations, host, key):
        """Our client is answered, since it takes the server's time after the first refusal."""
        wrong = []
        for operation in operations:
            for scheme in operation.schemes:
                try:
                    self.ours.call(operation, host, key, scheme, simple(operation), correct_clock=True)
                except Refused as refusal:
                    wrong.append(f"{operation.name}, {scheme}: {refusal.code}")
        self.say(not wrong, f"{what}: ours is answered with the clock's correction", wrong)


def simple(operation):
    if operation.name.endswith("ByContactId"):
        return {"InstanceId": "a-1", "ContactId": "1"}
    if operation.name.startswith("2020-02-10"):
        times = {"StartTimeStamp": START // 1000, "EndTimeStamp": END // 1000}
        return {**times, "SdkAppId": 1, "PageSize": 2, "PageNumber": 0}
    return {"InstanceId": "a-1", "PageSize": 2, "PageNumber": 1}


def count(answer):
    """How many records an answer has."""
    for path in (("CallDetailRecords", "List"), ("Data", "List"), ("TelCdrList",)):
        value = answer
        for step in path:
            value = value.get(step, {}) if isinstance(value, dict) else {}
        if isinstance(value, list):
            return len(value)
    return 0


BREAKS = ("signature", "shape", "name")


def spoiled(what, host, through):
    """Where the two sides call when something is broken: theirs and ours."""
    if what == "signature":
        return host, through(request=proxy.broken_signature)
    if what == "shape":
        return through(answer=proxy.other_shapes), host
    if what == "name":
        return through(answer=proxy.other_names), host
    return host, host


def main():
    programs, *options = sys.argv[1:]
    broken = options[1] if len(options) == 2 and options[0] == "--break" else None
    if options and broken not in BREAKS:
        raise SystemExit(__doc__)
    judge = Judge(Ours(f"{programs}/judge"))
    paged = [operation for operation in OPERATIONS if "PageSize" in simple(operation)]
    with contextlib.ExitStack() as stack:
        host = stack.enter_context(emulator(f"{programs}/emulator"))
        through = lambda **change: stack.enter_context(proxy.Proxy(host, **change)).host
        their_host, our_host = spoiled(broken, host, through)
        for operation in OPERATIONS:
            judge.fields(operation)
            judge.answers(operation, host, their_host, our_host)
        if broken is None:
            for what in BREAKS:
                their_host, our_host = spoiled(what, host, through)
                missed = []
                for operation in OPERATIONS:
                    silent = Judge(judge.ours, silent=True)
                    silent.answers(operation, host, their_host, our_host)
                    if silent.failed < len(operation.schemes):
                        missed.append(operation.name)
                judge.say(not missed, f"a broken {what} is noticed", missed)
            mismatch = ("SignatureDoesNotMatch", "AuthFailure.SignatureFailure")
            judge.refused("wrong secret", mismatch, OPERATIONS, host, (KEYS[0][0], "another"))
            unknown = ("InvalidAccessKeyId.NotFound", "AuthFailure.SecretIdNotFound")
            judge.refused("unknown key", unknown, OPERATIONS, host, ("LTAI5tNobody", "s3cret"))
            token = ("InvalidSecurityToken.MismatchWithAccessKey", "AuthFailure.TokenFailure")
            judge.refused("wrong token", token, OPERATIONS, host, (*KEYS[1][:2], "another"))
            judge.refused("tampered parameter", mismatch, paged, through(request=proxy.other_size), KEYS[0])
            # TC3 has no nonce: the same request is answered as often as it comes.
            judge.refused("replay", ("SignatureNonceUsed", ""), OPERATIONS, through(twice=True), KEYS[0], answered=["tc3"])
            late = stack.enter_context(emulator(f"{programs}/emulator", "--skew", "1000"))
            expired = ("InvalidTimeStamp.Expired", "AuthFailure.SignatureExpire")
            judge.refused("clock off by 1000 s", expired, OPERATIONS, late, KEYS[0])
            judge.corrected("clock off by 1000 s", OPERATIONS, late, KEYS[0])
    if judge.failed:
        print(f"{judge.failed} checks failed")
    return 1 if judge.failed else 0


if __name__ == "__main__":
    sys.exit(main())
