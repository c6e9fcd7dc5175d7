import type {
  ConversationSettings,
  SettingsUpdated,
  UpdateSettings,
} from "../../contract/conversation-settings.ts";
import type { ConversationId } from "../../contract/ids.ts";
import { LatestChanges } from "../events/latest-changes.ts";
import type { ReadPositions } from "../read-positions.ts";
import type { Session } from "../session/session.ts";
import type { Store } from "../store.ts";

export interface OwnSettingsOptions {
  store: Store;
  session: Pick<Session, "call">;
  readPositions: Pick<ReadPositions, "settle" | "hasRemovedMark">;
}

/** The changes of one conversation's settings that the server has not answered. */
interface Pending {
  /** The settings that the server has confirmed. */
  confirmed: ConversationSettings;
  changes: UpdateSettings[];
}

/**
 * The user's own settings in conversations. A change shows immediately. An event or an answer that is late, from this
 * device or another one, never reverts a newer change.
 */
export class OwnSettings {
  readonly #options: OwnSettingsOptions;
  readonly #pending = new Map<ConversationId, Pending>();
  readonly #latest = new LatestChanges();

  constructor(options: OwnSettingsOptions) {
    this.#options = options;
  }

  /** Changes settings. Reverts the change if the server refuses it. @throws {ProblemError} */
  async update(id: ConversationId, change: UpdateSettings): Promise<void> {
    const { store, session, readPositions } = this.#options;
    const known = store.conversation(id);
    const pending = this.#pending.get(id) ?? (known && { confirmed: known.settings, changes: [] });
    pending?.changes.push(change);
    if (pending) this.#pending.set(id, pending);
    this.#show(id);
    try {
      if (typeof change.unreadFrom === "number") await readPositions.settle(id);
      const { changedAt, ...settings } = await session.call("updateSettings", {
        params: { id },
        body: change,
      });
      if (pending && this.#latest.take(id, changedAt)) pending.confirmed = settings;
    } finally {
      pending?.changes.splice(pending.changes.indexOf(change), 1);
      this.#show(id);
      if (pending?.changes.length === 0) this.#pending.delete(id);
    }
  }

  /** Takes a change that any of the user's devices has made. */
  receive({ conversationId: id, settings, unreadCount, mentionCount, changedAt }: SettingsUpdated): void {
    if (!this.#latest.take(id, changedAt)) return;
    const pending = this.#pending.get(id);
    if (pending) pending.confirmed = settings;
    this.#options.store.changeConversation(id, (known) => ({
      ...known,
      settings,
      unreadCount,
      mentionCount,
    }));
    this.#show(id);
  }

  /** Shows the confirmed settings, without a mark that the user removed by reading, and with the changes on their way. */
  #show(id: ConversationId): void {
    const pending = this.#pending.get(id);
    if (!pending) return;
    const { store, readPositions } = this.#options;
    const { confirmed, changes } = pending;
    const isRead = readPositions.hasRemovedMark({ id, settings: confirmed });
    const settings = Object.assign({}, confirmed, isRead && { unreadFrom: null }, ...changes);
    store.changeConversation(id, (known) => ({ ...known, settings }));
  }
}
