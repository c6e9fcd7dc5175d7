import { limits } from "../../../contract/limits.ts";
import { User } from "../../../contract/users.ts";
import { getAccount, updateAccount } from "../../domain/accounts/accounts.ts";
import { deleteAccount } from "../../domain/accounts/deletion.ts";
import { notifyOwner } from "../../domain/accounts/notify-owner.ts";
import { listOwnMessages } from "../../domain/accounts/own-messages.ts";
import { reauthenticate, requireRecentAuthentication } from "../../domain/accounts/reauthentication.ts";
import { EmailTaken, LinkExpired } from "../../domain/accounts/refusals.ts";
import { takeAllowance } from "../../domain/allowances.ts";
import { guessesFrom, guessing } from "../../domain/guesses/guess-limit.ts";
import { unsubscribe } from "../../domain/missed-mails/unsubscription.ts";
import { addSubscription, removeSubscription } from "../../domain/notifications/subscriptions.ts";
import { addPicture, downloadPicture, keepUploadedVersion } from "../../domain/pictures/pictures.ts";
import { listDevices, signOutDevice } from "../../domain/sessions/devices.ts";
import { endSessions } from "../../domain/sessions/end.ts";
import { findUsers, getUser, listUsers } from "../../domain/users/users.ts";
import { type Handlers, ok } from "../../platform/http/rest-function.ts";
import { webPushPublicKey } from "../../platform/outbound/web-push/web-push.ts";
import { announcements, db, mailRequests, objects, webPushKey } from "./context.ts";

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
  | "reauthenticate"
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
  | "unsubscribe"
  | "showUnsubscription"
> = {
  getMe: async ({ userId }) => ok(await getAccount(db, userId)),
  updateMe: async ({ body: { currentPassword, ...change }, language, ...caller }) => {
    const { userId } = caller;
    if (change.email !== undefined) {
      const given = { password: currentPassword, path: "currentPassword" };
      await requireRecentAuthentication(db, caller, given);
    }
    if (change.pictureId) await keepUploadedVersion(db, objects, userId, change.pictureId);
    const context = { confirmsEmail: mailRequests.isOffered, address: caller.address };
    const account = await updateAccount(db, userId, change, context).catch(async (error: unknown) => {
      if (error instanceof EmailTaken && change.email !== undefined)
        await notifyOwner(db, mailRequests, { email: change.email, language });
      throw error;
    });
    const { changedAt } = account;
    if (account.pendingEmail !== undefined && change.email !== undefined) {
      const notice = "address-requested";
      await mailRequests.requestIfOffered({ mail: "verify", language, userId });
      await mailRequests.requestIfOffered({ mail: "notice", notice, language, userId, to: account.email });
    }
    // `User` leaves the e-mail address out.
    if (change.fullName !== undefined || change.pictureId !== undefined)
      await announceUser(User.parse(account));
    else if ([change.status, change.pausedUntil, change.quietHours].some((part) => part !== undefined))
      await announcements.announceAvailability(userId);
    if (change.keywords !== undefined) {
      const event = { type: "keywords.updated", keywords: change.keywords, changedAt } as const;
      await announcements.announce({ event, audience: { of: "people", userIds: [userId] } });
    }
    if (change.sections !== undefined) {
      const event = { type: "sections.updated", sections: change.sections, changedAt } as const;
      await announcements.announce({ event, audience: { of: "people", userIds: [userId] } });
    }
    return ok(account);
  },
  listDevices: async ({ userId, sessionId }) =>
    ok({ items: await listDevices(db, userId, sessionId), nextCursor: null }),
  signOutOthers: async ({ userId, sessionId }) => {
    await announcements.announceEnded(await endSessions(db, { userId, keep: sessionId }));
    return { status: 204 };
  },
  signOutDevice: async ({ userId, params }) => {
    await announcements.announceEnded(await signOutDevice(db, userId, params.deviceId));
    return { status: 204 };
  },
  reauthenticate: async ({ body, ...caller }) => {
    await reauthenticate(db, caller, body.password);
    return { status: 204 };
  },
  requestEmailVerification: async ({ userId, language }) => {
    await takeAllowance(db, userId, "mails");
    await mailRequests.request({ mail: "verify", language, userId });
    return { status: 202 };
  },
  deleteAccount: async ({ body, ...caller }) => {
    const { userId } = caller;
    await requireRecentAuthentication(db, caller, { password: body.password, path: "password" });
    const { ended, leftGroups } = await deleteAccount(db, userId);
    await announcements.announceEnded(ended);
    for (const left of leftGroups) await announcements.announceRemoval(left);
    const user = await getUser(db, userId);
    for (const left of leftGroups) await announcements.announceDeletion(left, user);
    await announceUser(user);
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
  unsubscribe: async ({ params, address }) => {
    const isDone = await guessing(db, guessesFrom(address, "links"), () => unsubscribe(db, params.token));
    if (!isDone) throw new LinkExpired();
    return { status: 204 };
  },
  // Programs that check links open them, so opening one changes nothing.
  showUnsubscription: ({ params }) => ({
    status: 303,
    headers: { location: `/unsubscribe#${params.token}` },
  }),
  findUsers: async ({ query: { query, cursor, limit = limits.page.default } }) =>
    ok(
      query === undefined
        ? await listUsers(db, { cursor, limit })
        : { items: await findUsers(db, query, limit), nextCursor: null },
    ),
};
