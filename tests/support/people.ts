import { randomBytes, randomUUID } from "node:crypto";
import type { Conversation } from "../../contract/conversations.ts";
import type { ConversationId, MessageId, UserId } from "../../contract/ids.ts";
import type { Message, MessagePage } from "../../contract/messages.ts";
import { Session } from "../../contract/sessions.ts";
import { Socket } from "./socket.ts";

export const password = "correct horse battery staple";

export const newId = () => randomUUID() as MessageId;

/** A response with its body read. */
export interface Answer<T = unknown> {
  status: number;
  headers: Headers;
  body: T;
}

/** A plain HTTP call, as any program would make it. */
export async function http<T = unknown>(
  url: string,
  method: string,
  path: string,
  { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer<T>> {
  const response = await fetch(url + path, {
    method,
    headers: { ...(body !== undefined && { "content-type": "application/json" }), ...headers },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get("content-type") ?? "");
  return {
    status: response.status,
    headers: response.headers,
    body: (isJson && text ? JSON.parse(text) : text) as T,
  };
}

/** Somebody who is signed in. */
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

  call<T = unknown>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
    return http<T>(this.#url, method, `/api${path}`, {
      body,
      headers: { authorization: `Bearer ${this.token}` },
    });
  }

  async startGroup(others: Person[], name = "Group"): Promise<Conversation> {
    const body = { participantIds: others.map(({ id }) => id), name, isGroupChat: true };
    return (await this.call<Conversation>("POST", "/conversations", body)).body;
  }

  async startDirect(other: Person): Promise<Conversation> {
    return (await this.call<Conversation>("POST", "/conversations", { participantIds: [other.id] })).body;
  }

  send(conversationId: ConversationId, content: string, id = newId()): Promise<Answer<Message>> {
    return this.call<Message>("POST", `/conversations/${conversationId}/messages`, { id, content });
  }

  async history(conversationId: ConversationId, query = ""): Promise<MessagePage> {
    return (await this.call<MessagePage>("GET", `/conversations/${conversationId}/messages${query}`)).body;
  }

  connect(): Promise<Socket> {
    return Socket.open(this.#url, this.token);
  }
}

export const uniqueName = (prefix = "p") => `${prefix}-${randomBytes(6).toString("hex")}`;

/** Creates an account with a name that nobody has. */
export async function registerPerson(url: string, name = uniqueName(), fullName?: string): Promise<Person> {
  const body = { username: name, email: `${name}@example.com`, password, ...(fullName && { fullName }) };
  const answer = await http(url, "POST", "/api/auth/register", { body });
  return new Person(url, Session.parse(answer.body));
}

export const registerPeople = (url: string, count: number): Promise<Person[]> =>
  Promise.all(Array.from({ length: count }, () => registerPerson(url)));
