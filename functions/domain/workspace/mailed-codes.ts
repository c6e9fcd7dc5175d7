import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import type { InvitationId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import { times } from "../../../contract/times.ts";
import type { SignUpRule } from "../../../contract/workspace.ts";
import { caseless } from "../../platform/database/caseless.ts";
import { hashOf, randomToken } from "../../platform/random-token.ts";
import type { Database } from "../database.ts";
import { EmailDomainNotAllowed, InvitationRequired } from "./refusals.ts";

/** The code of an invitation, and the address and name that its e-mail needs. */
export interface MailedInvitation {
  token: string;
  email: string;
  /** The author's username. */
  username: string;
}

/**
 * Issues the code of an invitation to an address, if the invitation still works. A code that was issued before expires.
 */
export async function issueInvitation(db: Database, id: InvitationId): Promise<MailedInvitation | undefined> {
  const token = randomToken();
  const { rows } = await sql<Omit<MailedInvitation, "token">>`
    UPDATE invitations i SET code_hash = ${hashOf(token)} FROM users u
    WHERE i.id = ${id}::uuid AND i.kind = 'email' AND i.revoked_at IS NULL AND i.expires_at > now()
      AND i.uses < i.max_uses AND u.id = i.created_by
    RETURNING i.email, u.username`.execute(db.repeatable);
  const [invitation] = rows;
  return invitation && { token, ...invitation };
}

const domainOf = (email: string): string => email.slice(email.lastIndexOf("@") + 1).toLowerCase();

/**
 * Requires that the sign-up rule admits confirmed addresses of an address's domain. Depends only on the rule, so that
 * it reveals no account.
 *
 * @throws {InvitationRequired | EmailDomainNotAllowed}
 */
export function requireDomain(
  { signUpRule, domains }: { signUpRule: SignUpRule; domains: readonly string[] },
  email: string,
): void {
  if (signUpRule === "invited" || signUpRule === "sso") throw new InvitationRequired();
  if (!domains.includes(domainOf(email))) throw new EmailDomainNotAllowed();
}

/** The e-mail that answers a request to sign up: a code, or the name of the account that the address already has. */
export type SignUpMail = { token: string } | { username: string };

/**
 * Issues a code that confirms an address, unless the address has an account or received too many e-mails within the
 * hour.
 *
 * @returns undefined if no e-mail may go to the address
 */
export async function issueSignUp(db: Database, email: string): Promise<SignUpMail | undefined> {
  const token = randomToken();
  // A row without a code counts the e-mail to a person who already has an account.
  const { rows } = await sql<{ username: string | null }>`
    WITH account AS (
      SELECT u.username FROM users u WHERE ${caseless(sql`u.email`)} = ${caseless(sql`${email}`)}
    ), issued AS (
      INSERT INTO invitations (id, code_hash, kind, role, email, expires_at, max_uses)
      SELECT ${uuidv7()}::uuid, CASE WHEN NOT EXISTS (SELECT FROM account) THEN ${hashOf(token)} END, 'sign-up',
        'member', ${email}, now() + ${times.signUpLinkHours}::integer * interval '1 hour', 1
      FROM workspace w
      WHERE w.sign_up_rule = 'domains' AND w.sign_up_domains @> to_jsonb(${domainOf(email)}::text)
        AND (
          SELECT count(*) FROM invitations i
          WHERE ${caseless(sql`i.email`)} = ${caseless(sql`${email}`)} AND i.kind = 'sign-up' AND i.created_at > now() - interval '1 hour'
        ) < ${limits.mailsPerHour}::integer
      RETURNING id
    )
    SELECT (SELECT username FROM account) AS username FROM issued`.execute(db.once);
  const [issued] = rows;
  if (!issued) return undefined;
  return issued.username === null ? { token } : { username: issued.username };
}

/** Withdraws a code whose e-mail could not be sent, so that it does not count towards the limit. */
export async function withdrawSignUp(db: Database, token: string): Promise<void> {
  await sql`DELETE FROM invitations WHERE code_hash = ${hashOf(token)} AND kind = 'sign-up'`.execute(
    db.repeatable,
  );
}
