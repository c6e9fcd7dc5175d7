import type { Session } from "../../../client/session/session.ts";
import { registration, unsubscribe } from "./unsubscribe.ts";

/** Returns whether this browser supports Web Push and is subscribed. */
export async function webPushState(): Promise<"impossible" | "off" | "on"> {
  const worker = await registration();
  if (!worker) return "impossible";
  return (await worker.pushManager.getSubscription()) ? "on" : "off";
}

/**
 * Subscribes this browser to Web Push, so that it shows messages while no page is open. Needs the browser's permission.
 * @throws ProblemError  when the server cannot be reached; DOMException when the browser's push service cannot
 */
export async function turnWebPushOn(session: Session): Promise<void> {
  const worker = await registration();
  const { publicKey } = await session.call("pushKey", {});
  const subscription = await worker?.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: publicKey,
  });
  if (subscription) await store(session, subscription);
}

/**
 * Stores this browser's subscription on the server again, because it ended with the previous session.
 *
 * @throws ProblemError
 */
export async function renewWebPush(session: Session): Promise<void> {
  const subscription = await (await registration())?.pushManager.getSubscription();
  if (subscription) await store(session, subscription);
}

async function store(session: Session, subscription: PushSubscription): Promise<void> {
  const { endpoint = "", keys = {} } = subscription.toJSON();
  const { p256dh = "", auth = "" } = keys;
  await session.call("addPushSubscription", { body: { endpoint, keys: { p256dh, auth } } });
}

/** Unsubscribes this browser, then removes the subscription from the server. @throws ProblemError */
export async function turnWebPushOff(session: Session): Promise<void> {
  const endpoint = await unsubscribe();
  if (endpoint !== undefined) await session.call("removePushSubscription", { query: { endpoint } });
}
