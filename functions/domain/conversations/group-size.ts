import { sql } from "kysely";
import type { ConversationKind } from "../../../contract/channels.ts";
import { limits } from "../../../contract/limits.ts";

/**
 * The kind and size of a group or channel, and the version of what its participants share. Events about participants
 * carry the size and the version, so that a client recognizes an event that a newer one has overtaken. The version grows
 * by one if the other participants learn of a change. Otherwise it stays the same, because clients fetch a conversation
 * when they have missed a version.
 */
export interface GroupSize {
  kind: ConversationKind;
  participantCount: number;
  version: number;
}

/**
 * Whether all participants learn of others who join or leave. In a large channel they do not, because each join would
 * cost a push to every member.
 */
export const announcesParticipants = ({ kind, participantCount }: Omit<GroupSize, "version">): boolean =>
  kind !== "channel" || participantCount <= limits.announcedParticipants;

/** Selects a `GroupSize` of conversations `c`. */
export const sizeColumns = sql`c.kind, c.version, c.participant_count`;
