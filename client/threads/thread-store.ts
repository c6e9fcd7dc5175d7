import type { ConversationId, MessageId } from "../../contract/ids.ts";
import type { Message } from "../../contract/messages.ts";
import type { Thread } from "../../contract/threads.ts";
import type { MessageChange } from "../conversations/conversation-changes.ts";
import type { Store } from "../store.ts";
import { addReplies, type Replies } from "./replies.ts";
import { mergedThread, withLatestSummary } from "./thread-changes.ts";

/** The known threads, and the loaded replies of those that the user has opened. */
export class ThreadStore {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  get(rootId: MessageId): Thread | undefined {
    return this.#store.state.threads.get(rootId);
  }

  repliesOf(rootId: MessageId): Replies | undefined {
    return this.#store.state.replies.get(rootId);
  }

  /** Merges fetched threads into the state. */
  take(fetched: readonly Thread[]): void {
    if (fetched.length === 0) return;
    const { threads } = this.#store.state;
    const fresh = fetched.map(
      (thread) => [thread.root.id, mergedThread(threads.get(thread.root.id), thread)] as const,
    );
    this.#store.update({ threads: new Map([...threads, ...fresh]) });
  }

  /** Changes a thread. An unknown one stays unknown. */
  changeThread(rootId: MessageId, change: (known: Thread) => Thread): void {
    const { threads } = this.#store.state;
    const known = threads.get(rootId);
    const changed = known && change(known);
    if (changed && changed !== known)
      this.#store.update({ threads: new Map([...threads, [rootId, changed]]) });
  }

  /** Replaces the loaded replies of a thread. The last opened thread is the last one in the state. */
  setReplies(rootId: MessageId, loaded: Replies): void {
    const others = [...this.#store.state.replies].filter(([id]) => id !== rootId);
    this.#store.update({ replies: new Map([...others, [rootId, loaded]]) });
  }

  /** Adds replies to a thread whose replies are loaded. @returns whether others before them are missing */
  addReplies(rootId: MessageId, added: readonly Message[]): boolean {
    const known = this.repliesOf(rootId);
    if (!known) return false;
    const { replies, gap } = addReplies(known, added);
    this.#put(rootId, replies);
    return gap;
  }

  /** Applies a change to a root or reply. */
  change(id: ConversationId, { seq, revision, apply }: MessageChange): void {
    const isIt = (message: Message) => message.conversationId === id && message.seq === seq;
    const isOlder = (message: Message) => isIt(message) && (message.revision ?? 0) < revision;
    for (const { root } of this.#store.state.threads.values()) {
      if (isOlder(root))
        this.changeThread(root.id, (known) => ({
          ...known,
          root: withLatestSummary(apply(known.root), known.root),
        }));
    }
    for (const [rootId, loaded] of this.#store.state.replies) {
      if (loaded.conversationId !== id || !loaded.messages.some(isOlder)) continue;
      const messages = loaded.messages.map((message) => (isOlder(message) ? apply(message) : message));
      this.#put(rootId, { ...loaded, messages });
    }
  }

  /** Shows the user's own change of a reply before the event with its revision arrives. */
  changeReply(messageId: MessageId, change: (known: Message) => Message): void {
    for (const [rootId, loaded] of this.#store.state.replies) {
      const at = loaded.messages.findIndex(({ id }) => id === messageId);
      const known = loaded.messages[at];
      if (!known) continue;
      const messages = loaded.messages.with(at, change(known));
      this.#put(rootId, { ...loaded, messages });
    }
  }

  /** Replaces the loaded replies of a thread, which keeps its place among the opened ones. */
  #put(rootId: MessageId, loaded: Replies): void {
    this.#store.update({ replies: new Map([...this.#store.state.replies, [rootId, loaded]]) });
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
