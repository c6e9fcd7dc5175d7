import { WeakPassword } from "./refusals.ts";

/** The account that gets a new password. */
export interface PasswordOwner {
  username: string;
  email: string;
}

const comparable = (text: string) => text.normalize("NFKC").toLowerCase();

/**
 * Refuses passwords that attackers try first: those on a list of common ones (NIST SP 800-63B, section 5.1.1.2), the
 * username, the e-mail address and its local part.
 *
 * @param path  the field that holds the password
 * @throws {WeakPassword}
 */
export async function requireStrongPassword(
  password: string,
  { username, email }: PasswordOwner,
  path: string,
): Promise<void> {
  const candidate = comparable(password);
  const names = [username, email, email.split("@")[0] ?? ""].map(comparable);
  if (names.includes(candidate)) throw new WeakPassword(path, "like-your-name");
  // Loaded on demand, because the list would slow down each cold start.
  const { dictionary } = await import("@zxcvbn-ts/language-common");
  if (dictionary["passwords-common"].includes(candidate)) throw new WeakPassword(path, "common-password");
}
