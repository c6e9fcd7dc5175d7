import { type Conversation, kindOf } from "../../../contract/conversations.ts";
import type { ConversationId, MessageId, UserId } from "../../../contract/ids.ts";
import type { Participant, ParticipantRole } from "../../../contract/participants.ts";
import type { User } from "../../../contract/users.ts";
import type { JobQueue } from "../../platform/queue/job-queue.ts";
import { announcesParticipants, type GroupSize } from "../conversations/group-size.ts";
import type { Removal } from "../conversations/participants.ts";
import type { EndedSessions } from "../sessions/end.ts";
import type { Audience } from "./audience.ts";
import type { Announcement, DeliveryJob } from "./delivery-job.ts";
import { enqueue } from "./fan-out.ts";

/** The maximum number of connections that one job closes. */
const closedPerJob = 100;

/** How long an announcement of a user's availability waits for further changes. */
const availabilityDelaySeconds = 1;

/** The announcement of a vote waits for further votes. */
const voteDelaySeconds = 1;

export const everyoneIn = (conversationId: ConversationId) =>
  ({ of: "conversation", conversationId }) as const;

/** Announces events through the delivery queue, for functions that may not push to connections themselves. */
export class Announcements {
  readonly #queue: JobQueue<DeliveryJob>;

  constructor(queue: JobQueue<DeliveryJob>) {
    this.#queue = queue;
  }

  announce(...announcements: Announcement[]): Promise<void> {
    return enqueue(
      this.#queue,
      announcements.map((announcement) => ({ task: "announce", ...announcement })),
    );
  }

  /** Announces a user's status and quiet times after a moment, so that several changes in a row cause one event. */
  announceAvailability(userId: UserId): Promise<void> {
    return enqueue(this.#queue, [{ task: "announce availability", userId }], availabilityDelaySeconds);
  }

  /** Announces the results of a poll after a moment, so that several votes cause one event. */
  announcePoll(conversationId: ConversationId, messageId: MessageId): Promise<void> {
    return enqueue(this.#queue, [{ task: "announce poll", conversationId, messageId }], voteDelaySeconds);
  }

  /** Announces the new roles of participants. */
  announceRoles(
    conversationId: ConversationId,
    roles: readonly { userId: UserId; role: ParticipantRole; version: number }[],
    audience: Audience = everyoneIn(conversationId),
  ): Promise<void> {
    return this.announce(
      ...roles.map((role) => ({
        event: { type: "participant.updated", conversationId, ...role } as const,
        audience,
      })),
    );
  }

  /**
   * Announces that a participant left or was removed, to them as well, and the new owner if there is one. The others in
   * a large channel do not learn of it.
   */
  async announceRemoval({ newOwnerId, kind, ...removal }: AnnouncedRemoval): Promise<void> {
    const { conversationId, userId, version, participantCount } = removal;
    const event = { type: "participant.removed", ...removal } as const;
    await this.announce(
      ...(announcesParticipants({ kind, participantCount })
        ? [{ event, audience: everyoneIn(conversationId) }]
        : []),
      { event, audience: { of: "people", userIds: [userId] } },
    );
    // The participant has left the group's call as well.
    await enqueue(this.#queue, [{ task: "check call", conversationId, isChanged: true }]);
    if (newOwnerId)
      await this.announceRoles(conversationId, [{ userId: newOwnerId, role: "owner", version }]);
  }

  /**
   * Announces the name that stands for a deleted user now to a group that they have left. Its participants may share no
   * other conversation with the user. `announceRemoval` comes first.
   */
  async announceDeletion(left: AnnouncedRemoval, user: User): Promise<void> {
    if (!announcesParticipants(left)) return;
    const event = { type: "user.updated", user } as const;
    await this.announce({ event, audience: everyoneIn(left.conversationId) });
  }

  /**
   * Announces a conversation to users who were added or have joined, and announces these users to its other
   * participants. The others in a large channel do not learn of it.
   *
   * @param conversation  as the caller sees it
   */
  async announceAdded(
    conversation: Conversation,
    participants: readonly Participant[],
    callerId: UserId,
  ): Promise<void> {
    if (participants.length === 0) return;
    const { id: conversationId, participantCount, version, lastSeq } = conversation;
    const isJoin = participants.every(({ user }) => user.id === callerId);
    const asSeenByNew: Conversation = {
      ...conversation,
      lastReadSeq: lastSeq,
      unreadCount: 0,
      mentionCount: 0,
      role: "member",
      settings: { notify: "all", isPinned: false, isArchived: false, unreadFrom: null, sectionId: null },
    };
    await this.announce({
      event: { type: "conversation.created", conversation: isJoin ? conversation : asSeenByNew },
      audience: { of: "people", userIds: participants.map(({ user }) => user.id) },
    });
    if (!announcesParticipants({ kind: kindOf(conversation), participantCount })) return;
    await this.announce({
      event: {
        type: "participant.added",
        conversationId,
        participants: [...participants],
        participantCount,
        version,
      },
      audience: everyoneIn(conversationId),
    });
  }

  /** Announces a newcomer to the participants of the groups that they joined, except for large channels. */
  announceJoined(joined: readonly Joined[]): Promise<void> {
    return this.announce(
      ...joined.filter(announcesParticipants).map(({ participant, kind: _, ...group }) => ({
        event: { type: "participant.added" as const, participants: [participant], ...group },
        audience: everyoneIn(group.conversationId),
      })),
    );
  }

  /** Announces to a user's devices which of their sessions ended, and closes the connections of these sessions. */
  async announceEnded({ userId, sessionIds, connectionIds }: EndedSessions): Promise<void> {
    if (sessionIds.length === 0) return;
    const event = { type: "sessions.ended", deviceIds: sessionIds } as const;
    await this.announce({ event, audience: { of: "people", userIds: [userId] } });
    const jobs: DeliveryJob[] = [];
    for (let at = 0; at < connectionIds.length; at += closedPerJob) {
      jobs.push({ task: "close", userId, event, connectionIds: connectionIds.slice(at, at + closedPerJob) });
    }
    await enqueue(this.#queue, jobs);
  }
}

/** A participant who is no longer in a conversation, with its size afterwards. */
interface AnnouncedRemoval extends Removal {
  conversationId: ConversationId;
  userId: UserId;
}

/** A user who joined a conversation, with its size afterwards. */
interface Joined extends GroupSize {
  conversationId: ConversationId;
  participant: Participant;
}
