"""A server between a client and the emulator that changes what goes through it."""

import http.client
import json
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Proxy:
    """Hands requests on to `upstream` (HOST:PORT).

    `request(path, headers, body)` and `answer(value)` change what goes through, `twice` sends each request again and
    answers with what came the second time.
    """

    def __init__(self, upstream, request=None, answer=None, twice=False):
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                length = int(self.headers.get("content-length") or 0)
                path, headers, body = self.path, dict(self.headers.items()), self.rfile.read(length)
                if request:
                    path, body = request(path, headers, body)
                for _ in range(2 if twice else 1):
                    status, type, text = proxy.send(path, headers, body)
                if answer and text.startswith(b"{"):
                    text = json.dumps(answer(json.loads(text)), ensure_ascii=False).encode()
                self.send_response(status)
                self.send_header("content-type", type)
                self.send_header("content-length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *_):
                pass

        self.upstream = upstream
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.host = f"127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def send(self, path, headers, body):
        # The `host` header stays: it is signed.
        connection = http.client.HTTPConnection(self.upstream, timeout=30)
        headers = {name: value for name, value in headers.items() if name.lower() not in ("connection", "content-length")}
        headers["Content-Length"] = str(len(body))
        connection.request("POST", path, body, headers)
        response = connection.getresponse()
        text = response.read()
        connection.close()
        return response.status, response.getheader("content-type"), text

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


def other_size(path, _headers, body):
    """Asks for another page size than was signed: in the query, in a form, or in a JSON body."""
    if body.startswith(b"{"):
        asked = json.loads(body)
        asked["PageSize"] = 7
        return path, json.dumps(asked).encode()
    before, _, query = path.partition("?")
    return f"{before}?{_other(query)}", _other(body.decode()).encode()


def _other(text):
    pairs = urllib.parse.parse_qsl(text, keep_blank_values=True)
    return urllib.parse.urlencode([(name, "7" if name == "PageSize" else value) for name, value in pairs])


def broken_signature(path, headers, body):
    """Another signature than was made."""
    before, _, query = path.partition("?")
    pairs = [(n, v[::-1] if n == "Signature" else v) for n, v in urllib.parse.parse_qsl(query, keep_blank_values=True)]
    for name, value in headers.items():
        if name.lower() == "authorization":
            start, sign, signature = value.rpartition("Signature=")
            headers[name] = start + sign + signature[::-1]
    return f"{before}?{urllib.parse.urlencode(pairs)}", body


def other_shapes(value):
    """Lists bare where they had a wrapper, and with one where they were bare."""
    if isinstance(value, list):
        return {"Item": [other_shapes(item) for item in value]}
    if isinstance(value, dict):
        if len(value) == 1 and isinstance(next(iter(value.values())), list):
            return [other_shapes(item) for item in next(iter(value.values()))]
        return {name: other_shapes(member) for name, member in value.items()}
    return value


def other_names(value):
    """One field of each operation under a name that is not its own."""
    names = {"ContactId": "ContactID", "SessionId": "SessionID", "Events": "EventList"}
    if isinstance(value, list):
        return [other_names(item) for item in value]
    if isinstance(value, dict):
        return {names.get(name, name): other_names(member) for name, member in value.items()}
    return value
