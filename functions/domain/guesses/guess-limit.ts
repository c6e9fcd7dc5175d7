import { sql } from "kysely";
import type { UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import { hashOf } from "../../platform/random-token.ts";
import type { Database } from "../database.ts";
import { networkOf } from "./network.ts";
import { TooManyGuesses } from "./refusals.ts";

const { wait } = limits.guesses;

/** A limit for one key. See `take_guess`. */
interface Rule {
  /** Hashed, because addresses and logins are personal data. */
  key: string;
  free: number;
  perHour: number;
  unlessNew: boolean;
  /** The effect of a right guess on the count: it removes this guess, or also the earlier failures. */
  onSuccess: "take back" | "forget all";
}

const keyOf = (...parts: readonly string[]) => hashOf(parts.join("\n"));

/** Limits the guesses from one address, for secrets that belong to no account that the caller names. */
export function guessesFrom(
  address: string,
  at: "links" | "invitations" | "registrations" | "resets" | "signUps",
): readonly Rule[] {
  const key = keyOf(at, networkOf(address));
  return [{ key, ...limits.guesses[at], unlessNew: false, onSuccess: "take back" }];
}

/** A guess at an account's password. */
export interface PasswordGuess {
  address: string;
  /**
   * The username or e-mail address as the caller wrote it, or the id of the signed-in user. An account has a count for
   * each, so that the limit does not reveal whether an address belongs to a username.
   */
  account: string;
  /** The device, if the account was signed in on it before. */
  knownDevice?: string | undefined;
}

/**
 * Limits the guesses at one account's password. A known device has a separate count, so that the failures of others
 * never lock out the owner. They do not affect addresses without a failure at this account either.
 */
export function passwordGuesses({ address, account, knownDevice }: PasswordGuess): readonly Rule[] {
  const network = networkOf(address);
  const { accountAndAddress, address: perAddress, account: perAccount } = limits.guesses;
  const own = { ...accountAndAddress, unlessNew: false, onSuccess: "forget all" } as const;
  if (knownDevice !== undefined) return [{ ...own, key: keyOf("device", account, knownDevice) }];
  return [
    { ...own, key: keyOf("account and address", account, network) },
    { key: keyOf("address", network), ...perAddress, unlessNew: false, onSuccess: "take back" },
    { key: keyOf("account", account), ...perAccount, unlessNew: true, onSuccess: "take back" },
  ];
}

/**
 * Checks a guess, unless too many before it failed. A guess counts from its start, so that simultaneous ones are limited
 * too. A right one is taken back.
 *
 * @param check  resolves to undefined for a wrong guess
 * @throws {TooManyGuesses} without checking
 * @example
 * const rules = passwordGuesses({ address, account: user.id });
 * const isRight = await guessing(db, rules, async () => (await verifyPassword(password, hash)) || undefined);
 */
export async function guessing<T>(
  db: Database,
  rules: readonly Rule[],
  check: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const seconds = await take(db, rules);
  if (seconds > 0) throw new TooManyGuesses(seconds);
  const result = await check();
  if (result !== undefined) await takeBack(db, rules);
  return result;
}

/** Takes back a guess that was right. */
async function takeBack(db: Database, rules: readonly Rule[]): Promise<void> {
  await sql`SELECT take_back_guess_v1(${JSON.stringify(rules)})::text`.execute(db.repeatable);
}

/** Limits notices to an account by e-mail. Anyone can cause some of them. */
export function noticesTo(userId: UserId, notice: string): readonly Rule[] {
  const key = keyOf("notice", notice, userId);
  return [{ key, ...limits.guesses.notices, unlessNew: false, onSuccess: "take back" }];
}

/** Counts one event. @returns false if the limit does not allow it now */
export async function isWithin(db: Database, rules: readonly Rule[]): Promise<boolean> {
  return (await take(db, rules)) === 0;
}

/** Counts a guess. @returns the seconds to wait, or 0 */
async function take(db: Database, rules: readonly Rule[]): Promise<number> {
  const { rows } = await sql<{ seconds: number }>`
    SELECT take_guess_v1(${JSON.stringify(rules)}, ${wait.first}::float8, ${wait.longest}::float8) AS seconds`.execute(
    db.once,
  );
  return rows[0]?.seconds ?? 0;
}

/** Removes counts of guesses that are long forgotten. */
export async function removeForgottenGuesses(db: Database): Promise<void> {
  await sql`DELETE FROM guesses WHERE counted_at < now() - interval '7 days'`.execute(db.repeatable);
}
