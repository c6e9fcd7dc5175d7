import type * as z from "zod/mini";

/** One REST route: everything that the client, the server and the documentation need to know about it. */
export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below `/api`, with parameters as API Gateway writes them: `/users/{id}`. */
  readonly path: string;
  /** `public` routes work without an access token. */
  readonly access: "public" | "signed-in";
  readonly params?: z.ZodMiniType;
  readonly query?: z.ZodMiniType;
  readonly body?: z.ZodMiniType;
  /** The body of each successful answer, by status. `null` means that there is no body. */
  readonly answers: Readonly<Record<number, z.ZodMiniType | null>>;
  /**
   * A reader of the database may answer, if it has caught up with the position that the caller sends (see
   * `position.ts`).
   */
  readonly isByPosition?: true;
  /**
   * Programs and pages of any origin may call a `public` route, with any body, which it ignores: a secret in the path
   * authorizes the call.
   */
  readonly isFromAnywhere?: true;
  /** The answer's media type where it is not JSON. */
  readonly mediaType?: string;
}

/**
 * A concept's routes, by name. The name is also the operation's id in the OpenAPI document.
 *
 * Define parameter schemas outside of the routes: bundlers drop unused routes only if they contain no function call.
 */
export type Routes = Readonly<Record<string, Route>>;
