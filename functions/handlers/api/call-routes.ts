import { listCalls } from "../../domain/calls/calls.ts";
import { type Handlers, ok } from "../../platform/http/rest-function.ts";
import { db } from "./context.ts";

/** The routes of calls. Everything else about calls goes over the WebSocket. */
export const callRoutes: Handlers<"listCalls"> = {
  listCalls: async ({ userId }) => ok({ items: await listCalls(db, userId) }),
};
