import type { Session as SessionAnswer } from "../../contract/sessions.ts";
import { ProblemError } from "../http/problem-error.ts";
import type { CurrentSession } from "./current-session.ts";
import type { StoredSession } from "./session-memory.ts";

const noSession = () => new ProblemError({ status: 401, detail: "Nobody is signed in." });

/** A token is renewed when it has less than this left. */
const renewBeforeMs = 60_000;

export interface RenewalOptions {
  current: CurrentSession;
  /** Asks the server for the next token. A refresh token works once, so no two calls may overlap. */
  refresh: () => Promise<SessionAnswer>;
  accept: (answer: SessionAnswer) => StoredSession;
}

/** Keeps the access token of the current session fresh, with one request at a time. */
export class Renewal {
  readonly #options: RenewalOptions;
  #running: Promise<StoredSession> | undefined;

  constructor(options: RenewalOptions) {
    this.#options = options;
  }

  /**
   * Returns the current token, or a new one if the current one expires soon by this machine's clock.
   *
   * @throws {ProblemError} 401 when the session has ended
   */
  async freshToken(): Promise<string> {
    const { value } = this.#options.current;
    if (!value) throw noSession();
    return value.expiresAt - renewBeforeMs > Date.now() ? value.accessToken : this.newToken();
  }

  /** Requests a new token. @throws {ProblemError} 401 when the session has ended, which ends it here as well */
  async newToken(): Promise<string> {
    return (await this.#renew()).accessToken;
  }

  #renew(): Promise<StoredSession> {
    const { current, refresh, accept } = this.#options;
    const { ends } = current;
    this.#running ??= refresh()
      .then((answer) => {
        // The user has signed out in the meantime, and stays signed out.
        if (ends !== current.ends) throw noSession();
        return accept(answer);
      })
      .catch((error: unknown) => {
        if (error instanceof ProblemError && error.status === 401) current.end();
        throw error;
      })
      .finally(() => {
        this.#running = undefined;
      });
    return this.#running;
  }
}
