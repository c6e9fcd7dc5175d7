import { randomBytes, randomUUID } from "node:crypto";
import type * as z from "zod/mini";
import type { Conversation } from "../../contract/conversations.ts";
import { type ConversationId, MessageId, type UserId } from "../../contract/ids.ts";
import type { MessagePage } from "../../contract/messages.ts";
import { Problem } from "../../contract/problem.ts";
import { type RouteName, routes } from "../../contract/routes.ts";
import type { Session } from "../../contract/sessions.ts";
import type { WorkspaceRole } from "../../contract/workspace-roles.ts";
import { insertAccount, password } from "./accounts.ts";
import { Socket } from "./socket.ts";
import { storeMessages } from "./store-messages.ts";
import { createTuple, type Tuple } from "./tuple.ts";

export const newId = (): MessageId => MessageId.parse(randomUUID());

/** A response with its body read. */
export interface Answer<T = unknown> {
  status: number;
  headers: Headers;
  body: T;
}

/** Makes an HTTP request without the contract's help. A JSON body is parsed, any other body is text. */
export async function http(
  url: string,
  method: string,
  path: string,
  { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const response = await fetch(url + path, {
    method,
    redirect: "manual",
    headers: { ...(body !== undefined && { "content-type": "application/json" }), ...headers },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get("content-type") ?? "");
  const { status } = response;
  return { status, headers: response.headers, body: isJson && text ? JSON.parse(text) : text };
}

const isRouteName = (name: string): name is RouteName => name in routes;
export const routeNames = Object.keys(routes).filter(isRouteName);

type Routes = typeof routes;
type Schema = z.ZodMiniType;
type BodyOf<A> = { [S in keyof A]: A[S] extends Schema ? z.output<A[S]> : undefined }[keyof A];

/** The body of a route's successful answer. */
export type Returned<R extends RouteName> = BodyOf<Routes[R]["answers"]>;

/** A request without the contract's types, because many tests send requests that the contract forbids. */
export interface Request {
  params?: Record<string, string | undefined>;
  /** Values that are undefined or null are left out: a cursor before the first page. */
  query?: Record<string, string | number | null | undefined>;
  body?: unknown;
  headers?: Record<string, string>;
}

/** Returns a route's path and query below `/api`. */
export function pathOf(route: RouteName, { params = {}, query = {} }: Request = {}): string {
  const path = routes[route].path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(params[name] ?? ""),
  );
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value != null) search.set(name, String(value));
  return search.size > 0 ? `${path}?${search}` : path;
}

/** Refusals that no test has looked at yet. */
const unreadRefusals = new Set<object>();

/** @throws if a request was refused and the test read neither the status nor the problem */
export function checkUnreadRefusals(): void {
  const refusals = [...unreadRefusals];
  unreadRefusals.clear();
  if (refusals.length > 0) {
    throw new Error(`The test did not notice these refusals:\n${refusals.map(String).join("\n")}`);
  }
}

/** The response to a call of a route. Reading a part that the server did not return fails the test. */
export class Outcome<R extends RouteName> {
  readonly headers: Headers;
  readonly #route: R;
  readonly #status: number;
  readonly #body: unknown;

  constructor(route: R, { status, headers, body }: Answer) {
    this.#route = route;
    this.#status = status;
    this.headers = headers;
    this.#body = body;
    if (status >= 400) unreadRefusals.add(this);
  }

  get status(): number {
    unreadRefusals.delete(this);
    return this.#status;
  }

  /** The parsed body of a successful response. @throws if the contract promises no such status or body */
  get body(): Returned<R> {
    const answers: Readonly<Record<number, Schema | null>> = routes[this.#route].answers;
    const schema = answers[this.status];
    if (schema === undefined) throw this.#unexpected();
    // TypeScript cannot see that this schema belongs to this route.
    return (schema === null ? undefined : schema.parse(this.#body)) as Returned<R>;
  }

  /** The problem document of a refusal. @throws if the call succeeded or the document is malformed */
  get problem(): Problem {
    if (this.status < 400) throw this.#unexpected();
    return Problem.parse(this.#body);
  }

  toString(): string {
    return `${this.#route} returned ${this.#status}: ${JSON.stringify(this.#body)?.slice(0, 500)}`;
  }

  #unexpected(): Error {
    unreadRefusals.delete(this);
    return new Error(this.toString());
  }
}

/** Calls a route without an access token. */
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

/** A signed-in user. */
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

  /** Sends a request to any path, including one without a route. */
  raw(method: string, path: string, body?: unknown): Promise<Answer> {
    const headers = { authorization: `Bearer ${this.token}` };
    return http(this.#url, method, `/api${path}`, { headers, ...(body !== undefined && { body }) });
  }

  /** Calls a route. @returns only the status */
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

  /**
   * Sends texts in order. Only the last one goes through the API and reaches open clients, which then fetch the others:
   * a request costs ten times the CPU of a statement.
   */
  async sendAll(id: ConversationId, texts: readonly string[]): Promise<void> {
    const isStored = await storeMessages(this.#url, id, this.id, texts.slice(0, -1));
    for (const text of isStored ? texts.slice(-1) : texts) {
      if ((await this.send(id, text)).status !== 201) throw new Error(`${text} was not sent`);
    }
  }

  history(id: ConversationId, query: Record<string, string | number> = {}): Promise<MessagePage> {
    return this.call("listMessages", { params: { id }, query });
  }

  connect(): Promise<Socket> {
    return Socket.open(this.#url, this.token);
  }
}

/** Numbered texts: "line 1", "line 2" and so on. */
export const numbered = (word: string, count: number): string[] =>
  Array.from({ length: count }, (_, at) => `${word} ${at + 1}`);

export const uniqueName = (prefix = "p") => `${prefix}-${randomBytes(6).toString("hex")}`;

/** Registers through the API, for tests about registration. Hashing the password takes half a second of CPU. */
export async function registerPerson(url: string, name = uniqueName(), fullName?: string): Promise<Person> {
  const body = { username: name, email: `${name}@example.com`, password, ...(fullName && { fullName }) };
  return new Person(url, (await request(url, "register", { body })).body);
}

/**
 * Creates an account and signs in. If the stack's database is registered, the account is inserted with a cheap hash of
 * the password, and no verification e-mail is sent.
 */
export async function newPerson(url: string, name = uniqueName(), fullName?: string): Promise<Person> {
  const stored = await insertAccount(url, { username: name, email: `${name}@example.com`, fullName });
  if (!stored) return registerPerson(url, name, fullName);
  return signIn(url, name);
}

/**
 * Creates an account with a role in the workspace, and signs in. Where the stack's database is not known, only the
 * first account gets a role: it becomes the owner.
 */
export async function newPersonWithRole(
  url: string,
  workspaceRole: WorkspaceRole,
  name = uniqueName(workspaceRole),
  fullName?: string,
): Promise<Person> {
  const account = { username: name, email: `${name}@example.com`, fullName, workspaceRole };
  const person = (await insertAccount(url, account))
    ? await signIn(url, name)
    : await registerPerson(url, name, fullName);
  if (person.session.user.workspaceRole !== workspaceRole) throw new Error(`${name} is no ${workspaceRole}`);
  return person;
}

/** Signs in with the password of all test accounts. */
export async function signIn(url: string, login: string): Promise<Person> {
  return new Person(url, (await request(url, "login", { body: { login, password } })).body);
}

/** Creates `count` accounts and signs in to each. */
export const newPeople = <N extends number>(url: string, count: N): Promise<Tuple<Person, N>> =>
  createTuple(count, () => newPerson(url));
