import { randomBytes, randomUUID } from "node:crypto";
import type * as z from "zod/mini";
import type { Conversation } from "../../contract/conversations.ts";
import { type ConversationId, MessageId, type UserId } from "../../contract/ids.ts";
import type { MessagePage } from "../../contract/messages.ts";
import { Problem } from "../../contract/problem.ts";
import { type RouteName, routes } from "../../contract/routes.ts";
import type { Session } from "../../contract/sessions.ts";
import { password, storeAccount } from "./accounts.ts";
import { Socket } from "./socket.ts";

export const newId = (): MessageId => MessageId.parse(randomUUID());

/** A response with its body read. */
export interface Answer<T = unknown> {
  status: number;
  headers: Headers;
  body: T;
}

/** A plain HTTP call, as any program would make it. The body is text, or what the JSON in it means. */
export async function http(
  url: string,
  method: string,
  path: string,
  { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const response = await fetch(url + path, {
    method,
    headers: { ...(body !== undefined && { "content-type": "application/json" }), ...headers },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get("content-type") ?? "");
  const { status } = response;
  return { status, headers: response.headers, body: isJson && text ? JSON.parse(text) : text };
}

type Routes = typeof routes;
type Schema = z.ZodMiniType;
type BodyOf<A> = { [S in keyof A]: A[S] extends Schema ? z.output<A[S]> : undefined }[keyof A];

/** The body of a route's successful answer. */
export type Returned<R extends RouteName> = BodyOf<Routes[R]["answers"]>;

/** A request as a test writes it: everything is allowed, because many tests send what the contract forbids. */
export interface Request {
  params?: Record<string, string | undefined>;
  /** Values that are undefined or null are left out: a cursor before the first page. */
  query?: Record<string, string | number | null | undefined>;
  body?: unknown;
  headers?: Record<string, string>;
}

/** The address of a route with these parameters, below `/api`. */
export function pathOf(route: RouteName, { params = {}, query = {} }: Request = {}): string {
  const path = routes[route].path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(params[name] ?? ""),
  );
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value != null) search.set(name, String(value));
  return search.size > 0 ? `${path}?${search}` : path;
}

/** What a call of a route returned. Reading the part that was not returned fails the test. */
export class Outcome<R extends RouteName> {
  readonly status: number;
  readonly headers: Headers;
  readonly #route: R;
  readonly #body: unknown;

  constructor(route: R, { status, headers, body }: Answer) {
    this.#route = route;
    this.status = status;
    this.headers = headers;
    this.#body = body;
  }

  /** The body of success, read by the contract. @throws if the contract has no such status or body for the route */
  get body(): Returned<R> {
    const answers: Readonly<Record<number, Schema | null>> = routes[this.#route].answers;
    const schema = answers[this.status];
    if (schema === undefined) throw this.#unexpected();
    // The schema is this route's. TypeScript cannot follow that through the index.
    return (schema === null ? undefined : schema.parse(this.#body)) as Returned<R>;
  }

  /** The problem document of a refusal. @throws if the call succeeded, or the document is malformed */
  get problem(): Problem {
    if (this.status < 400) throw this.#unexpected();
    return Problem.parse(this.#body);
  }

  #unexpected(): Error {
    return new Error(`${this.#route} returned ${this.status}: ${JSON.stringify(this.#body).slice(0, 500)}`);
  }
}

/** Calls a route without signing in. */
export async function request<R extends RouteName>(
  url: string,
  route: R,
  options: Request = {},
): Promise<Outcome<R>> {
  const { body, headers } = options;
  const answer = await http(url, routes[route].method, `/api${pathOf(route, options)}`, {
    ...(body !== undefined && { body }),
    ...(headers && { headers }),
  });
  return new Outcome(route, answer);
}

/** A user who is signed in. */
export class Person {
  readonly #url: string;
  readonly session: Session;

  constructor(url: string, session: Session) {
    this.#url = url;
    this.session = session;
  }

  get id(): UserId {
    return this.session.user.id;
  }

  get username(): string {
    return this.session.user.username;
  }

  get token(): string {
    return this.session.accessToken;
  }

  /** Calls a route that may succeed or refuse. */
  answer<R extends RouteName>(route: R, options: Request = {}): Promise<Outcome<R>> {
    const headers = { authorization: `Bearer ${this.token}`, ...options.headers };
    return request(this.#url, route, { ...options, headers });
  }

  /** Calls a route that must succeed. @returns the body @throws on any status that the contract does not promise */
  async call<R extends RouteName>(route: R, options: Request = {}): Promise<Returned<R>> {
    return (await this.answer(route, options)).body;
  }

  /** Calls a route that must refuse. @returns the problem document, status and headers */
  async refused(route: RouteName, options: Request = {}): Promise<Answer<Problem>> {
    const { status, headers, problem } = await this.answer(route, options);
    return { status, headers, body: problem };
  }

  /** Calls any method and path, for requests that are no route's. */
  raw(method: string, path: string, body?: unknown): Promise<Answer> {
    const headers = { authorization: `Bearer ${this.token}` };
    return http(this.#url, method, `/api${path}`, { headers, ...(body !== undefined && { body }) });
  }

  /** Calls a route whose status alone matters. */
  async status(route: RouteName, options: Request = {}): Promise<number> {
    return (await this.answer(route, options)).status;
  }

  startGroup(others: readonly Person[], name = "Group"): Promise<Conversation> {
    const body = { participantIds: others.map(({ id }) => id), name, isGroupChat: true };
    return this.call("createConversation", { body });
  }

  startDirect(other: Person): Promise<Conversation> {
    return this.call("createConversation", { body: { participantIds: [other.id] } });
  }

  send(conversationId: ConversationId, content: string, id = newId()): Promise<Outcome<"sendMessage">> {
    return this.answer("sendMessage", { params: { id: conversationId }, body: { id, content } });
  }

  history(id: ConversationId, query: Record<string, string | number> = {}): Promise<MessagePage> {
    return this.call("listMessages", { params: { id }, query });
  }

  connect(): Promise<Socket> {
    return Socket.open(this.#url, this.token);
  }
}

export const uniqueName = (prefix = "p") => `${prefix}-${randomBytes(6).toString("hex")}`;

/** Registers by the API, for tests about registration: hashing the password takes half a second of CPU. */
export async function registerPerson(url: string, name = uniqueName(), fullName?: string): Promise<Person> {
  const body = { username: name, email: `${name}@example.com`, password, ...(fullName && { fullName }) };
  return new Person(url, (await request(url, "register", { body })).body);
}

/**
 * Creates an account and signs in. Where the stack's database is known, the account is written into it with a cheap
 * hash of the password, and its e-mail address gets no verification mail.
 */
export async function newPerson(url: string, name = uniqueName(), fullName?: string): Promise<Person> {
  const stored = await storeAccount(url, { username: name, email: `${name}@example.com`, fullName });
  if (!stored) return registerPerson(url, name, fullName);
  return new Person(url, (await request(url, "login", { body: { login: name, password } })).body);
}

/** A tuple of N elements. */
export type Tuple<T, N extends number, R extends T[] = []> = number extends N
  ? T[]
  : R["length"] extends N
    ? R
    : Tuple<T, N, [...R, T]>;

/** Creates `count` accounts. @returns a tuple, so that each can have a name: `const [ann, ben] = …` */
export async function newPeople<N extends number>(url: string, count: N): Promise<Tuple<Person, N>> {
  const people = await Promise.all(Array.from({ length: count }, () => newPerson(url)));
  // Its length is `count`, which only the caller's literal says.
  return people as Tuple<Person, N>;
}
