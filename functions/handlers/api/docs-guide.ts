import { events } from "../../../contract/documentation/events.ts";
import { event, exchanges } from "../../../contract/documentation/examples.ts";
import { fieldError } from "../../../contract/field-errors.ts";
import { defaultSendLimits, limits, userFrames, webSocketLimits } from "../../../contract/limits.ts";
import { positionHeader } from "../../../contract/position.ts";
import { problemWith } from "../../../contract/problem.ts";
import { problemTypes } from "../../../contract/problem-codes.ts";
import { times } from "../../../contract/times.ts";
import { subprotocol } from "../../../contract/web-socket.ts";
import { json, prose } from "./docs-html.ts";

const { user, connection } = defaultSendLimits;

const frames = exchanges
  .map(
    ({ title, text, frame, reply }) =>
      `<h3>${title}</h3><p>${prose(text)}</p>${json(frame)}${reply ? `<p>Reply:</p>${json(reply)}` : ""}`,
  )
  .join("\n");

const eventRows = Object.entries(events)
  .map(([type, text]) => `<tr><th scope="row"><code>${type}</code></th><td>${prose(text)}</td></tr>`)
  .join("");

const problemRows = Object.entries(problemTypes)
  .map(
    ([code, { status, description }]) =>
      `<tr id="problem-${code}"><th scope="row"><code>${code}</code></th><td>${status}</td><td>${prose(description)}</td></tr>`,
  )
  .join("");

/** The chapters before the routes: rules that apply to all routes, and the WebSocket. */
export const guide: readonly { title: string; html: string }[] = [
  {
    title: "Basics",
    html: `<p>Requests and answers are JSON with camelCase names. Times are ISO 8601 in UTC. Ids are UUIDs in lower case. Answers may gain fields, so ignore fields that you do not know.</p>
<p>To try the API, register a user and send the access token with every further request:</p>
<pre tabindex="0"><code>curl -X POST https://chat.example.com/api/auth/register \\
  -H 'content-type: application/json' \\
  -d '{"username":"ada","email":"ada@example.com","password":"correct horse battery"}'

curl https://chat.example.com/api/conversations \\
  -H "authorization: Bearer $ACCESS_TOKEN"</code></pre>`,
  },
  {
    title: "Authentication",
    html: `<p>Send the access token as <code>Authorization: Bearer …</code>. It is a JWT that expires after ${times.accessTokenSeconds / 60} minutes. Before that, call <a href="#refresh"><code>POST /api/auth/refresh</code></a> with the refresh cookie. Each cookie works once, and expires after ${times.refreshTokenDays} days. Routes marked <span class="public">public</span> need no token.</p>`,
  },
  {
    title: "Errors",
    html: `<p>A refused request gets a <a href="#schema-Problem">problem document</a> (<a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>). Programs should rely on <code>code</code>. If the input is invalid, <code>errors</code> lists the fields. After 429 and 503, wait for the number of seconds in <code>retryAfter</code> (and in the header <code>Retry-After</code>), then repeat the request.</p>
${json({ ...problemWith("invalid-request", "The username is too short."), errors: [fieldError("username", "too-short", { limit: limits.username.min })] })}
<p>The codes never change their meaning, but new ones may be added. For an unknown code, fall back on the status.</p>
<div class="table" tabindex="0"><table><thead><tr><th>Code</th><th>Status</th><th>Meaning</th></tr></thead><tbody>${problemRows}</tbody></table></div>`,
  },
  {
    title: "Pagination",
    html: `<p>Lists return <code>items</code> and <code>nextCursor</code>. Pass <code>nextCursor</code> as <code>cursor</code> to get the next page. It is <code>null</code> on the last page. <code>limit</code> is ${limits.page.min} to ${limits.page.max}, by default ${limits.page.default}. The history of a conversation uses <code>before</code> and <code>after</code> instead, with sequence numbers.</p>`,
  },
  {
    title: "Rate limits",
    html: `<p>A user may send or change ${user.burst} messages in a burst and ${user.perSecond} per second on average. A WebSocket may send ${connection.burst} frames in a burst and ${connection.perSecond} per second, and all WebSockets of a user ${userFrames.connections} times as many. Deployments can set other values. Repeating a message with the same id costs nothing once it is stored.</p>`,
  },
  {
    title: "Reading your own writes",
    html: `<p>A deployment with database readers returns the header <code>${positionHeader}</code> and adds <code>position</code> to frames. Send the largest one back in the same header, and answers include everything written up to it. Without the header, the answer is complete too, but only the writer can give it.</p>`,
  },
  {
    title: "WebSocket",
    html: `<p>Connect to <code>/ws</code> with two subprotocols, <code>${subprotocol}</code> and the access token:</p>
<pre tabindex="0"><code>const socket = new WebSocket("wss://chat.example.com/ws", ["${subprotocol}", accessToken]);</code></pre>
<p>Each frame that you send has an <code>action</code>. A frame that gets a reply also has a <code>requestId</code>, which the reply repeats. If the server refuses a frame, it replies <code>{"type":"error"}</code> with the problem, and the connection stays open. Frames have at most ${webSocketLimits.frameBytes / 1024} KiB. A connection ends after ${webSocketLimits.idleMs / 60_000} idle minutes and after ${webSocketLimits.connectionMs / 3_600_000} hours at the latest. Connect again with a growing, random delay, and then sync. A user has at most ${limits.connections} open connections. Beyond that, the upgrade fails with 429.</p>
${frames}
<h3>Events</h3><p>The server pushes each event to all devices of the users concerned:</p>${json(event)}
<div class="table" tabindex="0"><table><thead><tr><th>Type</th><th>Meaning</th></tr></thead><tbody>${eventRows}</tbody></table></div>`,
  },
];
