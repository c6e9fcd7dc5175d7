/** The cache in which the service worker keeps what another app has shared: see `service-worker.js`. */
export const sharedCache = "chatflow.shared";
