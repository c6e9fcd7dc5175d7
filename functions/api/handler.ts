import { openApiDocument } from "../../contract/openapi.ts";
import type { RouteName } from "../../contract/routes.ts";
import { ok, restFunction } from "../http/rest-function.ts";
import { accountCalls } from "./account-calls.ts";
import { conversationCalls } from "./conversation-calls.ts";
import { docsPage } from "./docs-page.ts";
import { messageCalls } from "./message-calls.ts";

type Served = Exclude<
  RouteName,
  | "register"
  | "login"
  | "refresh"
  | "logout"
  | "requestPasswordReset"
  | "resetPassword"
  | "verifyEmail"
  | "jwks"
>;

/** Every call that neither signs nor holds connections. */
export const handler = restFunction<Served>({
  ...accountCalls,
  ...conversationCalls,
  ...messageCalls,
  openapi: () => ok(openApiDocument()),
  docs: () => ({ status: 200, body: docsPage(), headers: { "content-type": "text/html; charset=utf-8" } }),
});
