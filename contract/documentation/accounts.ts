import type { accountRoutes } from "../accounts.ts";
import { limits } from "../limits.ts";
import type { missedMailRoutes } from "../missed-mails.ts";
import type { passwordRoutes } from "../passwords.ts";
import type { pictureRoutes } from "../pictures.ts";
import type { registrationRoutes } from "../registration.ts";
import type { sessionRoutes } from "../sessions.ts";
import type { userRoutes } from "../users.ts";
import type { webPushRoutes } from "../web-push.ts";
import type { Concept, RouteDocumentation } from "./concept.ts";
import { session, user } from "./examples.ts";
import { paging } from "./paging.ts";

type Documented<Routes> = Record<keyof Routes, RouteDocumentation>;

export const sessions: Concept = {
  title: "Registration and sessions",
  introduction:
    "A session is one sign-in on one device. It has a short-lived access token and a refresh token in a cookie that scripts cannot read.",
  routes: {
    register: {
      summary: "Create an account and sign in",
      description:
        "Sets the refresh cookie. A taken username or e-mail address is refused with 409, and the server notifies the owner of a taken address by e-mail. Too many such attempts from one network address are refused with 429. Unless the sign-up rule is `open`, registering needs the code of an invitation or of a confirmed address. The first account of an open workspace becomes its owner.",
      example: {
        request: { username: "ada", email: "ada@example.com", password: "correct horse battery" },
        answer: session,
      },
    },
    login: {
      summary: "Sign in with a username or an e-mail address",
      description:
        "Sets the refresh cookie. An unknown user and a wrong password get the same 401 in the same time. After some failures, each further attempt has to wait longer (429 with `Retry-After`). Failures on other devices do not delay a browser that has signed in to the account before.",
      example: { request: { login: "ada", password: "correct horse battery" }, answer: session },
    },
    refresh: {
      summary: "Exchange the refresh cookie for a new access token",
      description:
        "Replaces the refresh cookie too. Each refresh token works once. Using an old one again ends the session.",
    },
    logout: {
      summary: "End the session of the refresh cookie",
      description: "Also succeeds without a valid cookie.",
    },
    jwks: { summary: "Get the public keys that verify access tokens" },
    listDevices: { summary: "List the devices on which you are signed in" },
    signOutOthers: { summary: "Sign out all devices except this one" },
    signOutDevice: { summary: "Sign out a device" },
  } satisfies Documented<typeof registrationRoutes & typeof sessionRoutes>,
  fields: {
    Registration: {
      username: "Case makes no difference. Stored in lower case.",
      invitation: "The code of an invitation, or of the link that confirmed the address.",
    },
    Login: { login: "A username or an e-mail address." },
    Session: { expiresIn: "Seconds until the access token expires." },
    Device: {
      userAgent: "The User-Agent header of the sign-in.",
      isCurrent: "Whether this device sent the request.",
    },
  },
};

export const accounts: Concept = {
  title: "Account and password",
  introduction:
    "Your own account, which includes your e-mail address. Besides you, only the workspace's owners and admins see it.",
  routes: {
    getMe: { summary: "Get your account" },
    updateMe: {
      summary: "Change your name, e-mail address, picture, status or quiet times",
      description:
        "Changes only the fields that the body names. A new e-mail address needs the current password, or a recent call of `reauthenticate`. It becomes `pendingEmail` until you follow the link that the server sends to it. The server notifies both addresses. A deployment that sends no e-mail changes the address immediately. `null` removes a status, a pause and quiet hours. `sections` replaces all sections of your conversation list. `updateSettings` puts a conversation into one of them. Other people receive several changes of these within a second as one event.",
      example: {
        request: { status: { emoji: "🌴", text: "On holiday" } },
        answer: {
          ...session.user,
          ...{ status: { emoji: "🌴", text: "On holiday" }, changedAt: "2026-11-25T11:02:17.482Z" },
        },
      },
    },
    requestEmailVerification: {
      summary: "Send a verification link to your e-mail address",
      description: "Answers before the e-mail is sent. A deployment that sends no e-mail answers 501.",
    },
    verifyEmail: { summary: "Verify an e-mail address with the token from the link" },
    deleteAccount: {
      summary: "Delete your account",
      description:
        "Needs your password, or a recent call of `reauthenticate`. Your messages stay, without your name. You leave all groups, and all your devices are signed out. This cannot be undone.",
    },
    reauthenticate: {
      summary: "Confirm your password",
      description:
        "For ten minutes, this session may change the e-mail address or password, and delete the account.",
    },
    listOwnMessages: {
      summary: "List all messages that you have written",
      description: "For a copy of everything that you wrote.",
      parameters: { cursor: "The `nextCursor` of the previous page." },
    },
    unsubscribe: {
      summary: "Stop the e-mails about missed messages with the token from one of them",
      description:
        "Mail programs post to this address (RFC 8058). The server ignores the body. The token does not expire. `updateMe` with `missedMails` lets the e-mails come again.",
    },
    showUnsubscription: {
      summary: "Open the page that asks whether to stop the e-mails",
      description: "Redirects to the page. Changes nothing.",
    },
    changePassword: {
      summary: "Change your password",
      description:
        "Needs the current password, or a recent call of `reauthenticate`. Signs out all your other devices, and withdraws a `pendingEmail`. The new password must not be a common one, nor equal your username or e-mail address.",
    },
    requestPasswordReset: {
      summary: "Send a link that resets a forgotten password",
      description:
        "The answer never reveals whether an account exists. The link works for an hour. A deployment that sends no e-mail answers 501.",
    },
    resetPassword: {
      summary: "Set a new password with the token from the link",
      description:
        "Each token works once. Signs out all devices of the account, and withdraws its `pendingEmail`.",
    },
  } satisfies Documented<typeof accountRoutes & typeof missedMailRoutes & typeof passwordRoutes>,
  fields: {
    Account: {
      isEmailVerified: "Whether the user has followed a link that was sent to this address.",
      pendingEmail:
        "The new address, until the user follows the link that was sent to it. A new password withdraws it.",
      workspaceRole: "Your role in the workspace.",
      missedMails:
        "Whether you get e-mails about missed direct messages and mentions. The workspace can turn them off for everyone.",
    },
    UpdateMe: {
      currentPassword: "Required for a new e-mail address, unless you have called `reauthenticate` recently.",
      pictureId: "A picture that you have uploaded. `null` removes the current one.",
    },
    RequestPasswordReset: { login: "A username or an e-mail address." },
    ResetPassword: { token: "The token from the link in the e-mail." },
    VerifyEmail: { token: "The token from the link in the e-mail." },
  },
};

export const users: Concept = {
  title: "Users and pictures",
  introduction: "Other people, and the pictures of people and groups.",
  routes: {
    getUser: { summary: "Get a user", example: { answer: user } },
    findUsers: {
      summary: "Find users by any part of their username or name",
      description:
        "Ignores case and accents. One or two letters must begin a word. The list has one page of at most `limit` users. Without `query`, lists all users in the order of their usernames, in pages.",
      parameters: { query: "Words that all occur in the names.", ...paging },
      example: { answer: { items: [user], nextCursor: null } },
    },
    addPicture: {
      summary: "Announce a picture and get its upload form",
      description: `Post the form with the file, then set the id as your picture or a group's. The form accepts only the announced type and size, and only the first upload counts. It must be a picture of at most ${limits.pictureSide} pixels on each side.`,
    },
    getPicture: { summary: "Get a temporary address of a picture" },
  } satisfies Documented<typeof userRoutes & typeof pictureRoutes>,
  fields: {
    User: {
      fullName: "`null` if the user has not entered one.",
      status: "Absent if there is none, or if it has ended.",
      pausedUntil: "The user has paused their notifications until then.",
      groups: "The handles of the user groups that the user is in. Absent if there are none.",
      quietHours: "Hours of each day in which the user wants no notifications.",
    },
    Status: {
      text: "Absent if the emoji says it all.",
      expiresAt: "The status ends then. Absent if it stays.",
    },
    QuietHours: {
      from: "The first minute without notifications.",
      to: "The first minute with notifications. An earlier time than `from` is on the next day.",
      timeZone: "A name of the IANA time zone database, such as `Europe/Berlin`.",
    },
    PictureUpload: {
      url: "Post the form here, as `multipart/form-data`. Relative to the origin.",
      fields: "The form's fields. Send them before the field `file`.",
    },
    Download: {
      url: "A temporary address, relative to the origin.",
      expiresIn: "Seconds until the address expires.",
    },
  },
};

export const webPush: Concept = {
  title: "Web Push",
  introduction: "Notifications that reach a browser while no page is open (RFC 8030, 8291 and 8292).",
  routes: {
    pushKey: { summary: "Get the public key for browser subscriptions" },
    addPushSubscription: {
      summary: "Notify this browser about messages while no page is open",
      description: "Adding the same endpoint again replaces its keys.",
    },
    removePushSubscription: {
      summary: "Stop notifying a browser",
      parameters: { endpoint: "The subscription's address at its push service." },
    },
  } satisfies Documented<typeof webPushRoutes>,
  fields: {
    PushKey: { publicKey: "An uncompressed P-256 point as base64url." },
    PushSubscription: { endpoint: "The browser's address at its push service." },
  },
};
