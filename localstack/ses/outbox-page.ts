import type { SentMail } from "./ses.ts";

const escapes: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => escapes[character] ?? "");

/** One e-mail: its header, and its body in a frame that runs no scripts and opens links outside. */
function article({ Id, Timestamp, Source, Destination, Subject, Body }: SentMail): string {
  const body = Body.html_part || `<pre>${escapeHtml(Body.text_part)}</pre>`;
  return `<article aria-labelledby="${Id}">
<h2 id="${Id}">${escapeHtml(Subject)}</h2>
<p>To ${escapeHtml(Destination.ToAddresses.join(", "))} · from ${escapeHtml(Source)} · <time datetime="${Timestamp}">${Timestamp.slice(0, 19).replace("T", " ")} UTC</time></p>
<iframe title="${escapeHtml(Subject)}" sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="${escapeHtml(`<base target="_blank">${body}`)}"></iframe>
</article>`;
}

/** Renders the outbox: the e-mails that would have been sent, newest first. */
export function outboxPage(mails: readonly SentMail[]): string {
  const articles = mails.toReversed().map(article).join("\n");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Outbox · ChatFlow</title>
<style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 720px; margin: auto; padding: 24px 16px; }
article { margin: 24px 0; padding: 16px; border: 1px solid color-mix(in srgb, currentcolor 20%, transparent); border-radius: 12px; }
h2 { margin: 0; font-size: 1.1rem; }
p { margin: 4px 0; overflow-wrap: anywhere; }
iframe { width: 100%; height: 360px; margin-top: 12px; border: 0; border-radius: 8px; background: #fff; }
</style>
</head>
<body>
<h1>Outbox</h1>
<p>What this ChatFlow would have sent, newest first. Nothing has left this machine; reload for more.</p>
${articles || "<p>Nothing yet. Create an account, or ask for a new password.</p>"}
</body>
</html>
`;
}
