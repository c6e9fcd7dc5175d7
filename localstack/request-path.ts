import type { IncomingMessage } from "node:http";

/** Returns the path of a request's target as it was sent, without the query. It stays escaped. */
export const pathOf = (request: IncomingMessage): string => (request.url ?? "/").replace(/\?.*$/s, "");
