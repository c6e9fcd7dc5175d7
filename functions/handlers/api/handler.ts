import { openApiDocument } from "../../../contract/openapi.ts";
import type { RouteName } from "../../../contract/routes.ts";
import { ok, restFunction } from "../../platform/http/rest-function.ts";
import type { AuthRoute } from "../auth/auth-routes.ts";
import { accountRoutes } from "./account-routes.ts";
import { clientErrorRoutes } from "./client-error-routes.ts";
import { db, sessions } from "./context.ts";
import { conversationRoutes } from "./conversation-routes.ts";
import { docsPage } from "./docs-page.ts";
import { messageRoutes } from "./message-routes.ts";

/** The api function: every route that signs no access token. */
export const handler = restFunction<Exclude<RouteName, AuthRoute>>(
  db,
  {
    ...accountRoutes,
    ...conversationRoutes,
    ...messageRoutes,
    ...clientErrorRoutes,
    openapi: () => ok(openApiDocument()),
    docs: () => ({ status: 200, body: docsPage(), headers: { "content-type": "text/html; charset=utf-8" } }),
  },
  ({ sessionId }) => sessions.require(sessionId),
);
