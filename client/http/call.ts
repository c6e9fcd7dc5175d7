import { v7 as uuidv7 } from "uuid";
import type * as z from "zod/mini";
import type { Route } from "../../contract/route.ts";
import { type RouteName, routes } from "../../contract/routes.ts";
import type { Fetch } from "./fetch.ts";
import { problemOf, unreachable } from "./problem-error.ts";
import type { SeenPosition } from "./seen-position.ts";
import type { WakeUp } from "./wake-up.ts";

type Routes = typeof routes;
type Sent<R, K extends string> =
  R extends Record<K, infer S extends z.ZodMiniType>
    ? { [key in K]: z.input<S> }
    : { [key in K]?: undefined };

/** The arguments of any route. */
interface AnyArguments {
  params?: Record<string, string> | undefined;
  query?: Record<string, string | undefined> | undefined;
  body?: unknown;
}

/** The arguments of a call: the params, query and body that its route declares. */
export type Arguments<N extends RouteName> = AnyArguments &
  Sent<Routes[N], "params"> &
  Sent<Routes[N], "query"> &
  Sent<Routes[N], "body">;

/** The parsed body of a call's answer. */
export type Returned<N extends RouteName> = {
  [status in keyof Routes[N]["answers"]]: Routes[N]["answers"][status] extends z.ZodMiniType
    ? z.output<Routes[N]["answers"][status]>
    : undefined;
}[keyof Routes[N]["answers"]];

/** Where the REST API is, and how to reach it. */
export interface Server {
  /** `https://chat.example.com/api`, or `/api` on the same origin. */
  baseUrl: string;
  fetch: Fetch;
  position: SeenPosition;
  wakeUp: WakeUp;
}

/** An answer that the contract does not declare. The server or this client has a bug. */
export class UnexpectedAnswer extends Error {
  constructor(name: RouteName, status: number, options?: ErrorOptions) {
    super(`The answer to ${name} with status ${status} does not match the contract`, options);
    this.name = "UnexpectedAnswer";
  }
}

function addressOf(path: string, { params = {}, query = {} }: AnyArguments): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ""));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, value);
  return search.size > 0 ? `${filled}?${search}` : filled;
}

/** Parses the body of a successful answer by the schema that the route declares for its status. */
function parsedAnswer<N extends RouteName>(name: N, status: number, text: string): Returned<N> {
  const route: Route = routes[name];
  const schema = route.answers[status];
  if (schema === undefined) throw new UnexpectedAnswer(name, status);
  try {
    const body: unknown = schema === null ? undefined : schema.parse(JSON.parse(text));
    // The schema that parsed the body is the one that `Returned` looks up by the route's name.
    return body as Returned<N>;
  } catch (cause) {
    throw new UnexpectedAnswer(name, status, { cause });
  }
}

/**
 * Makes a REST call and parses the answer by the contract's schema. Waits while the database wakes up.
 *
 * @throws {ProblemError} when the server refuses or cannot be reached
 * @throws {UnexpectedAnswer} when the answer does not match the contract
 */
export const call = <N extends RouteName>(
  server: Server,
  name: N,
  args: Arguments<N>,
  accessToken?: string,
): Promise<Returned<N>> => server.wakeUp.repeat(() => attempt(server, name, args, accessToken));

/**
 * The maximum length of a body that survives its page. Browsers fail requests with `keepalive` once their bodies have
 * 64 KiB together, so only short ones survive.
 * https://fetch.spec.whatwg.org/#http-network-or-cache-fetch
 */
const keptBodyLength = 4_096;

async function attempt<N extends RouteName>(
  { baseUrl, fetch, position }: Server,
  name: N,
  args: Arguments<N>,
  accessToken?: string,
): Promise<Returned<N>> {
  const route: Route = routes[name];
  const body = args.body === undefined ? undefined : JSON.stringify(args.body);
  const response = await fetch(baseUrl + addressOf(route.path, args), {
    method: route.method,
    credentials: "same-origin",
    // A user may close or reload the page right after a change.
    keepalive: route.method !== "GET" && (body?.length ?? 0) <= keptBodyLength,
    headers: {
      // Names this request in the server's logs, from here to the last push.
      "x-correlation-id": uuidv7(),
      ...(route.isByPosition && position.headers),
      ...(accessToken && { authorization: `Bearer ${accessToken}` }),
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    ...(body !== undefined && { body }),
  }).catch((cause: unknown) => {
    position.unanswered(route.method);
    throw unreachable(cause);
  });
  position.answered(route.method, response.headers);
  // The connection can break in the middle of a body.
  const text = await response.text().catch((cause: unknown) => {
    throw unreachable(cause);
  });
  if (!response.ok) throw problemOf(response.status, text);
  return parsedAnswer(name, response.status, text);
}
