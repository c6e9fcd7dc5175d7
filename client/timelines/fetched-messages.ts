import type { ConversationId, MessageId } from "../../contract/ids.ts";
import type { Message } from "../../contract/messages.ts";
import type { MessageChange } from "../conversations/conversation-changes.ts";
import { ProblemError } from "../http/problem-error.ts";
import { keyOf, type MessageKey, messageKey } from "../messages/message-key.ts";
import type { MessageRef } from "../messages/message-ref.ts";
import type { Session } from "../session/session.ts";
import { SingleFlight } from "../single-flight.ts";
import type { Store } from "../store.ts";

export interface FetchedMessagesOptions {
  store: Store;
  session: Pick<Session, "call">;
}

/** The most messages that are kept. A view that shows one of the others fetches it again. */
const mostMessages = 1_000;

/** The most changes that are remembered for messages whose answer is on its way. */
const mostChanges = 1_000;

/** How often a message is fetched again because its conversation changed meanwhile. */
const attempts = 3;

/** Single messages outside the loaded timelines, such as quoted ones. Changes reach them like those in a timeline. */
export class FetchedMessages {
  readonly #store: Store;
  readonly #session: Pick<Session, "call">;
  readonly #loads = new SingleFlight();
  /** The revisions of the last changes, by conversation and sequence number. */
  readonly #changes = new Map<string, number>();

  constructor({ store, session }: FetchedMessagesOptions) {
    this.#store = store;
    this.#session = session;
  }

  /**
   * Takes messages that an answer contains, so that changes reach them. A message that has changed since it was asked for
   * stays unknown.
   */
  take(messages: readonly Message[]): void {
    const { fetched } = this.#store.state;
    const isNew = (message: Message) => {
      const { conversationId, seq, revision = 0 } = message;
      const known = fetched.get(keyOf(message));
      const isCurrent = revision >= (this.#changes.get(`${conversationId} ${seq}`) ?? 0);
      return isCurrent && (!known || (known.revision ?? 0) < revision);
    };
    this.#add(messages.filter(isNew).map((message) => [keyOf(message), message] as const));
  }

  /** Fetches a message unless it is known. @throws {ProblemError} unless the server has no such message */
  async ensure(conversationId: ConversationId, messageId: MessageId): Promise<void> {
    const { fetched, timelines } = this.#store.state;
    const isLoaded = timelines.get(conversationId)?.messages.some(({ id }) => id === messageId);
    const key = messageKey(conversationId, messageId);
    if (isLoaded || fetched.has(key)) return;
    await this.#loads.run(key, async () => {
      try {
        this.#set(key, await this.#fetch(conversationId, messageId));
      } catch (error) {
        if (!(error instanceof ProblemError) || error.status !== 404) throw error;
        this.#set(key, null);
      }
    });
  }

  /** Applies a change to a fetched message. */
  change(conversationId: ConversationId, { seq, revision, apply }: MessageChange): void {
    this.#remember(`${conversationId} ${seq}`, revision);
    for (const message of this.#store.state.fetched.values()) {
      if (message?.conversationId !== conversationId || message.seq !== seq) continue;
      if ((message.revision ?? 0) < revision) this.#set(keyOf(message), apply(message));
    }
  }

  /** Changes a fetched message without a revision. */
  changeKnown({ conversationId, messageId }: MessageRef, change: (known: Message) => Message): void {
    const key = messageKey(conversationId, messageId);
    const known = this.#store.state.fetched.get(key);
    if (known) this.#set(key, change(known));
  }

  /** Forgets the messages of a conversation whose changes may have been missed. */
  forget(conversationId: ConversationId): void {
    const { fetched } = this.#store.state;
    const kept = [...fetched].filter(([, message]) => message && message.conversationId !== conversationId);
    if (kept.length < fetched.size) this.#store.update({ fetched: new Map(kept) });
  }

  /** Forgets the messages of all conversations but these, because no sync asks for the changes of the others. */
  forgetOthers(synced: readonly ConversationId[]): void {
    const { fetched } = this.#store.state;
    const kept = [...fetched].filter(([, message]) => message && synced.includes(message.conversationId));
    if (kept.length < fetched.size) this.#store.update({ fetched: new Map(kept) });
  }

  #remember(key: string, revision: number): void {
    this.#changes.set(key, Math.max(revision, this.#changes.get(key) ?? 0));
    const [oldest] = this.#changes.keys();
    if (this.#changes.size > mostChanges && oldest !== undefined) this.#changes.delete(oldest);
  }

  /** Fetches again if the conversation changed meanwhile, because the answer may be older than the change. */
  async #fetch(id: ConversationId, messageId: MessageId): Promise<Message> {
    const revision = () => this.#store.conversation(id)?.lastRevision;
    for (let attempt = 1; ; attempt++) {
      const before = revision();
      const message = await this.#session.call("getMessage", { params: { id, messageId } });
      if (revision() === before || attempt === attempts) return message;
    }
  }

  #set(key: MessageKey, message: Message | null): void {
    this.#add([[key, message]]);
  }

  #add(added: readonly (readonly [MessageKey, Message | null])[]): void {
    if (added.length === 0) return;
    const fetched = [...new Map([...this.#store.state.fetched, ...added])];
    this.#store.update({ fetched: new Map(fetched.slice(-mostMessages)) });
  }
}
