import type { Jwks } from "../../../contract/sessions.ts";
import { SigningKey } from "./signing-key.ts";

/**
 * The keys whose access tokens are valid: the current signing key, and during a rotation the previous or the next one.
 */
export class TrustedKeys {
  readonly #keys: readonly SigningKey[];

  constructor(keyIds: readonly string[]) {
    this.#keys = keyIds.map((id) => new SigningKey(id));
  }

  /** Returns the public halves as a JWK set (RFC 7517). */
  async jwks(): Promise<Jwks> {
    return { keys: await Promise.all(this.#keys.map((key) => key.jwk())) };
  }
}
