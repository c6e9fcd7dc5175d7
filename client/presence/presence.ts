import type { ServerEvent } from "../../contract/frames.ts";
import type { UserId } from "../../contract/ids.ts";
import type { Connection } from "../connection/connection.ts";
import { withUserEverywhere } from "../conversations/participant-changes.ts";
import type { Store } from "../store.ts";
import { TypingNotices } from "./typing-notices.ts";
import type { TypingPlace } from "./typing-place.ts";
import { TypingUsers } from "./typing-users.ts";

/** Tracks online users and typing users. */
export class Presence {
  readonly #store: Store;
  readonly #users: TypingUsers;
  readonly #notices: TypingNotices;

  constructor(store: Store, connection: Connection) {
    this.#store = store;
    this.#users = new TypingUsers((typing) => store.update({ typing }));
    this.#notices = new TypingNotices((place, isTyping) =>
      connection.notify({ action: "typing", ...place, isTyping }),
    );
  }

  /**
   * Announces to the other participants that the user is typing in a conversation or a thread, or has stopped. Call it
   * with each keystroke.
   *
   * @example
   * client.presence.setTyping({ conversationId, threadId: root.id }, true);
   */
  setTyping(place: TypingPlace, isTyping: boolean): void {
    this.#notices.set(place, isTyping);
  }

  /** Notes that a message of the user is on its way, so that the other participants no longer see the user typing. */
  messageSent(place: TypingPlace): void {
    this.#notices.forget(place);
  }

  /** Applies a `typing` event, or the end of typing that another event implies. */
  receiveTyping(typing: TypingPlace & { userId: UserId; isTyping: boolean }): void {
    this.#users.set(typing);
  }

  /** Applies a `presence` event. */
  receivePresence({ userId, online, lastSeenAt }: Extract<ServerEvent, { type: "presence" }>): void {
    const conversations = withUserEverywhere(this.#store.state.conversations, userId, (known) => ({
      ...known,
      online,
      ...(lastSeenAt !== undefined && { lastSeenAt }),
    }));
    this.#store.update({ conversations });
  }

  stop(): void {
    this.#users.stop();
  }
}
