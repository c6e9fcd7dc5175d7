// Lets the page open without a connection. The build inserts the list of the page's files and their hash as version.
const cacheName = "chatflow.page.__VERSION__";
const files = ["__FILES__"];
/** Holds what another app has shared, until the page reads it: see `src/share/shared.ts`. */
const sharedName = "chatflow.shared";

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(cacheName)
      .then((cache) => cache.addAll(files))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(
          names
            .filter((name) => name !== cacheName && name !== sharedName)
            .map((name) => caches.delete(name)),
        ),
      )
      .then(() => self.clients.claim()),
  );
});

const isText = (value) => typeof value === "string";

/**
 * The fields of a push (`contract/web-push.ts`), or the app's name if they are missing: the browser requires a
 * notification for each push. The error does not quote the push, which may contain a message.
 */
function fieldsOf(push) {
  try {
    const fields = push.json();
    const { conversationId, seq, textReminderId, title, body } = fields;
    const hasPlace = isText(textReminderId) || (isText(conversationId) && Number.isInteger(seq));
    if (hasPlace && isText(title) && isText(body)) return fields;
  } catch {
    // No JSON, or no object.
  }
  console.error("A push does not have the fields of a notification.");
  return { textReminderId: "unknown", title: "ChatFlow" };
}

/**
 * Shows a message that arrived, a call that rings, or a reminder that is due while no page is connected. The server has
 * encrypted it for this browser.
 */
self.addEventListener("push", (event) => {
  const { conversationId, seq, textReminderId, title, body, call } = fieldsOf(event.data);
  event.waitUntil(
    self.registration.showNotification(title, {
      body,
      // A conversation has at most one notification. The next message replaces it.
      tag: textReminderId ?? conversationId,
      icon: "/icon.svg",
      // A call that rings makes itself heard even if it replaces an earlier notification.
      renotify: call === "ringing",
      requireInteraction: call === "ringing",
      silent: call === "answered",
      data: { address: textReminderId ? "/home" : `/c/${conversationId}/${seq}` },
    }),
  );
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const { address } = event.notification.data;
  event.waitUntil(
    self.clients.matchAll({ type: "window" }).then(async ([page]) => {
      if (!page) return self.clients.openWindow(address);
      await page.navigate(address);
      return page.focus();
    }),
  );
});

/** Whether a request must reach the server and is never answered from the cache. */
const isLive = ({ pathname }) => /^\/(api|ws|files|version\.json)(\/|$)/.test(pathname);

/** Keeps the shared text and files, and opens the page that asks for a conversation. Never sends anything by itself. */
async function keepShared(request) {
  const form = await request.formData();
  await caches.delete(sharedName);
  const shared = await caches.open(sharedName);
  const parts = ["title", "text", "url"]
    .map((name) => form.get(name))
    .filter((part) => typeof part === "string");
  await shared.put("/share/text", new Response(JSON.stringify(parts)));
  const kept = form
    .getAll("files")
    .filter((file) => file instanceof File)
    .map((file, at) => {
      const headers = { "content-type": file.type, "x-file-name": encodeURIComponent(file.name) };
      return shared.put(`/share/files/${at}`, new Response(file, { headers }));
    });
  await Promise.all(kept);
  return Response.redirect("/share", 303);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method === "POST" && url.origin === self.location.origin && url.pathname === "/share") {
    event.respondWith(keepShared(request));
    return;
  }
  if (request.method !== "GET" || url.origin !== self.location.origin || isLive(url)) return;
  // Fetches the page if there is a connection, so that a deployment reaches users at their next visit.
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => caches.match("/index.html", { cacheName })));
    return;
  }
  // File names contain a hash of the content, so a cached file is never stale. What another app or page has shared is no
  // file of the page: it could be a script.
  event.respondWith(caches.match(request, { cacheName }).then((kept) => kept ?? fetch(request)));
});
