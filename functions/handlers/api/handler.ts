import { type AccessRule, routeRules } from "../../../contract/access-rules.ts";
import { openApiDocument } from "../../../contract/openapi.ts";
import type { RouteName } from "../../../contract/routes.ts";
import { documentationPolicy } from "../../../contract/security-headers.ts";
import { requireRole } from "../../domain/workspace/roles.ts";
import { type Admit, ok, restFunction } from "../../platform/http/rest-function.ts";
import type { AuthRoute } from "../auth/auth-routes.ts";
import { accountRoutes } from "./account-routes.ts";
import { callRoutes } from "./call-routes.ts";
import { clientErrorRoutes } from "./client-error-routes.ts";
import { db, sessions } from "./context.ts";
import { conversationRoutes } from "./conversation-routes.ts";
import { customEmojiRoutes } from "./custom-emoji-routes.ts";
import { docsPage } from "./docs-page.ts";
import { laterRoutes } from "./later-routes.ts";
import { messageRoutes } from "./message-routes.ts";
import { pollRoutes } from "./poll-routes.ts";
import { savedRoutes } from "./saved-routes.ts";
import { scheduledRoutes } from "./scheduled-routes.ts";
import { threadRoutes } from "./thread-routes.ts";
import { userGroupRoutes } from "./user-group-routes.ts";
import { workspaceRoutes } from "./workspace-routes.ts";

const rules = new Map<string, AccessRule>(Object.entries(routeRules));

/**
 * Refuses ended sessions, and checks the rule of the route. A rule that admits all members costs no query: a live
 * session implies an active account. Writes check the role again, because it can change at any moment.
 */
const admit: Admit = async ({ userId, sessionId }, route) => {
  await sessions.require(sessionId);
  const rule = rules.get(route);
  if (rule && !rule.includes("member")) await requireRole(db, userId, rule);
};

/** The api function: every route that signs no access token. */
export const handler = restFunction<Exclude<RouteName, AuthRoute>>(
  db,
  {
    ...accountRoutes,
    ...conversationRoutes,
    ...messageRoutes,
    ...pollRoutes,
    ...savedRoutes,
    ...threadRoutes,
    ...scheduledRoutes,
    ...laterRoutes,
    ...callRoutes,
    ...userGroupRoutes,
    ...customEmojiRoutes,
    ...workspaceRoutes,
    ...clientErrorRoutes,
    openapi: () => ok(openApiDocument()),
    docs: () => ({
      status: 200,
      body: docsPage(),
      headers: {
        "content-type": "text/html; charset=utf-8",
        "content-security-policy": documentationPolicy,
      },
    }),
  },
  admit,
);
