import type { UpdateSettings } from "../../contract/conversation-settings.ts";
import type { NewConversation, UpdateConversation } from "../../contract/conversations.ts";
import type { ConversationId, UserId } from "../../contract/ids.ts";
import type { ParticipantRole } from "../../contract/participants.ts";
import type { Session } from "../session/session.ts";
import type { ConversationList } from "./conversation-list.ts";
import type { OwnSettings } from "./own-settings.ts";

export interface ConversationsOptions {
  session: Session;
  list: ConversationList;
  ownSettings: Pick<OwnSettings, "update">;
}

/** Starts and changes conversations, their participants and the user's own settings. */
export class Conversations {
  readonly #options: ConversationsOptions;

  constructor(options: ConversationsOptions) {
    this.#options = options;
  }

  get #session(): Session {
    return this.#options.session;
  }

  /** Loads a conversation unless it is known. @throws {ProblemError} 404 if the user does not take part in it */
  ensure(id: ConversationId): Promise<void> {
    return this.#options.list.ensure(id);
  }

  /**
   * Starts a conversation, or returns the existing direct conversation with the same user.
   * @param name  the name of a group. Without a name, one other user makes a direct conversation.
   * @throws {ProblemError}
   */
  async create(participantIds: UserId[], name?: string): Promise<ConversationId> {
    const conversation = await this.#session.call("createConversation", {
      body: {
        participantIds,
        ...(name && { name }),
        ...(participantIds.length === 0 && { isGroupChat: true }),
      },
    });
    this.#options.list.take([conversation]);
    return conversation.id;
  }

  /** Creates a channel, which everyone except guests can join. @throws {ProblemError} */
  async createChannel(channel: Pick<NewConversation, "name" | "topic">): Promise<ConversationId> {
    const conversation = await this.#session.call("createConversation", {
      body: { participantIds: [], kind: "channel", ...channel },
    });
    this.#options.list.take([conversation]);
    return conversation.id;
  }

  /** Joins a channel. @throws {ProblemError} */
  async join(id: ConversationId): Promise<void> {
    const me = this.#session.user?.id;
    if (me) await this.addParticipants(id, [me]);
  }

  /** Changes what all participants of a group share: its name, picture or rules. @throws {ProblemError} */
  async update(id: ConversationId, change: UpdateConversation): Promise<void> {
    this.#options.list.take([
      await this.#session.call("updateConversation", { params: { id }, body: change }),
    ]);
  }

  /**
   * Changes the user's own settings. The change shows immediately and is reverted if refused. @throws {ProblemError}
   */
  updateSettings(id: ConversationId, change: UpdateSettings): Promise<void> {
    return this.#options.ownSettings.update(id, change);
  }

  /** @throws {ProblemError} */
  async addParticipants(id: ConversationId, participantIds: UserId[]): Promise<void> {
    this.#options.list.take([
      await this.#session.call("addParticipants", { params: { id }, body: { participantIds } }),
    ]);
  }

  /** Removes a participant. Removing oneself leaves the group. @throws {ProblemError} */
  async removeParticipant(id: ConversationId, userId: UserId): Promise<void> {
    await this.#session.call("removeParticipant", { params: { id, userId } });
    if (userId === this.#session.user?.id) this.#options.list.verifyInBackground(id);
  }

  /** @throws {ProblemError} */
  async changeRole(
    id: ConversationId,
    { userId, role }: { userId: UserId; role: ParticipantRole },
  ): Promise<void> {
    await this.#session.call("updateParticipant", { params: { id, userId }, body: { role } });
  }
}
