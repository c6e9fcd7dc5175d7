"""What Schemathesis needs to know about ChatFlow's OpenAPI document."""

import base64
import http.client
import json
import os
import urllib.parse
import uuid

import schemathesis
from hypothesis import strategies

# The formats whose rules no pattern can state (contract/names.ts, emoji.ts, web-push.ts).
NAMES = ["Ünal Ö.", "Ольга", "山田 太郎", "O'Brien-Smith", "Team 👩‍💻", "Q3 2026"]
FORMATS = {
    "emoji": strategies.sampled_from(["👍", "👍🏽", "👨‍👩‍👧‍👦", "❤️", "🇩🇪", "1️⃣"]),
    "display-name": strategies.sampled_from(NAMES)
    | strategies.from_regex(r"\A[A-Za-z0-9][A-Za-z0-9 .'_-]{0,60}\Z"),
    "visible-text": strategies.text(min_size=1, max_size=60).map(lambda text: "a" + text.replace("\0", "")),
    "file-name": strategies.sampled_from(NAMES) | strategies.from_regex(r"\A[A-Za-z0-9._ -]{1,60}[.]png\Z"),
    "push-service-uri": strategies.from_regex(
        r"\Ahttps://([a-z][a-z0-9]{0,9}[.]){1,3}[a-z]{2,5}/[A-Za-z0-9/_.:?=&-]{0,60}\Z"
    ),
}
for name, strategy in FORMATS.items():
    schemathesis.openapi.format(name, strategy)

# Codes of fields that fit the schema, but not the data (`dataErrorCodes` in contract/field-errors.ts).
ABOUT_DATA = set(json.loads(os.environ["ABOUT_DATA"]))


@schemathesis.auth()
class SignedIn:
    """
    Signs in. Uses another address than the generated requests, because their failed sign-ins make further ones from
    their address wait.
    """

    def get(self, case, context):
        address = urllib.parse.urlsplit(os.environ["LOGIN_URL"])
        connection = http.client.HTTPConnection("127.0.0.1", address.port, source_address=("127.0.0.9", 0))
        body = json.dumps({"login": os.environ["LOGIN"], "password": os.environ["PASSWORD"]})
        headers = {"content-type": "application/json", "host": address.netloc}
        connection.request("POST", address.path, body, headers)
        return json.load(connection.getresponse())["accessToken"]

    def set(self, case, data, context):
        case.headers = {**(case.headers or {}), "Authorization": f"Bearer {data}"}


def session_of(authorization):
    """Returns the session's id in the payload of an access token. A generated token has none."""
    try:
        return json.loads(base64.urlsafe_b64decode(authorization.split(".")[1] + "=="))["sid"]
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        return None


@schemathesis.hook
def before_call(context, case, **kwargs):
    """
    The account that sends the requests remains an active owner with its session, even if a link leads to their ids.
    Schemathesis does not sign in again within a sequence of linked requests.
    """
    operation = case.operation.definition.raw.get("operationId")
    path = case.path_parameters or {}
    if operation in ("updateMember", "deactivateMember") and path.get("userId") == os.environ["USER_ID"]:
        path["userId"] = str(uuid.uuid4())
    if operation == "signOutDevice" and path.get("deviceId") == session_of((case.headers or {}).get("Authorization")):
        path["deviceId"] = str(uuid.uuid4())


@schemathesis.check
def stays_signed_in(ctx, response, case):
    """Requests that need a session have one. Otherwise the run would test little more than refusals."""
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    if case.operation.definition.raw.get("security"):
        assert response.status_code != 401, response.text


@schemathesis.check
def document_states_every_limit(ctx, response, case):
    """The server accepts the form of every request that the document allows."""
    if case.meta is None or not case.meta.generation.mode.is_positive or response.status_code != 400:
        return
    problem = response.json()
    errors = {error.get("code") for error in problem.get("errors", [])}
    if case.operation.definition.raw.get("operationId") == "editMessage":
        # An edit may empty a message only if it has files.
        errors.discard("empty")
    is_about_data = problem["code"] not in ("invalid-json", "invalid-cursor", "bad-request") and (
        problem["code"] != "invalid-request" or errors <= ABOUT_DATA
    )
    assert is_about_data, f"The document allows this request, but the server refuses it: {response.text}"
