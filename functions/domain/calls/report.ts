import type { Call } from "../../../contract/calls.ts";
import type { ServerEvent } from "../../../contract/frames.ts";
import type { ConversationId } from "../../../contract/ids.ts";
import type { Message } from "../../../contract/messages.ts";
import type { Database } from "../database.ts";
import { everyoneIn } from "../events/announcements.ts";
import type { Announcement } from "../events/delivery-job.ts";
import { addSystemMessage, type SystemChange } from "../messages/system-messages.ts";
import { callIn } from "./calls.ts";
import { type Settled, type Settling, settleCall } from "./settle.ts";

/** Makes the announcement of an event to everyone in a conversation. */
const toEveryone = (conversationId: ConversationId, event: ServerEvent): Announcement => ({
  event,
  audience: everyoneIn(conversationId),
});

export const callUpdated = (call: Call): Announcement =>
  toEveryone(call.conversationId, { type: "call.updated", call });

/**
 * The message about a call that has ended. A call that did not ring and that no other user joined leaves none. A user who
 * declines a direct call knows of it, so they have missed none. A caller cannot decline their own call, which would hide
 * it from the other user.
 */
function reportOf(
  { seconds, isRung, startedBy }: Settled,
  { declinedBy }: Settling,
): SystemChange | undefined {
  if (seconds !== null) return { event: "called", text: String(Math.max(1, Math.round(seconds))) };
  if (!isRung) return undefined;
  const isDeclined = declinedBy !== undefined && declinedBy !== startedBy;
  return { event: isDeclined ? "declinedCall" : "missedCall" };
}

/**
 * Settles a call, and adds a message about one that has ended.
 *
 * @returns the events to announce, the message about a missed call, whether the call ended because a user declined it, and
 * the result if there was such a call
 */
export async function settleAndReport(
  db: Database,
  settling: Settling,
): Promise<{ announcements: Announcement[]; missed?: Message; isDeclined?: boolean; settled?: Settled }> {
  const { conversationId } = settling;
  const settled = await settleCall(db, settling);
  if (!settled) return { announcements: [] };
  if (settled.outcome === "unchanged") return { announcements: [], settled };
  if (settled.outcome === "changed") {
    const call = await callIn(db, conversationId);
    return { announcements: call ? [callUpdated(call)] : [], settled };
  }
  const { callId, startedBy } = settled;
  const announcements = [toEveryone(conversationId, { type: "call.ended", conversationId, callId })];
  const report = reportOf(settled, settling);
  const message = report && (await addSystemMessage(db, conversationId, startedBy, report));
  if (message) announcements.push(toEveryone(conversationId, { type: "message.created", message }));
  const isMissed = message?.system?.event === "missedCall";
  const isDeclined = report?.event === "declinedCall";
  return { announcements, settled, isDeclined, ...(isMissed && { missed: message }) };
}
