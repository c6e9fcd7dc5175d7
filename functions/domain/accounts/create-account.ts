import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import * as z from "zod/mini";
import type { Account } from "../../../contract/accounts.ts";
import { ConversationId, UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import type { Registration } from "../../../contract/registration.ts";
import { reservedNames } from "../../../contract/wide-mentions.ts";
import type { WorkspaceRole } from "../../../contract/workspace-roles.ts";
import { hashOf } from "../../platform/random-token.ts";
import type { Database } from "../database.ts";
import { asUsername } from "../users/full-name.ts";
import { NameOfAnother } from "../users/refusals.ts";
import {
  EmailConfirmationRequired,
  InvitationInvalid,
  InvitationRequired,
  NotTheInvitedAddress,
} from "../workspace/refusals.ts";
import { EmailTaken, UsernameTaken } from "./refusals.ts";

/** A new account, and the groups and channels that it joined. */
export interface CreatedAccount {
  account: Account;
  joined: ConversationId[];
}

const Joined = z.array(ConversationId);

/** The answer of the database function. The second part follows the outcome `created` only. */
type Outcome =
  | {
      outcome:
        | "invalid invitation"
        | "other address"
        | "domains"
        | "invited"
        | "username taken"
        | "email taken"
        | "name of another";
    }
  | { outcome: "created"; createdAt: Date; role: WorkspaceRole; isConfirmed: boolean; joined: string };

const refusals = {
  "invalid invitation": InvitationInvalid,
  "other address": NotTheInvitedAddress,
  domains: EmailConfirmationRequired,
  invited: InvitationRequired,
  "username taken": UsernameTaken,
  "email taken": EmailTaken,
  "name of another": NameOfAnother,
};

/**
 * Creates an account if the sign-up rule or an invitation admits it. One database function decides and writes, so that
 * simultaneous registrations cannot use an invitation too often or both become the first owner.
 *
 * @throws {InvitationInvalid | NotTheInvitedAddress | EmailConfirmationRequired | InvitationRequired | UsernameTaken |
 * EmailTaken | NameOfAnother}
 */
export async function createAccount(
  db: Database,
  { username, email, fullName, invitation, passwordHash }: NewAccount,
): Promise<CreatedAccount> {
  if (reservedNames.includes(username)) throw new UsernameTaken();
  const id = UserId.parse(uuidv7());
  const { rows } = await sql<Outcome>`
    SELECT outcome, created_at, role, is_confirmed, joined FROM create_account_v3(
      ${id}::uuid, ${username}, ${email}, ${fullName ?? null},
      ${fullName ? await asUsername(fullName) : null}, ${passwordHash},
      ${invitation === undefined ? null : hashOf(invitation)}, ${limits.groupSize.max}, ${limits.announcedParticipants})`.execute(
    db.once,
  );
  const [row] = rows;
  if (!row) throw new Error("create_account returned no row");
  if (row.outcome !== "created") throw new refusals[row.outcome]();
  const { createdAt, role, isConfirmed, joined } = row;
  return {
    account: {
      id,
      username,
      email,
      fullName: fullName ?? null,
      createdAt: createdAt.toISOString(),
      isEmailVerified: isConfirmed,
      workspaceRole: role,
      missedMails: true,
    },
    joined: Joined.parse(JSON.parse(joined)),
  };
}

type NewAccount = Omit<Registration, "password"> & { passwordHash: string };
