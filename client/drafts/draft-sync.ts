import type { Draft as ServerDraft } from "../../contract/drafts.ts";
import type { UserId } from "../../contract/ids.ts";
import { limits } from "../../contract/limits.ts";
import { countCharacters, isStorableText } from "../../contract/text.ts";
import { times } from "../../contract/times.ts";
import type { ChatState } from "../chat-state.ts";
import { inBackground, logError, type ReportError } from "../errors.ts";
import { all } from "../http/pages.ts";
import { ProblemError } from "../http/problem-error.ts";
import type { Session } from "../session/session.ts";
import { type DraftPlace, draftPlace } from "./draft-place.ts";
import type { Drafts } from "./drafts.ts";
import { moveEarlierDrafts } from "./earlier-drafts.ts";
import { mergedText } from "./merged-text.ts";
import { partsOf } from "./place-parts.ts";
import { type ListedStorage, type SavedDraft, SavedDrafts } from "./saved-drafts.ts";

/** The longest time that saving takes. A tab that has been saving for longer was closed meanwhile. */
export const savingMs = 10_000;

export interface DraftSyncOptions {
  drafts: Drafts;
  storage: ListedStorage;
  userId: UserId;
  session: Pick<Session, "call" | "user">;
  /** The client whose connection announces changes on other devices. */
  client: { readonly state: ChatState; subscribe: (listener: () => void) => () => void };
  /** The minimum time between two saves. */
  pauseMs?: number;
  reportError?: ReportError;
}

/**
 * Synchronizes the drafts of this browser with those at the server. Pages still read and write them through `Drafts`,
 * even without a connection.
 *
 * A text that changed on one side only, even to an empty one, replaces the text of the other side. If both have changed,
 * nothing is lost: two texts are merged, with this browser's text first, and an empty text yields to the other one.
 *
 * @example
 * const sync = new DraftSync({ drafts, storage, userId, session, client });
 * sync.start();
 */
export class DraftSync {
  readonly #options: DraftSyncOptions;
  readonly #saved: SavedDrafts;
  readonly #pauseMs: number;
  readonly #reportError: ReportError;
  /** The last known revisions. A removed draft leaves no other trace, and a late event may carry an earlier version. */
  readonly #revisions = new Map<DraftPlace, number>();
  /** Texts that the server has refused, so that they are not sent again and again. */
  readonly #refused = new Map<DraftPlace, string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> = Promise.resolve();
  #leave: (() => void)[] = [];
  #isStopped = false;

  constructor(options: DraftSyncOptions) {
    this.#options = options;
    this.#saved = new SavedDrafts(options.storage, options.userId);
    this.#pauseMs = options.pauseMs ?? times.draftMs;
    this.#reportError = options.reportError ?? logError;
  }

  /** Starts following both sides. Loads the server's drafts with each connection. */
  start(): void {
    const { client, drafts } = this.#options;
    moveEarlierDrafts({ ...this.#options, store: (place, known) => this.#store(place, known) });
    let { status, latestDraft } = client.state;
    const follow = () => {
      const { state } = client;
      if (state.latestDraft && state.latestDraft !== latestDraft) this.#receive(state.latestDraft);
      latestDraft = state.latestDraft;
      if (state.status === "live" && status !== "live") this.#run(() => this.#catchUp());
      status = state.status;
    };
    this.#leave = [client.subscribe(follow), drafts.subscribe(() => this.#saveSoon())];
    if (status === "live") this.#run(() => this.#catchUp());
  }

  stop(): void {
    this.#isStopped = true;
    for (const leave of this.#leave) leave();
    clearTimeout(this.#timer);
  }

  /** Saves now, because the page is about to be hidden. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    return this.#run(() => this.#saveAll());
  }

  get #isLive(): boolean {
    return this.#options.client.state.status === "live";
  }

  /** Runs one task at a time. */
  #run(task: () => Promise<void>): Promise<void> {
    this.#running = this.#running.then(task).catch((error: unknown) => {
      inBackground("drafts.sync", Promise.reject(error), this.#reportError);
    });
    return this.#running;
  }

  #saveSoon(): void {
    this.#timer ??= setTimeout(() => void this.flush(), this.#pauseMs);
  }

  /** Loads the server's drafts, then saves the changes of this browser. @throws {ProblemError} */
  async #catchUp(): Promise<void> {
    const before = new Map(
      [...this.#saved.places().saved, ...this.#revisions.keys()].map((place) => [
        place,
        this.#known(place).revision,
      ]),
    );
    const listed = await all((cursor) =>
      this.#options.session.call("listDrafts", { query: cursor ? { cursor } : {} }),
    );
    // The list takes precedence, even after the server was restored from a backup, unless a newer event has arrived.
    for (const draft of listed) {
      const place = placeOf(draft);
      const { revision } = this.#known(place);
      if (revision === (before.get(place) ?? 0) && revision > draft.revision) this.#forget(place);
      this.#receive(draft);
    }
    const present = new Set(listed.map(placeOf));
    for (const [place, revision] of before) {
      const known = this.#known(place);
      if (!present.has(place) && known.revision === revision) this.#accept(place, { ...known, text: "" });
    }
    await this.#saveAll();
  }

  /** Takes a draft from the server, unless a newer one is known. */
  #receive(draft: ServerDraft): void {
    const place = placeOf(draft);
    const { conversationId, content: text, revision } = draft;
    if (revision > this.#known(place).revision) this.#accept(place, { conversationId, text, revision });
  }

  /** Whether the user has signed out. This device then keeps nothing, even if an answer arrives later. */
  get #isOver(): boolean {
    const { session, userId } = this.#options;
    return this.#isStopped || session.user?.id !== userId;
  }

  /** Reconciles the server's text with this browser's text. */
  #accept(place: DraftPlace, remote: SavedDraft): void {
    const { drafts } = this.#options;
    if (this.#isOver) return;
    const known = this.#known(place);
    const here = textOf(drafts, place);
    this.#remember(place, remote);
    // A tab of this browser has saved this text, and the user may have continued writing.
    if (known.saving?.text === remote.text || here === remote.text) return;
    const isChangedHere = here !== known.text;
    const text = !isChangedHere || here === "" ? remote.text : remote.text && mergedText(here, remote.text);
    if (text !== "" || !isChangedHere) drafts.change(place, { text });
  }

  /** Saves everything that changed here. @throws {ProblemError} */
  async #saveAll(): Promise<void> {
    const { written, saved } = this.#saved.places();
    for (const place of new Set([...written, ...saved])) {
      if (!this.#isLive || this.#isOver) return;
      await this.#save(place);
    }
  }

  async #save(place: DraftPlace): Promise<void> {
    const { drafts, session } = this.#options;
    const known = this.#known(place);
    const text = textOf(drafts, place);
    const isElsewhere = known.saving?.text === text && Date.now() - known.saving.since < savingMs;
    if (text === known.text || isElsewhere || this.#refused.get(place) === text || !isSavable(text)) return;
    const { conversationId, rootId } = partsOf(place);
    this.#store(place, { ...known, saving: { text, since: Date.now() } });
    try {
      const draft = await session.call("saveDraft", {
        params: { id: conversationId },
        body: {
          content: text,
          basedOn: known.text === "" ? 0 : known.revision,
          ...(rootId && { threadId: rootId }),
        },
      });
      this.#remember(place, { conversationId, text, revision: draft.revision });
    } catch (error) {
      const { saving: _, ...latest } = this.#known(place);
      this.#store(place, latest);
      this.#recover(error, place, text);
    }
  }

  #recover(error: unknown, place: DraftPlace, text: string): void {
    if (!(error instanceof ProblemError)) throw error;
    if (error.code === "draft-changed") {
      // The list contains the other text, which is then merged and saved.
      this.#timer ??= setTimeout(() => void this.#merge(), this.#pauseMs);
    } else if (error.isTemporary) {
      this.#timer ??= setTimeout(() => void this.flush(), (error.retryAfter ?? 10) * 1_000);
    } else {
      // The draft stays in this browser: the user has left, or has too many.
      this.#refused.set(place, text);
    }
  }

  #merge(): Promise<void> {
    this.#timer = undefined;
    return this.#run(() => this.#catchUp());
  }

  /** Forgets the revision of a draft, but not its text. */
  #forget(place: DraftPlace): void {
    this.#revisions.delete(place);
    this.#store(place, { ...this.#known(place), revision: 0 });
  }

  /** Returns the server's draft as this browser last saw it. */
  #known(place: DraftPlace): SavedDraft {
    const stored = this.#saved.get(place) ?? {
      conversationId: partsOf(place).conversationId,
      text: "",
      revision: 0,
    };
    return { ...stored, revision: Math.max(stored.revision, this.#revisions.get(place) ?? 0) };
  }

  #remember(place: DraftPlace, { saving: _, ...draft }: SavedDraft): void {
    if (draft.revision < this.#known(place).revision) return;
    this.#revisions.set(place, draft.revision);
    this.#store(place, draft);
  }

  #store(place: DraftPlace, draft: SavedDraft): void {
    if (this.#isOver) return;
    try {
      this.#saved.set(place, draft);
    } catch (error) {
      // The storage is full. The next connection compares the texts again.
      this.#reportError(error, { operation: "drafts.store" });
    }
  }
}

const placeOf = ({ threadId, conversationId }: ServerDraft): DraftPlace =>
  draftPlace(conversationId, threadId);

const textOf = (drafts: Drafts, place: DraftPlace): string => {
  const { text } = drafts.get(place);
  return text.trim() === "" ? "" : text;
};

const isSavable = (text: string): boolean =>
  countCharacters(text) <= limits.message.max && isStorableText(text);
