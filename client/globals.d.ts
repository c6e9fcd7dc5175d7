/**
 * The only globals besides ECMAScript's that the client's core may use. Browsers, workers and Node have all of them.
 * The core is checked with neither the DOM's types nor Node's, so that it runs anywhere.
 */

declare function setTimeout(run: () => void, ms: number): Timer;
declare function setInterval(run: () => void, ms: number): Timer;
declare function clearTimeout(timer: Timer | undefined): void;
declare function clearInterval(timer: Timer | undefined): void;
declare const console: { error(...values: unknown[]): void };
declare function atob(base64: string): string;
declare class TextEncoder {
  encode(text: string): Uint8Array;
}
declare class URLSearchParams {
  readonly size: number;
  set(name: string, value: string): void;
}

/** An opaque handle: a number in browsers, an object in Node. */
interface Timer {
  readonly timer: unique symbol;
}

declare const WebSocket: new (url: string, protocols: string[]) => import("./connection/socket.ts").Socket;
declare const fetch: import("./http/fetch.ts").Fetch;
