import { RateLimited } from "../../platform/problems/refusals.ts";
import {
  AdminsOnly,
  ConversationArchived,
  DirectConversationIsFixed,
  OwnerOnly,
  ParticipantNotFound,
} from "./refusals.ts";

/**
 * Throws the refusal for an outcome that the changes of a group and of its participants share, if the outcome is one of
 * these.
 *
 * @throws {DirectConversationIsFixed | AdminsOnly | OwnerOnly | ConversationArchived | ParticipantNotFound | RateLimited}
 */
export function refuseGroupChange({ outcome, retryAfter }: { outcome: string; retryAfter: number }): void {
  if (outcome === "direct") throw new DirectConversationIsFixed();
  if (outcome === "admins only") throw new AdminsOnly();
  if (outcome === "owner only") throw new OwnerOnly();
  if (outcome === "archived") throw new ConversationArchived();
  if (outcome === "no such participant") throw new ParticipantNotFound();
  if (outcome === "too fast") throw new RateLimited(retryAfter);
}
