import type { CustomEmoji, EmojiUpdated } from "../../contract/custom-emoji.ts";
import type { EmojiId, PictureId } from "../../contract/ids.ts";
import { inBackground, type ReportError } from "../errors.ts";
import { ifOffered } from "../http/problem-error.ts";
import type { Session } from "../session/session.ts";
import { SingleFlight } from "../single-flight.ts";
import type { Store } from "../store.ts";

export interface CustomEmojisOptions {
  store: Store;
  session: Pick<Session, "call">;
  reportError: ReportError;
}

/** The emoji of the workspace. The list loads when a client first needs it, and events keep it up to date. */
export class CustomEmojis {
  readonly #options: CustomEmojisOptions;
  readonly #loads = new SingleFlight();
  /** The revision of the list in the state. Undefined before it has loaded. */
  #revision: number | undefined;
  /** Whether a caller has needed the list. If it could not be loaded, the next connection loads it. */
  #isNeeded = false;
  /** The latest revision of which an event told. A list that loaded before the event may lack it. */
  #announced = 0;

  constructor(options: CustomEmojisOptions) {
    this.#options = options;
  }

  /**
   * Loads the emoji of the workspace into `state.emoji`, unless they are loaded.
   *
   * @throws {ProblemError}
   * @example
   * await client.emoji.ensure();
   * const shipit = client.state.emoji?.get("shipit");
   */
  async ensure(): Promise<void> {
    this.#isNeeded = true;
    if (this.#revision === undefined) await this.#loads.run("list", () => this.#load());
  }

  /**
   * Adds an emoji to the workspace.
   *
   * @param name  2 to 32 characters of `a-z 0-9 _ + -`
   * @param pictureId  a picture that the user has just uploaded
   * @throws {ProblemError}
   */
  async add(name: string, pictureId: PictureId): Promise<CustomEmoji> {
    const emoji = await this.#options.session.call("addEmoji", { body: { name, pictureId } });
    await this.#load();
    return emoji;
  }

  /** Deletes an emoji. Messages and reactions keep its name. @throws {ProblemError} */
  async delete(id: EmojiId): Promise<void> {
    await this.#options.session.call("deleteEmoji", { params: { id } });
    await this.#load();
  }

  /** Applies an event. If earlier ones were missed, the list loads again. */
  receive({ revision, id, emoji }: EmojiUpdated): void {
    this.#announced = Math.max(this.#announced, revision);
    if (this.#revision === undefined || revision <= this.#revision) return;
    if (revision > this.#revision + 1) {
      inBackground("emoji.load", this.#load(), this.#options.reportError);
      return;
    }
    const others = [...(this.#options.store.state.emoji?.values() ?? [])].filter((other) => other.id !== id);
    this.#take(revision, emoji ? [...others, emoji] : others);
  }

  /** Loads the changes that were missed while no connection was open. @throws {ProblemError} */
  async catchUp(): Promise<void> {
    if (this.#isNeeded) await this.#load();
  }

  async #load(): Promise<void> {
    const known = this.#revision;
    const query = known === undefined ? {} : { revision: String(known) };
    const answer = await ifOffered(this.#options.session.call("listEmoji", { query }));
    // A server of the previous release has no emoji.
    const { revision, items } = answer ?? { revision: this.#announced, items: [] };
    if (revision < this.#announced) return this.#load();
    if (items && revision >= (this.#revision ?? 0)) this.#take(revision, items);
  }

  #take(revision: number, items: readonly CustomEmoji[]): void {
    this.#revision = revision;
    this.#options.store.update({ emoji: new Map(items.map((emoji) => [emoji.name, emoji])) });
  }
}
