/** A REST route as API Gateway serves it: its path, its function, and whether it needs a token. */
export interface RestRoute {
  readonly method: string;
  readonly path: string;
  readonly function: "auth" | "api";
  readonly access: "public" | "signed-in";
}

const route =
  (fn: RestRoute["function"], access: RestRoute["access"]) =>
  (call: string): RestRoute => {
    const [method = "", path = ""] = call.split(" ");
    return { method, path, function: fn, access };
  };

/** Every REST route. A route that is missing here exists neither on AWS nor in the local stack. */
export const restRoutes: readonly RestRoute[] = [
  ...[
    "POST /auth/register",
    "POST /auth/login",
    "POST /auth/refresh",
    "POST /auth/logout",
    "POST /auth/password-reset",
    "POST /auth/password-reset/completion",
    "POST /auth/email-verification",
    "POST /auth/invitation",
    "POST /auth/sign-up",
    "GET /.well-known/jwks.json",
  ].map(route("auth", "public")),
  ...["GET /workspace", "GET /openapi.json", "GET /docs"].map(route("api", "public")),
  // Setting a password needs the list of common passwords, which only this function carries.
  ...["POST /users/me/password"].map(route("auth", "signed-in")),
  ...[
    "GET /users/me",
    "PATCH /users/me",
    "GET /users/me/devices",
    "DELETE /users/me/devices",
    "DELETE /users/me/devices/{deviceId}",
    "POST /users/me/authentication",
    "POST /users/me/email-verification",
    "POST /users/me/deletion",
    "GET /users/me/messages",
    "GET /push/key",
    "POST /pictures",
    "GET /pictures/{id}",
    "PUT /users/me/push-subscriptions",
    "DELETE /users/me/push-subscriptions",
    "GET /users/{id}",
    "GET /users",
    "POST /conversations",
    "GET /conversations",
    "GET /conversations/{id}",
    "PATCH /conversations/{id}",
    "GET /channels",
    "GET /channels/{id}",
    "GET /channels/{id}/messages",
    "GET /conversations/{id}/participants",
    "POST /conversations/{id}/participants",
    "PATCH /conversations/{id}/participants/{userId}",
    "DELETE /conversations/{id}/participants/{userId}",
    "PATCH /conversations/{id}/settings",
    "GET /conversations/{id}/messages",
    "POST /conversations/{id}/messages",
    "GET /conversations/{id}/messages/{messageId}",
    "PATCH /conversations/{id}/messages/{messageId}",
    "DELETE /conversations/{id}/messages/{messageId}",
    "PUT /conversations/{id}/messages/{messageId}/reactions/{emoji}",
    "DELETE /conversations/{id}/messages/{messageId}/reactions/{emoji}",
    "POST /conversations/{id}/attachments",
    "GET /conversations/{id}/attachments/{attachmentId}",
    "GET /conversations/{id}/pins",
    "PUT /conversations/{id}/messages/{messageId}/pin",
    "DELETE /conversations/{id}/messages/{messageId}/pin",
    "GET /saved",
    "GET /saved/ids",
    "PUT /conversations/{id}/messages/{messageId}/saved",
    "DELETE /conversations/{id}/messages/{messageId}/saved",
    "PUT /conversations/{id}/read",
    "GET /threads",
    "GET /conversations/{id}/threads/{rootId}",
    "PUT /conversations/{id}/threads/{rootId}/read",
    "PUT /conversations/{id}/threads/{rootId}/follow",
    "DELETE /conversations/{id}/threads/{rootId}/follow",
    "GET /scheduled-messages",
    "PATCH /scheduled-messages/{messageId}",
    "DELETE /scheduled-messages/{messageId}",
    "POST /scheduled-messages/{messageId}/sending",
    "POST /conversations/{id}/scheduled-messages",
    "GET /drafts",
    "PUT /conversations/{id}/draft",
    "GET /reminders",
    "PUT /conversations/{id}/messages/{messageId}/reminder",
    "DELETE /conversations/{id}/messages/{messageId}/reminder",
    "GET /search",
    "PATCH /workspace",
    "PUT /workspace/sign-up",
    "GET /workspace/members",
    "PATCH /workspace/members/{userId}",
    "PUT /workspace/members/{userId}/deactivation",
    "DELETE /workspace/members/{userId}/deactivation",
    "GET /workspace/invitations",
    "POST /workspace/invitations",
    "DELETE /workspace/invitations/{id}",
    "POST /client-errors",
  ].map(route("api", "signed-in")),
];
