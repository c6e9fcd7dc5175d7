import { v7 as uuidv7 } from "uuid";
import type * as z from "zod/mini";
import type { Route } from "../../contract/route.ts";
import { type RouteName, routes } from "../../contract/routes.ts";
import { problemOf, unreachable } from "./problem-error.ts";
import type { SeenPosition } from "./seen-position.ts";

type Routes = typeof routes;
type Sent<R, K extends string> =
  R extends Record<K, infer S extends z.ZodMiniType> ? { [key in K]: z.input<S> } : unknown;

/** What a call takes: the params, query and body that its route declares. */
export type Arguments<N extends RouteName> = Sent<Routes[N], "params"> &
  Sent<Routes[N], "query"> &
  Sent<Routes[N], "body">;

/** What a call returns. */
export type Returned<N extends RouteName> = {
  [status in keyof Routes[N]["answers"]]: Routes[N]["answers"][status] extends z.ZodMiniType
    ? z.output<Routes[N]["answers"][status]>
    : undefined;
}[keyof Routes[N]["answers"]];

interface Untyped {
  params?: Record<string, string>;
  query?: Record<string, string | undefined>;
  body?: unknown;
}

function addressOf(path: string, { params = {}, query = {} }: Untyped): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ""));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, value);
  return search.size > 0 ? `${filled}?${search}` : filled;
}

/** Where the REST API is, and how it is reached. */
export interface Server {
  /** `https://chat.example.com/api`, or `/api` on the same origin. */
  baseUrl: string;
  fetch: typeof fetch;
  position: SeenPosition;
}

/**
 * Makes one REST call, as the contract has it.
 * @throws ProblemError  when the server refuses or cannot be reached
 */
export async function call<N extends RouteName>(
  server: Server,
  name: N,
  args: Arguments<N>,
  accessToken?: string,
): Promise<Returned<N>> {
  const route: Route = routes[name];
  const { body } = args as Untyped;
  const response = await server
    .fetch(server.baseUrl + addressOf(route.path, args as Untyped), {
      method: route.method,
      credentials: "same-origin",
      headers: {
        // What the server's logs call it, from here to the last push.
        "x-correlation-id": uuidv7(),
        ...(route.isByPosition && server.position.headers),
        ...(accessToken && { authorization: `Bearer ${accessToken}` }),
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    .catch(() => {
      server.position.unanswered(route.method);
      throw unreachable();
    });
  server.position.answered(route.method, response.headers);
  if (!response.ok) throw await problemOf(response);
  const schema = route.answers[response.status];
  // Parsed by the very schema that `Returned` is inferred from.
  return (schema ? schema.parse(await response.json()) : undefined) as Returned<N>;
}
