import type { Jwks } from "../../../contract/sessions.ts";
import { SigningKey } from "./signing-key.ts";

/** The keys whose access tokens hold: the one that signs, and those that did a moment ago or will in a moment. */
export class TrustedKeys {
  readonly #keys: readonly SigningKey[];

  constructor(keyIds: readonly string[]) {
    this.#keys = keyIds.map((id) => new SigningKey(id));
  }

  /** Their public halves. */
  async jwks(): Promise<Jwks> {
    return { keys: await Promise.all(this.#keys.map((key) => key.jwk())) };
  }
}
