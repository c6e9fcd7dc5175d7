// Lets the page open without a connection. The build inserts the list of the page's files and their hash as version.
const cacheName = "chatflow.page.__VERSION__";
const files = ["__FILES__"];

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
        Promise.all(names.filter((name) => name !== cacheName).map((name) => caches.delete(name))),
      )
      .then(() => self.clients.claim()),
  );
});

/** Shows a message that arrived while no page was connected. The server has encrypted it for this browser. */
self.addEventListener("push", (event) => {
  const { conversationId, seq, title, body } = event.data.json();
  event.waitUntil(
    self.registration.showNotification(title, {
      body,
      // A conversation has at most one notification. The next message replaces it.
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

/** Whether a request must reach the server and is never answered from the cache. */
const isLive = ({ pathname }) => /^\/(api|ws|files|version\.json)(\/|$)/.test(pathname);

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin || isLive(url)) return;
  // Fetches the page if there is a connection, so that a deployment reaches users at their next visit.
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => caches.match("/index.html")));
    return;
  }
  // File names contain a hash of the content, so a cached file is never stale.
  event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)));
});
