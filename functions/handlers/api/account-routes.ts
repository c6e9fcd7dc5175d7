import type { UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import { User } from "../../../contract/users.ts";
import {
  getAccount,
  getPasswordHash,
  setPasswordHash,
  updateAccount,
} from "../../domain/accounts/accounts.ts";
import { deleteAccount } from "../../domain/accounts/deletion.ts";
import { listOwnMessages } from "../../domain/accounts/own-messages.ts";
import { hashPassword, verifyPassword } from "../../domain/accounts/password.ts";
import { WrongPassword } from "../../domain/accounts/refusals.ts";
import { addSubscription, removeSubscription } from "../../domain/notifications/subscriptions.ts";
import { addPicture, downloadPicture } from "../../domain/pictures/pictures.ts";
import { listDevices, signOutAll, signOutDevice } from "../../domain/sessions/devices.ts";
import { findUsers, getUser } from "../../domain/users/users.ts";
import { type Handlers, ok } from "../../platform/http/rest-function.ts";
import { webPushPublicKey } from "../../platform/outbound/web-push/web-push.ts";
import { announcements, db, mailRequests, objects, webPushKey } from "./context.ts";

/** @throws Invalid  naming the field, unless it is the caller's password */
async function requirePassword(userId: UserId, path: string, password: string): Promise<void> {
  if (await verifyPassword(password, await getPasswordHash(db, userId))) return;
  throw new WrongPassword(path);
}

/** Announces a user's new name or picture to their acquaintances and their own devices. */
async function announceUser(user: User): Promise<void> {
  const event = { type: "user.updated", user } as const;
  await announcements.announce({ event, audience: { of: "acquaintances", userId: user.id } });
}

/** The routes of accounts, sessions, pictures, Web Push subscriptions and users. */
export const accountRoutes: Handlers<
  | "getMe"
  | "updateMe"
  | "listDevices"
  | "signOutOthers"
  | "signOutDevice"
  | "changePassword"
  | "requestEmailVerification"
  | "deleteAccount"
  | "listOwnMessages"
  | "pushKey"
  | "addPushSubscription"
  | "removePushSubscription"
  | "addPicture"
  | "getPicture"
  | "getUser"
  | "findUsers"
> = {
  getMe: async ({ userId }) => ok(await getAccount(db, userId)),
  updateMe: async ({ userId, body, language }) => {
    const account = await updateAccount(db, userId, body);
    if (body.email !== undefined && !account.isEmailVerified) {
      await mailRequests.requestIfOffered({ mail: "verify", language, userId });
    }
    // `User` leaves the e-mail address out.
    if (body.fullName !== undefined || body.pictureId !== undefined) await announceUser(User.parse(account));
    return ok(account);
  },
  listDevices: async ({ userId, sessionId }) =>
    ok({ items: await listDevices(db, userId, sessionId), nextCursor: null }),
  signOutOthers: async ({ userId, sessionId }) => {
    await announcements.announceEnded(userId, await signOutAll(db, userId, sessionId));
    return { status: 204 };
  },
  signOutDevice: async ({ userId, params }) => {
    await signOutDevice(db, userId, params.deviceId);
    await announcements.announceEnded(userId, [params.deviceId]);
    return { status: 204 };
  },
  changePassword: async ({ userId, sessionId, body }) => {
    await requirePassword(userId, "currentPassword", body.currentPassword);
    await setPasswordHash(db, userId, await hashPassword(body.newPassword));
    await announcements.announceEnded(userId, await signOutAll(db, userId, sessionId));
    return { status: 204 };
  },
  requestEmailVerification: async ({ userId, language }) => {
    await mailRequests.request({ mail: "verify", language, userId });
    return { status: 202 };
  },
  deleteAccount: async ({ userId, body }) => {
    await requirePassword(userId, "password", body.password);
    for (const { conversationId, remaining, newOwnerId } of await deleteAccount(db, userId)) {
      await announcements.announceRemoval({
        conversationId,
        userId,
        participantCount: remaining,
        newOwnerId,
      });
    }
    await announceUser(await getUser(db, userId));
    return { status: 204 };
  },
  listOwnMessages: async ({ userId, query }) => ok(await listOwnMessages(db, userId, query.cursor)),
  pushKey: async () => ok({ publicKey: await webPushPublicKey(webPushKey) }),
  addPushSubscription: async ({ userId, sessionId, body }) => {
    await addSubscription(db, { userId, sessionId }, body);
    return { status: 204 };
  },
  removePushSubscription: async ({ userId, query }) => {
    await removeSubscription(db, userId, query.endpoint);
    return { status: 204 };
  },
  addPicture: async ({ userId, body }) => ({
    status: 201,
    body: await addPicture(db, objects, userId, body),
  }),
  getPicture: async ({ params }) => ok(await downloadPicture(db, objects, params.id)),
  getUser: async ({ params }) => ok(await getUser(db, params.id)),
  findUsers: async ({ query }) =>
    ok({ items: await findUsers(db, query.query, query.limit ?? limits.page.default), nextCursor: null }),
};
