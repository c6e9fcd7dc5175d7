import { createHmac, timingSafeEqual } from "node:crypto";
import { sql } from "kysely";
import { UserId } from "../../../contract/ids.ts";
import type { Database } from "../database.ts";

/** Signs a user's id. The signature is good for nothing else. */
const signatureOf = (userId: UserId, key: string): Buffer =>
  createHmac("sha256", key).update(`unsubscribe from missed messages\n${userId}`).digest();

const bytesOf = (userId: UserId): Buffer => Buffer.from(userId.replaceAll("-", ""), "hex");

function userIdOf(text: string): UserId | undefined {
  const hex = Buffer.from(text, "base64url").toString("hex");
  return UserId.safeParse(hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5")).data;
}

/** Makes the token by which a user unsubscribes. It is the same in all e-mails, so that old links keep working. */
export const unsubscribeToken = (userId: UserId, key: string): string =>
  `${bytesOf(userId).toString("base64url")}.${signatureOf(userId, key).toString("base64url")}`;

/**
 * Stops the e-mails about missed messages to a token's user. Repeating this is harmless.
 *
 * @returns undefined if the workspace did not sign the token
 */
export async function unsubscribe(db: Database, token: string): Promise<true | undefined> {
  const [id = "", signature = ""] = token.split(".");
  const userId = userIdOf(id);
  if (!userId) return undefined;
  const { rows } = await sql<{ mailKey: string }>`SELECT mail_key FROM workspace`.execute(db.repeatable);
  const expected = signatureOf(userId, rows[0]?.mailKey ?? "");
  const given = Buffer.from(signature, "base64url");
  if (!rows[0] || given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  await sql`UPDATE users SET missed_mails = false WHERE id = ${userId}::uuid`.execute(db.repeatable);
  return true;
}
