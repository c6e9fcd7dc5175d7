import * as z from "zod/mini";

/** Identifies why a request was refused. Codes never change their meaning. New ones may be added. */
export const ProblemCode = z
  .enum([
    // Any request
    "bad-request",
    "cross-origin",
    "internal-error",
    "invalid-cursor",
    "invalid-json",
    "invalid-request",
    "not-signed-in",
    "rate-limited",
    "request-too-large",
    "route-not-found",
    "timeout",
    "unavailable",
    "unknown-action",
    "unsupported-media-type",
    "waking-up",
    // Accounts and sessions
    "account-gone",
    "email-taken",
    "link-expired",
    "mail-not-offered",
    "reauthentication-required",
    "session-ended",
    "too-many-connections",
    "device-not-found",
    "username-taken",
    "weak-password",
    "wrong-credentials",
    "wrong-password",
    // The workspace
    "account-deactivated",
    "email-confirmation-required",
    "email-domain-not-allowed",
    "invitation-invalid",
    "invitation-not-found",
    "invitation-required",
    "last-owner",
    "not-the-invited-address",
    "emoji-name-taken",
    "emoji-not-found",
    "handle-taken",
    "not-your-emoji",
    "too-many-emoji",
    "too-many-groups-of-user",
    "too-many-own-emoji",
    "too-many-invitations",
    "too-many-user-groups",
    "unknown-members",
    "user-group-not-found",
    "workspace-admins-only",
    "workspace-owners-only",
    // Users and conversations
    "admins-only",
    "cannot-change-own-role",
    "cannot-remove-participant",
    "channel-name-taken",
    "channel-needs-name",
    "conversation-archived",
    "conversation-not-found",
    "default-for-channels-only",
    "direct-conversation-is-fixed",
    "group-full",
    "name-for-groups-only",
    "name-of-another",
    "needs-one-other-person",
    "owner-only",
    "participant-not-found",
    "posting-restricted",
    "unknown-users",
    "unread-after-last-message",
    "user-not-found",
    // Calls
    "call-full",
    "call-not-found",
    // Messages and files
    "cannot-delete-message",
    "file-not-found",
    "forwarded-message-fixed",
    "message-deleted",
    "message-id-taken",
    "message-not-found",
    "not-the-author",
    "not-your-picture",
    "picture-not-found",
    "pinning-restricted",
    "cannot-close-poll",
    "one-choice-only",
    "poll-closed",
    "poll-fixed",
    "poll-not-found",
    "unknown-option",
    "unusable-picture",
    "voters-secret",
    "draft-changed",
    "message-being-sent",
    "scheduled-message-not-found",
    "time-not-possible",
    "too-many-drafts",
    "too-many-own-reactions",
    "too-many-reminders",
    "too-many-scheduled-messages",
    "too-many-pins",
    "too-many-reactions",
    "too-many-saved",
    "too-many-followed",
    "unknown-files",
    "unknown-reply-target",
    "unknown-thread",
  ])
  .register(z.globalRegistry, { id: "ProblemCode" });
export type ProblemCode = z.infer<typeof ProblemCode>;

/** The properties that all problems with one code share. RFC 9457 calls them the problem type. */
export interface ProblemType {
  /** The HTTP status. API Gateway reports an `internal-error` as 502. */
  status: number;
  title: string;
  /** Explains when the server refuses with this code, for the API documentation. */
  description: string;
}

export const problemTypes: Readonly<Record<ProblemCode, ProblemType>> = {
  "bad-request": {
    status: 400,
    title: "Bad request",
    description: "API Gateway could not read the request.",
  },
  "cross-origin": {
    status: 403,
    title: "Other origin",
    description: "A page of another origin sent a request that signs in, signs out or needs no token.",
  },
  "internal-error": {
    status: 500,
    title: "Internal error",
    description: "The server failed. `instance` identifies the request in its logs.",
  },
  "invalid-cursor": {
    status: 400,
    title: "Invalid cursor",
    description: "The cursor does not come from an earlier page of the same list.",
  },
  "invalid-json": {
    status: 400,
    title: "Invalid JSON",
    description: "The body or frame is not valid JSON.",
  },
  "invalid-request": {
    status: 400,
    title: "Invalid request",
    description: "Some fields do not match their schema. `errors` lists them.",
  },
  "not-signed-in": {
    status: 401,
    title: "Not signed in",
    description: "The access token is missing, expired or invalid.",
  },
  "rate-limited": {
    status: 429,
    title: "Too many requests",
    description: "The caller exceeded a rate limit. `retryAfter` is the number of seconds to wait.",
  },
  "request-too-large": {
    status: 413,
    title: "Request too large",
    description: "The request exceeds API Gateway's limit of 10 MB.",
  },
  "route-not-found": {
    status: 404,
    title: "Route not found",
    description: "No route has this method and path.",
  },
  timeout: {
    status: 504,
    title: "Timeout",
    description: "The server did not answer within 29 seconds. The request may have taken effect.",
  },
  unavailable: {
    status: 503,
    title: "Temporarily unavailable",
    description: "The database did not answer. `retryAfter` is the number of seconds to wait.",
  },
  "unknown-action": {
    status: 400,
    title: "Unknown action",
    description: "No WebSocket route has this `action`.",
  },
  "waking-up": {
    status: 503,
    title: "Waking up",
    description:
      "The database resumes after a pause, which takes up to half a minute. The request had no effect. `retryAfter` is the number of seconds to wait.",
  },
  "unsupported-media-type": {
    status: 415,
    title: "Unsupported media type",
    description: "The header `Content-Type` of a request without a token must be `application/json`.",
  },
  "account-gone": {
    status: 401,
    title: "Account deleted",
    description: "The access token is valid, but its account has been deleted.",
  },
  "email-taken": {
    status: 409,
    title: "E-mail address taken",
    description: "Another account uses this e-mail address.",
  },
  "link-expired": {
    status: 400,
    title: "Link expired",
    description: "The token from an e-mail is unknown, used or expired.",
  },
  "mail-not-offered": {
    status: 501,
    title: "E-mail not configured",
    description: "This deployment sends no e-mail.",
  },
  "reauthentication-required": {
    status: 403,
    title: "Reauthentication required",
    description: "A new e-mail address, a new password or a deletion needs the current password.",
  },
  "session-ended": {
    status: 401,
    title: "Session ended",
    description:
      "The session was signed out, or the refresh token is missing, unknown, expired, revoked or already used.",
  },
  "too-many-connections": {
    status: 429,
    title: "Too many connections",
    description: "The user has the maximum number of open WebSockets. The upgrade fails with this status.",
  },
  "device-not-found": {
    status: 404,
    title: "Device not found",
    description: "The caller is not signed in on a device with this id.",
  },
  "username-taken": {
    status: 409,
    title: "Username taken",
    description:
      "Another account or a user group has this username, or another person's full name reads like it.",
  },
  "weak-password": {
    status: 400,
    title: "Weak password",
    description:
      "The new password is on a list of common passwords, or equals the username or e-mail address.",
  },
  "wrong-credentials": {
    status: 401,
    title: "Wrong credentials",
    description: "The login is unknown or the password is wrong. The server does not reveal which.",
  },
  "wrong-password": {
    status: 400,
    title: "Wrong password",
    description: "The signed-in user confirmed a change with a wrong password.",
  },
  "account-deactivated": {
    status: 403,
    title: "Account deactivated",
    description: "An owner or admin of the workspace has deactivated this account. The password was right.",
  },
  "email-confirmation-required": {
    status: 403,
    title: "Confirmation required",
    description: "The workspace accepts only confirmed addresses of its domains. Request a link first.",
  },
  "email-domain-not-allowed": {
    status: 400,
    title: "Domain not allowed",
    description: "The sign-up rule does not list the domain of this e-mail address.",
  },
  "invitation-invalid": {
    status: 400,
    title: "Invitation invalid",
    description: "The code is unknown, expired, revoked or used up, or its author may no longer invite.",
  },
  "invitation-not-found": {
    status: 404,
    title: "Invitation not found",
    description: "No invitation that still works has this id.",
  },
  "invitation-required": {
    status: 403,
    title: "Invitation required",
    description: "The workspace accepts only people with an invitation or a setup link.",
  },
  "last-owner": {
    status: 409,
    title: "Last owner",
    description: "The workspace needs an active owner. Make another person an owner first.",
  },
  "not-the-invited-address": {
    status: 400,
    title: "Other address invited",
    description: "The invitation is for another e-mail address.",
  },
  "emoji-name-taken": {
    status: 409,
    title: "Emoji name taken",
    description: "Another emoji of the workspace has this name, or it is the shortcode of a Unicode emoji.",
  },
  "emoji-not-found": {
    status: 404,
    title: "Emoji not found",
    description: "The workspace has no such emoji.",
  },
  "not-your-emoji": {
    status: 403,
    title: "Another user's emoji",
    description: "Only the user who added an emoji, and owners and admins, can delete it.",
  },
  "too-many-emoji": {
    status: 409,
    title: "Too many emoji",
    description: "The workspace has reached its limit of emoji.",
  },
  "too-many-own-emoji": {
    status: 409,
    title: "Too many emoji of one member",
    description: "The caller has reached the limit of emoji for one member.",
  },
  "handle-taken": {
    status: 409,
    title: "Handle taken",
    description:
      "A person or another user group has the handle, a person's full name reads like it, or it is reserved.",
  },
  "too-many-groups-of-user": {
    status: 409,
    title: "Too many user groups of one person",
    description: "A new member has reached the limit of user groups for one person.",
  },
  "too-many-user-groups": {
    status: 409,
    title: "Too many user groups",
    description: "The workspace has reached its limit of user groups.",
  },
  "unknown-members": {
    status: 400,
    title: "Unknown people",
    description: "`memberIds` must be the ids of users.",
  },
  "user-group-not-found": {
    status: 404,
    title: "User group not found",
    description: "No user group has this handle.",
  },
  "too-many-invitations": {
    status: 409,
    title: "Too many invitations",
    description: "The workspace has reached its limit of invitations that still work.",
  },
  "workspace-admins-only": {
    status: 403,
    title: "Administrators only",
    description: "Only the workspace's owners and admins may do this.",
  },
  "workspace-owners-only": {
    status: 403,
    title: "Owners only",
    description: "Only the workspace's owners may do this.",
  },
  "admins-only": {
    status: 403,
    title: "Admins only",
    description: "Only the group's owner and admins may do this.",
  },
  "cannot-change-own-role": {
    status: 400,
    title: "Own role",
    description: "Owners cannot change their own role. They can make another participant the owner.",
  },
  "cannot-remove-participant": {
    status: 403,
    title: "Removal not allowed",
    description: "The owner may remove everyone, admins may remove members, and everyone may leave.",
  },
  "channel-name-taken": {
    status: 409,
    title: "Channel name taken",
    description: "Another channel has this name, or one that differs only in case.",
  },
  "channel-needs-name": {
    status: 400,
    title: "Channel without a name",
    description: "A channel needs a name, even if it was a group without one before.",
  },
  "conversation-archived": {
    status: 403,
    title: "Conversation archived",
    description: "The group or channel is archived. It is read-only until its owner or an admin restores it.",
  },
  "conversation-not-found": {
    status: 404,
    title: "Conversation not found",
    description: "The conversation does not exist, or the caller does not take part in it.",
  },
  "default-for-channels-only": {
    status: 400,
    title: "Not a channel",
    description: "Only a channel can be a default channel. New members join the default channels.",
  },
  "direct-conversation-is-fixed": {
    status: 403,
    title: "Direct conversation",
    description: "The name, picture, participants and roles of a direct conversation cannot change.",
  },
  "group-full": {
    status: 400,
    title: "Group full",
    description: "The group would have too many participants. `errors[0].limit` is the maximum.",
  },
  "name-for-groups-only": {
    status: 400,
    title: "Name not allowed",
    description: "Only groups have a name.",
  },
  "name-of-another": {
    status: 409,
    title: "Name of another person",
    description: "The full name is the username of another user.",
  },
  "needs-one-other-person": {
    status: 400,
    title: "Wrong number of participants",
    description: "A direct conversation needs exactly one other participant.",
  },
  "owner-only": {
    status: 403,
    title: "Owner only",
    description: "Only the group's owner may do this.",
  },
  "participant-not-found": {
    status: 404,
    title: "Participant not found",
    description: "The user does not take part in the conversation.",
  },
  "posting-restricted": {
    status: 403,
    title: "Posting restricted",
    description: "Only the owner and the admins may send messages to this group or channel.",
  },
  "unknown-users": {
    status: 400,
    title: "Unknown users",
    description: "Some of the given ids belong to no user. `errors` lists them.",
  },
  "unread-after-last-message": {
    status: 400,
    title: "No such position",
    description: "`unreadFrom` is greater than the sequence number of the last message.",
  },
  "user-not-found": {
    status: 404,
    title: "User not found",
    description: "No user has this id.",
  },
  "call-full": {
    status: 409,
    title: "Call full",
    description: "The call has the maximum number of participants.",
  },
  "call-not-found": {
    status: 404,
    title: "Call not found",
    description:
      "The call is over, or the caller or the recipient of the signal is not in it on this connection.",
  },
  "cannot-delete-message": {
    status: 403,
    title: "Deletion not allowed",
    description: "Only a message's author and the group's owner and admins may delete it.",
  },
  "file-not-found": {
    status: 404,
    title: "File not found",
    description: "No message that the caller may read has this file.",
  },
  "forwarded-message-fixed": {
    status: 409,
    title: "Forwarded message",
    description: "A forwarded message shows another author's text, so it cannot be edited.",
  },
  "cannot-close-poll": {
    status: 403,
    title: "Closing not allowed",
    description: "Only a poll's author and the group's owner and admins may close it.",
  },
  "one-choice-only": {
    status: 400,
    title: "One choice only",
    description: "The poll accepts only one choice from each voter.",
  },
  "poll-closed": {
    status: 409,
    title: "Poll closed",
    description: "The poll accepts no more votes.",
  },
  "poll-fixed": {
    status: 409,
    title: "Message with a poll",
    description: "The server writes the text of a message with a poll, so it cannot be edited.",
  },
  "poll-not-found": {
    status: 404,
    title: "Poll not found",
    description: "The conversation has no such poll, or the caller does not take part in it.",
  },
  "unknown-option": {
    status: 400,
    title: "Unknown option",
    description: "The poll has no such option.",
  },
  "voters-secret": {
    status: 403,
    title: "Anonymous poll",
    description: "Nobody can see the voters of an anonymous poll.",
  },
  "message-deleted": {
    status: 409,
    title: "Message deleted",
    description: "A deleted message cannot be changed.",
  },
  "message-id-taken": {
    status: 409,
    title: "Message id taken",
    description: "Another user's message has this id.",
  },
  "message-not-found": {
    status: 404,
    title: "Message not found",
    description: "The conversation has no message with this id, or the caller does not take part in it.",
  },
  "not-the-author": {
    status: 403,
    title: "Not the author",
    description: "Only a message's author may edit it.",
  },
  "not-your-picture": {
    status: 400,
    title: "Not your picture",
    description: "`pictureId` must be the id of a picture that the caller uploaded.",
  },
  "unusable-picture": {
    status: 400,
    title: "Unusable picture",
    description:
      "The upload of `pictureId` must be a PNG, JPEG, GIF, WebP or AVIF picture of at most 1,024 pixels on each side.",
  },
  "picture-not-found": {
    status: 404,
    title: "Picture not found",
    description: "No picture has this id.",
  },
  "pinning-restricted": {
    status: 403,
    title: "Pinning restricted",
    description: "Only the owner and admins may pin messages in this conversation.",
  },
  "draft-changed": {
    status: 409,
    title: "Draft changed",
    description:
      "Another device has changed the draft in the meantime. Fetch it, merge both texts, and save the result.",
  },
  "message-being-sent": {
    status: 409,
    title: "Message being sent",
    description: "The time of the scheduled message has come, so it can no longer be changed.",
  },
  "scheduled-message-not-found": {
    status: 404,
    title: "Scheduled message not found",
    description: "The caller has no scheduled message with this id. It may have been sent.",
  },
  "time-not-possible": {
    status: 400,
    title: "Time not possible",
    description: "The time is in the past or more than a year ahead.",
  },
  "too-many-reminders": {
    status: 409,
    title: "Too many reminders",
    description: "The caller has reached the limit of reminders of messages, or of text reminders.",
  },
  "too-many-scheduled-messages": {
    status: 409,
    title: "Too many scheduled messages",
    description: "The caller has reached the limit of scheduled messages.",
  },
  "too-many-drafts": {
    status: 409,
    title: "Too many drafts",
    description: "The caller has reached the limit of drafts. Clients keep further drafts on their device.",
  },
  "too-many-own-reactions": {
    status: 409,
    title: "Too many reactions of one person",
    description: "The caller has reached the limit of different emoji that one user can add to a message.",
  },
  "too-many-pins": {
    status: 409,
    title: "Too many pinned messages",
    description: "The conversation has reached its limit of pinned messages.",
  },
  "too-many-reactions": {
    status: 409,
    title: "Too many reactions",
    description: "The message has reached its limit of different emoji or of reactions.",
  },
  "too-many-saved": {
    status: 409,
    title: "Too many saved messages",
    description: "The caller has reached the limit of saved messages.",
  },
  "too-many-followed": {
    status: 409,
    title: "Too many followed threads",
    description: "The caller has reached the limit of followed threads.",
  },
  "unknown-files": {
    status: 400,
    title: "Unknown files",
    description:
      "`attachmentIds` must name files that the sender uploaded to this conversation and has not sent yet.",
  },
  "unknown-reply-target": {
    status: 400,
    title: "Unknown message",
    description: "`replyTo` must be the id of a message in the same conversation.",
  },
  "unknown-thread": {
    status: 400,
    title: "Unknown thread",
    description: "`threadId` must be the id of a message in the same conversation.",
  },
};

/** Identifies a problem type by the address of its documentation, as RFC 9457 recommends. */
export const problemTypeUri = (code: ProblemCode): string => `/api/docs#problem-${code}`;
