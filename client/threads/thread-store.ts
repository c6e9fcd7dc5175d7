import type { ConversationId } from "../../contract/ids.ts";
import type { Message } from "../../contract/messages.ts";
import type { Thread } from "../../contract/threads.ts";
import type { MessageChange } from "../conversations/conversation-changes.ts";
import { keyOf, type MessageKey, messageKey } from "../messages/message-key.ts";
import type { MessageRef } from "../messages/message-ref.ts";
import type { Store } from "../store.ts";
import { addReplies, type Replies } from "./replies.ts";
import { mergedThread, withLatestSummary } from "./thread-changes.ts";
import { type ThreadRef, threadKey } from "./thread-ref.ts";

/** The known threads, and the loaded replies of those that the user has opened. */
export class ThreadStore {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  get(thread: ThreadRef): Thread | undefined {
    return this.#store.state.threads.get(threadKey(thread));
  }

  repliesOf(thread: ThreadRef): Replies | undefined {
    return this.#store.state.replies.get(threadKey(thread));
  }

  /** Merges fetched threads into the state. */
  take(fetched: readonly Thread[]): void {
    if (fetched.length === 0) return;
    const { threads } = this.#store.state;
    const fresh = fetched.map((thread) => {
      const key = keyOf(thread.root);
      return [key, mergedThread(threads.get(key), thread)] as const;
    });
    this.#store.update({ threads: new Map([...threads, ...fresh]) });
  }

  /** Changes a thread. An unknown one stays unknown. */
  changeThread(thread: ThreadRef, change: (known: Thread) => Thread): void {
    const { threads } = this.#store.state;
    const key = threadKey(thread);
    const known = threads.get(key);
    const changed = known && change(known);
    if (changed && changed !== known) this.#store.update({ threads: new Map([...threads, [key, changed]]) });
  }

  /** Replaces the loaded replies of a thread. The last opened thread is the last one in the state. */
  setReplies({ conversationId, rootId }: ThreadRef, messages: readonly Message[]): void {
    const key = messageKey(conversationId, rootId);
    const others = [...this.#store.state.replies].filter(([other]) => other !== key);
    this.#store.update({ replies: new Map([...others, [key, { conversationId, rootId, messages }]]) });
  }

  /** Adds replies to a thread whose replies are loaded. @returns whether others before them are missing */
  addReplies(thread: ThreadRef, added: readonly Message[]): boolean {
    const known = this.repliesOf(thread);
    if (!known) return false;
    const { replies, gap } = addReplies(known, added);
    this.#put(threadKey(thread), replies);
    return gap;
  }

  /** Applies a change to a root or reply. */
  change(id: ConversationId, { seq, revision, apply }: MessageChange): void {
    const isIt = (message: Message) => message.conversationId === id && message.seq === seq;
    const isOlder = (message: Message) => isIt(message) && (message.revision ?? 0) < revision;
    for (const { root } of this.#store.state.threads.values()) {
      if (isOlder(root))
        this.changeThread({ conversationId: id, rootId: root.id }, (known) => ({
          ...known,
          root: withLatestSummary(apply(known.root), known.root),
        }));
    }
    for (const [key, loaded] of this.#store.state.replies) {
      if (loaded.conversationId !== id || !loaded.messages.some(isOlder)) continue;
      const messages = loaded.messages.map((message) => (isOlder(message) ? apply(message) : message));
      this.#put(key, { ...loaded, messages });
    }
  }

  /** Shows the user's own change of a reply before the event with its revision arrives. */
  changeReply({ conversationId, messageId }: MessageRef, change: (known: Message) => Message): void {
    for (const [key, loaded] of this.#store.state.replies) {
      if (loaded.conversationId !== conversationId) continue;
      const at = loaded.messages.findIndex(({ id }) => id === messageId);
      const known = loaded.messages[at];
      if (!known) continue;
      const messages = loaded.messages.with(at, change(known));
      this.#put(key, { ...loaded, messages });
    }
  }

  /** Replaces the loaded replies of a thread, which keeps its place among the opened ones. */
  #put(key: MessageKey, loaded: Replies): void {
    this.#store.update({ replies: new Map([...this.#store.state.replies, [key, loaded]]) });
  }

  /** Forgets the threads of a conversation in which the user no longer takes part. */
  forget(id: ConversationId): void {
    const { threads, replies } = this.#store.state;
    this.#store.update({
      threads: new Map([...threads].filter(([, { conversationId }]) => conversationId !== id)),
      replies: new Map([...replies].filter(([, { conversationId }]) => conversationId !== id)),
    });
  }
}
