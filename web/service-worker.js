// Lets the page open without a connection. The build fills in what belongs to the page, and a version made of it.
const version = "__VERSION__";
const files = ["__FILES__"];

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(version)
      .then((cache) => cache.addAll(files))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(names.filter((name) => name !== version).map((name) => caches.delete(name))),
      )
      .then(() => self.clients.claim()),
  );
});

/** A message that came while no page was connected; encrypted by the server for this browser alone. */
self.addEventListener("push", (event) => {
  const { conversationId, seq, title, body } = event.data.json();
  event.waitUntil(
    self.registration.showNotification(title, {
      body,
      // One at a time for each conversation: the next one takes its place.
      tag: conversationId,
      icon: "/icon.svg",
      data: { address: `/c/${conversationId}/${seq}` },
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

/** What only the server can answer. */
const isLive = ({ pathname }) => /^\/(api|ws|files)(\/|$)/.test(pathname);

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin || isLive(url)) return;
  // The newest page, if there is a connection: a deployment shows at the next visit.
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => caches.match("/index.html")));
    return;
  }
  // Files carry a hash of what is in them in their name: the same name is the same file.
  event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)));
});
