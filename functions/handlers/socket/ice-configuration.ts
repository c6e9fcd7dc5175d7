import type { IceSettings } from "../../domain/calls/ice-servers.ts";
import { readParameter } from "../../platform/aws/read-parameter.ts";
import { logError } from "../../platform/observability/log.ts";
import type { CallSettings } from "../configuration.ts";

/** How long a function instance keeps the secret, so that a new one takes effect. */
const secretMs = 15 * 60_000;

/** The STUN and TURN servers of the deployment, with the secret from the Parameter Store. */
export class IceConfiguration {
  readonly #settings: CallSettings;
  #secret: { value: string; readAt: number } | undefined;

  constructor(settings: CallSettings) {
    this.#settings = settings;
  }

  /** Whether media goes through TURN servers only. */
  get isRelayed(): boolean {
    return this.#settings.isRelayed;
  }

  async settings(): Promise<IceSettings> {
    const { stunUrls, turnUrls } = this.#settings;
    return { stunUrls, turnUrls, turnSecret: await this.#turnSecret() };
  }

  /** A call may work without TURN servers, so a failure is only logged. */
  async #turnSecret(): Promise<string | undefined> {
    const { turnSecretParameter } = this.#settings;
    if (turnSecretParameter === undefined) return undefined;
    const now = Date.now();
    if (this.#secret && now - this.#secret.readAt < secretMs) return this.#secret.value;
    try {
      this.#secret = { value: await readParameter(turnSecretParameter), readAt: now };
    } catch (error) {
      logError("the TURN secret is not readable", error);
    }
    return this.#secret?.value;
  }
}
