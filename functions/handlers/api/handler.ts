import { openApiDocument } from "../../../contract/openapi.ts";
import type { RouteName } from "../../../contract/routes.ts";
import { ok, restFunction } from "../../platform/http/rest-function.ts";
import type { AuthCall } from "../auth/auth-calls.ts";
import { accountCalls } from "./account-calls.ts";
import { clientErrorCalls } from "./client-error-calls.ts";
import { db } from "./context.ts";
import { conversationCalls } from "./conversation-calls.ts";
import { docsPage } from "./docs-page.ts";
import { messageCalls } from "./message-calls.ts";

/** Every call that neither signs nor holds connections. */
export const handler = restFunction<Exclude<RouteName, AuthCall>>(db, {
  ...accountCalls,
  ...conversationCalls,
  ...messageCalls,
  ...clientErrorCalls,
  openapi: () => ok(openApiDocument()),
  docs: () => ({ status: 200, body: docsPage(), headers: { "content-type": "text/html; charset=utf-8" } }),
});
