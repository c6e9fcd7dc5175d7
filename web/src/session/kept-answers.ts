import type { ChatClient } from "../../../client/chat-client.ts";

/** Keeps answers up to date by the state of a chat client. @returns stops it */
export type Follow = (client: Pick<ChatClient, "state" | "subscribe">) => () => void;

/** Empties what parts of the page keep of the server's answers to a user. */
class KeptAnswers {
  readonly #clear = new Set<() => void>();
  readonly #followers = new Map<Follow, () => void>();
  #client: ChatClient | undefined;

  /** Calls `clear` when the user changes or signs out. */
  add(clear: () => void): void {
    this.#clear.add(clear);
  }

  /** Calls `follow` for each chat client. The code of the answers may load later than the client. */
  addFollower(follow: Follow): void {
    this.#followers.set(follow, this.#client ? follow(this.#client) : () => {});
  }

  /** Lets the answers follow a chat client instead of the one before. */
  follow(client: ChatClient): void {
    this.#client = client;
    for (const [follow, stop] of this.#followers) {
      stop();
      this.#followers.set(follow, follow(client));
    }
  }

  clear(): void {
    for (const clear of this.#clear) clear();
  }
}

/** The page has one user at a time. */
export const keptAnswers = new KeptAnswers();
