import { type CircuitBreakerPolicy, ConsecutiveBreaker, circuitBreaker, handleAll } from "cockatiel";
import QuickLRU from "quick-lru";

/** How many calls in a row must fail before a host gets a pause, and its length. */
const failures = 5;
const pauseMs = 30_000;

/** The number of hosts to remember. Users could register any number of them. */
const hosts = 1_000;

/**
 * A circuit breaker for each host: after five failures in a row, calls to the host fail immediately for 30 seconds.
 * Then one call tries again. So a host that never answers takes little time from calls to others.
 */
export class HostBreakers {
  readonly #breakers = new QuickLRU<string, CircuitBreakerPolicy>({ maxSize: hosts });

  /**
   * Runs a call to a host.
   * @throws {BrokenCircuitError} during a pause, without running the call
   * @throws what the call throws, which counts as a failure of the host
   */
  run<T>(host: string, call: () => Promise<T>): Promise<T> {
    let breaker = this.#breakers.get(host);
    if (!breaker) {
      breaker = circuitBreaker(handleAll, {
        halfOpenAfter: pauseMs,
        breaker: new ConsecutiveBreaker(failures),
      });
      this.#breakers.set(host, breaker);
    }
    return breaker.execute(call);
  }
}
