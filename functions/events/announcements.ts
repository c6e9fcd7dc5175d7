import type { ParticipantRole } from "../../contract/conversations.ts";
import type { ConversationId, MessageId, UserId } from "../../contract/ids.ts";
import { deliveryQueueUrl } from "../configuration.ts";
import { JobQueue } from "../queue/job-queue.ts";
import type { Audience } from "./audience.ts";
import type { Announcement, DeliveryJob } from "./delivery-job.ts";
import { enqueue, notifyAbsentLater } from "./fan-out.ts";

const queue = new JobQueue<DeliveryJob>(deliveryQueueUrl());

/** Tells people of what a call has done, by the delivery function: this one may not push. */
export const announce = (...announcements: Announcement[]): Promise<void> =>
  enqueue(
    queue,
    announcements.map((announcement) => ({ task: "announce", ...announcement })),
  );

/** Has those who are away told of a message by Web Push. */
export const notifyAbsent = (conversationId: ConversationId, messageId: MessageId): Promise<void> =>
  notifyAbsentLater(queue, conversationId, messageId);

export const everyoneIn = (conversationId: ConversationId) =>
  ({ of: "conversation", conversationId }) as const;

/** Tells that people have other roles now. */
export const announceRoles = (
  conversationId: ConversationId,
  roles: readonly { userId: UserId; role: ParticipantRole }[],
  audience: Audience = everyoneIn(conversationId),
) =>
  announce(
    ...roles.map(({ userId, role }) => ({
      event: { type: "participant.updated", conversationId, userId, role } as const,
      audience,
    })),
  );

/** Tells that somebody is out of a group, them included, and who owns it now if they did. */
export async function announceRemoval(
  conversationId: ConversationId,
  userId: UserId,
  participantCount: number,
  newOwnerId: UserId | null,
): Promise<void> {
  const event = { type: "participant.removed", conversationId, userId, participantCount } as const;
  await announce(
    { event, audience: everyoneIn(conversationId) },
    { event, audience: { of: "people", userIds: [userId] } },
  );
  if (newOwnerId) await announceRoles(conversationId, [{ userId: newOwnerId, role: "owner" }]);
}

/** Tells devices that they have been signed out; what they do until their token expires, they could do anyway. */
export async function announceEnded(userId: UserId, deviceIds: string[]): Promise<void> {
  if (deviceIds.length === 0) return;
  const event = { type: "sessions.ended", deviceIds } as const;
  await announce({ event, audience: { of: "people", userIds: [userId] } });
}
