import { problemWith } from "../../contract/problem.ts";
import type { ProblemCode } from "../../contract/problem-codes.ts";
import type { Route } from "../../contract/route.ts";
import { type RouteName, routes } from "../../contract/routes.ts";
import type { Fetch, HttpRequest } from "../http/fetch.ts";
import { Session } from "../session/session.ts";
import { type SessionStores, sessionKey, signedInKey, type TextStorage } from "../session/session-stores.ts";
import { account } from "./examples.ts";

/** A call that the client made. */
export interface ApiCall {
  name: RouteName;
  params: Readonly<Record<string, string>>;
  query: Readonly<Record<string, string>>;
  body: unknown;
  headers: HttpRequest["headers"];
}

/** Refuses a call: the handler throws it, and the client receives the problem document. */
export class Refusal extends Error {
  readonly code: ProblemCode;
  readonly retryAfter: number | undefined;

  constructor(code: ProblemCode, retryAfter?: number) {
    super(code);
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

/** Returns the body of a successful answer, or throws a `Refusal`. Any other error breaks the connection. */
export type ApiHandler = (call: ApiCall) => unknown;

export interface TestApi {
  fetch: Fetch;
  /** All calls so far, oldest first. */
  calls: ApiCall[];
  /** Sets how the API answers from now on. Other routes do not answer. */
  on: (handlers: Partial<Record<RouteName, ApiHandler>>) => void;
  /** The headers of all answers. */
  headers: Record<string, string>;
}

const names = Object.keys(routes) as RouteName[];

function callOf(url: string, { method, headers, body }: HttpRequest): ApiCall {
  const [path = "", search = ""] = url.replace(/^\/api/, "").split("?");
  for (const name of names) {
    const route: Route = routes[name];
    const pattern = new RegExp(`^${route.path.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`);
    const match = route.method === method ? pattern.exec(path) : null;
    if (!match) continue;
    const params = Object.entries(match.groups ?? {}).map(([key, value]) => [key, decodeURIComponent(value)]);
    return {
      name,
      params: Object.fromEntries(params),
      query: Object.fromEntries(new URLSearchParams(search)),
      body: body === undefined ? undefined : JSON.parse(body),
      headers,
    };
  }
  throw new Error(`The API has no route ${method} ${path}`);
}

/** A REST API at `/api` whose answers the test decides. */
export function testApi(handlers: Partial<Record<RouteName, ApiHandler>> = {}): TestApi {
  const known = { ...handlers };
  const api: TestApi = {
    calls: [],
    headers: {},
    on: (more) => Object.assign(known, more),
    fetch: async (url, request) => {
      const call = callOf(url, request);
      api.calls.push(call);
      const respond = (status: number, text: string) => ({
        ok: status < 300,
        status,
        headers: { get: (name: string) => api.headers[name] ?? null },
        text: async () => text,
      });
      const handle = known[call.name];
      if (!handle) throw new Error(`The test does not expect a call of ${call.name}`);
      try {
        const answer = await handle(call);
        const [status = "200"] = Object.keys(routes[call.name].answers);
        return respond(Number(status), answer === undefined ? "" : JSON.stringify(answer));
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        const { code, retryAfter } = error;
        const problem = { ...problemWith(code, `Refused: ${code}`), ...(retryAfter && { retryAfter }) };
        return respond(problem.status, JSON.stringify(problem));
      }
    },
  };
  return api;
}

/** A storage in memory. */
export function memoryStorage(
  entries: Record<string, string> = {},
): TextStorage & { entries: Map<string, string> } {
  const map = new Map(Object.entries(entries));
  return {
    entries: map,
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, value) => void map.set(key, value),
    removeItem: (key) => void map.delete(key),
  };
}

/** An access token with a session id. It is not signed, because clients do not verify it. */
export const tokenOf = (sid: string): string =>
  ["{}", JSON.stringify({ sid }), "signature"]
    .map((part) => btoa(part).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", ""))
    .join(".");

/** Stores a session of Ada that lasts for an hour. */
export function storeSession(stores: SessionStores): void {
  const accessToken = tokenOf("device-1");
  const stored = { user: account, accessToken, expiresIn: 3_600, expiresAt: Date.now() + 3_600_000 };
  stores.tab.setItem(sessionKey, JSON.stringify(stored));
  stores.browser.setItem(signedInKey, JSON.stringify(account));
}

/** Ada's session, signed in for an hour. */
export function signedIn(
  api: TestApi,
  stores: SessionStores = { tab: memoryStorage(), browser: memoryStorage() },
) {
  storeSession(stores);
  return new Session("/api", { fetch: api.fetch, stores, reportError: failOnReport });
}

/** Fails the test: no error may go unnoticed. */
export const failOnReport = (error: unknown): never => {
  throw error;
};
