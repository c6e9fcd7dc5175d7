import * as z from "zod/mini";
import {
  ChangePassword,
  DeleteAccount,
  DeviceId,
  DeviceList,
  OwnMessagesQuery,
  RequestPasswordReset,
  ResetPassword,
  VerifyEmail,
} from "./accounts.ts";
import { Download, NewAttachment, Upload } from "./attachments.ts";
import {
  AddParticipants,
  Conversation,
  ConversationPage,
  ConversationPageQuery,
  ConversationSettings,
  NewConversation,
  ParticipantPage,
  UpdateConversation,
  UpdateParticipant,
  UpdateSettings,
} from "./conversations.ts";
import { Emoji } from "./emoji.ts";
import { AttachmentId, ConversationId, MessageId, PictureId, UserId } from "./ids.ts";
import {
  EditMessage,
  HistoryQuery,
  Message,
  MessagePage,
  NewMessage,
  ReadPosition,
  ReadUpTo,
} from "./messages.ts";
import { NewPicture, PictureUpload } from "./pictures.ts";
import { PushKey, PushSubscription } from "./push.ts";
import { SearchPage, SearchQuery } from "./search.ts";
import { Jwks, Login, Registration, Session } from "./sessions.ts";
import { Account, UpdateMe, User, UserLookup, UserPage } from "./users.ts";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** One REST call: everything that client, server and documentation need to know of it. */
export interface Route {
  readonly method: Method;
  /** As API Gateway writes it, below the stage: `/users/{id}`. */
  readonly path: string;
  /** `public` needs no access token. */
  readonly access: "public" | "signed-in";
  readonly summary: string;
  readonly params?: z.ZodMiniType;
  readonly query?: z.ZodMiniType;
  readonly body?: z.ZodMiniType;
  /** The body of each successful answer by status; null where there is none. */
  readonly answers: Readonly<Record<number, z.ZodMiniType | null>>;
  /** Whether it may be answered by a reader of the database: as of the position that the caller gives (`position.ts`). */
  readonly isByPosition?: true;
  /** Media type of the answer where it is not JSON. */
  readonly mediaType?: string;
}

const conversation = z.object({ id: ConversationId });
const participant = z.object({ id: ConversationId, userId: UserId });
const message = z.object({ id: ConversationId, messageId: MessageId });
const reaction = z.extend(message, { emoji: Emoji });

/** All REST calls under /api, by name. */
export const routes = {
  register: {
    method: "POST",
    path: "/auth/register",
    access: "public",
    summary: "Create an account and sign in",
    body: Registration,
    answers: { 201: Session },
  },
  login: {
    method: "POST",
    path: "/auth/login",
    access: "public",
    summary: "Sign in with a username or an e-mail",
    body: Login,
    answers: { 200: Session },
  },
  refresh: {
    method: "POST",
    path: "/auth/refresh",
    access: "public",
    summary: "Exchange the refresh cookie for a new session; using one twice ends the session",
    answers: { 200: Session },
  },
  logout: {
    method: "POST",
    path: "/auth/logout",
    access: "public",
    summary: "End the session of the refresh cookie",
    answers: { 204: null },
  },
  requestPasswordReset: {
    method: "POST",
    path: "/auth/password-reset",
    access: "public",
    summary: "Have a link to choose a new password sent to the account's e-mail, if there is such an account",
    body: RequestPasswordReset,
    answers: { 202: null },
  },
  resetPassword: {
    method: "POST",
    path: "/auth/password-reset/completion",
    access: "public",
    summary: "Choose a new password by the link that was sent; all devices are signed out",
    body: ResetPassword,
    answers: { 204: null },
  },
  verifyEmail: {
    method: "POST",
    path: "/auth/email-verification",
    access: "public",
    summary: "Confirm an e-mail by the link that was sent there",
    body: VerifyEmail,
    answers: { 204: null },
  },
  jwks: {
    method: "GET",
    path: "/.well-known/jwks.json",
    access: "public",
    summary: "The public keys that verify access tokens",
    answers: { 200: Jwks },
  },

  getMe: {
    method: "GET",
    path: "/users/me",
    access: "signed-in",
    summary: "Your account",
    answers: { 200: Account },
  },
  updateMe: {
    method: "PATCH",
    path: "/users/me",
    access: "signed-in",
    summary: "Change your name, e-mail or picture",
    body: UpdateMe,
    answers: { 200: Account },
  },
  listDevices: {
    method: "GET",
    path: "/users/me/devices",
    access: "signed-in",
    summary: "Where you are signed in",
    answers: { 200: DeviceList },
  },
  signOutOthers: {
    method: "DELETE",
    path: "/users/me/devices",
    access: "signed-in",
    summary: "Sign out all devices but this one",
    answers: { 204: null },
  },
  signOutDevice: {
    method: "DELETE",
    path: "/users/me/devices/{deviceId}",
    access: "signed-in",
    summary: "Sign out a device",
    params: z.object({ deviceId: DeviceId }),
    answers: { 204: null },
  },
  changePassword: {
    method: "POST",
    path: "/users/me/password",
    access: "signed-in",
    summary: "Change your password; all other devices are signed out",
    body: ChangePassword,
    answers: { 204: null },
  },
  requestEmailVerification: {
    method: "POST",
    path: "/users/me/email-verification",
    access: "signed-in",
    summary: "Have a link that confirms your e-mail sent there",
    answers: { 202: null },
  },
  deleteAccount: {
    method: "POST",
    path: "/users/me/deletion",
    access: "signed-in",
    summary: "Delete your account; what you wrote stays, without your name",
    body: DeleteAccount,
    answers: { 204: null },
  },
  listOwnMessages: {
    method: "GET",
    path: "/users/me/messages",
    access: "signed-in",
    summary: "All that you have written, for you to keep",
    query: OwnMessagesQuery,
    answers: { 200: MessagePage },
  },
  pushKey: {
    method: "GET",
    path: "/push/key",
    access: "signed-in",
    summary: "The key that a browser subscribes to pushes with",
    answers: { 200: PushKey },
  },
  addPushSubscription: {
    method: "PUT",
    path: "/users/me/push-subscriptions",
    access: "signed-in",
    summary: "Be told of messages while no page is open",
    body: PushSubscription,
    answers: { 204: null },
  },
  removePushSubscription: {
    method: "DELETE",
    path: "/users/me/push-subscriptions",
    access: "signed-in",
    summary: "Be told no more",
    query: z.pick(PushSubscription, { endpoint: true }),
    answers: { 204: null },
  },
  addPicture: {
    method: "POST",
    path: "/pictures",
    access: "signed-in",
    summary: "Announce a picture of yourself or of a group, and learn where to send it",
    body: NewPicture,
    answers: { 201: PictureUpload },
  },
  getPicture: {
    method: "GET",
    path: "/pictures/{id}",
    access: "signed-in",
    summary: "Where a picture is, for some minutes",
    params: z.object({ id: PictureId }),
    answers: { 200: Download },
  },
  getUser: {
    method: "GET",
    path: "/users/{id}",
    access: "signed-in",
    summary: "A person",
    params: z.object({ id: UserId }),
    answers: { 200: User },
  },
  findUsers: {
    method: "GET",
    path: "/users",
    access: "signed-in",
    summary: "Find people whose username or name begins with the query",
    query: UserLookup,
    answers: { 200: UserPage },
  },

  createConversation: {
    method: "POST",
    path: "/conversations",
    access: "signed-in",
    summary: "Start a conversation; the direct one with a person is always the same one",
    body: NewConversation,
    answers: { 201: Conversation, 200: Conversation },
  },
  listConversations: {
    method: "GET",
    path: "/conversations",
    access: "signed-in",
    summary: "Your conversations, newest activity first",
    query: ConversationPageQuery,
    isByPosition: true,
    answers: { 200: ConversationPage },
  },
  getConversation: {
    method: "GET",
    path: "/conversations/{id}",
    access: "signed-in",
    summary: "A conversation",
    params: conversation,
    answers: { 200: Conversation },
  },
  updateConversation: {
    method: "PATCH",
    path: "/conversations/{id}",
    access: "signed-in",
    summary: "Rename a group, or decide who may change it",
    params: conversation,
    body: UpdateConversation,
    answers: { 200: Conversation },
  },
  listParticipants: {
    method: "GET",
    path: "/conversations/{id}/participants",
    access: "signed-in",
    summary: "Who takes part",
    params: conversation,
    query: ConversationPageQuery,
    answers: { 200: ParticipantPage },
  },
  addParticipants: {
    method: "POST",
    path: "/conversations/{id}/participants",
    access: "signed-in",
    summary: "Add people to a group",
    params: conversation,
    body: AddParticipants,
    answers: { 200: Conversation },
  },
  updateParticipant: {
    method: "PATCH",
    path: "/conversations/{id}/participants/{userId}",
    access: "signed-in",
    summary: "Give somebody another role in a group that you own; a new owner takes your place",
    params: participant,
    body: UpdateParticipant,
    answers: { 204: null },
  },
  removeParticipant: {
    method: "DELETE",
    path: "/conversations/{id}/participants/{userId}",
    access: "signed-in",
    summary: "Leave a group, or remove somebody from a group that you run",
    params: participant,
    answers: { 204: null },
  },

  updateSettings: {
    method: "PATCH",
    path: "/conversations/{id}/settings",
    access: "signed-in",
    summary: "Mute, pin, archive or mark as unread, for yourself",
    params: conversation,
    body: UpdateSettings,
    answers: { 200: ConversationSettings },
  },

  listMessages: {
    method: "GET",
    path: "/conversations/{id}/messages",
    access: "signed-in",
    summary: "History by sequence number",
    params: conversation,
    query: HistoryQuery,
    isByPosition: true,
    answers: { 200: MessagePage },
  },
  sendMessage: {
    method: "POST",
    path: "/conversations/{id}/messages",
    access: "signed-in",
    summary: "Send a message; the same id again is the same message",
    params: conversation,
    body: NewMessage,
    answers: { 201: Message, 200: Message },
  },
  getMessage: {
    method: "GET",
    path: "/conversations/{id}/messages/{messageId}",
    access: "signed-in",
    summary: "A message",
    params: message,
    answers: { 200: Message },
  },
  editMessage: {
    method: "PATCH",
    path: "/conversations/{id}/messages/{messageId}",
    access: "signed-in",
    summary: "Change the text of a message that you wrote",
    params: message,
    body: EditMessage,
    answers: { 200: Message },
  },
  deleteMessage: {
    method: "DELETE",
    path: "/conversations/{id}/messages/{messageId}",
    access: "signed-in",
    summary: "Delete a message that you wrote, or any in a group that you run; its place stays",
    params: message,
    answers: { 204: null },
  },
  addReaction: {
    method: "PUT",
    path: "/conversations/{id}/messages/{messageId}/reactions/{emoji}",
    access: "signed-in",
    summary: "React to a message with an emoji",
    params: reaction,
    answers: { 200: Message },
  },
  removeReaction: {
    method: "DELETE",
    path: "/conversations/{id}/messages/{messageId}/reactions/{emoji}",
    access: "signed-in",
    summary: "Take a reaction back",
    params: reaction,
    answers: { 200: Message },
  },
  addAttachment: {
    method: "POST",
    path: "/conversations/{id}/attachments",
    access: "signed-in",
    summary: "Announce a file, and learn where to send it; a message can then have it",
    params: conversation,
    body: NewAttachment,
    answers: { 201: Upload },
  },
  getAttachment: {
    method: "GET",
    path: "/conversations/{id}/attachments/{attachmentId}",
    access: "signed-in",
    summary: "Where a file is, for some minutes",
    params: z.object({ id: ConversationId, attachmentId: AttachmentId }),
    answers: { 200: Download },
  },
  markRead: {
    method: "PUT",
    path: "/conversations/{id}/read",
    access: "signed-in",
    summary: "Mark as read up to a sequence number; it never moves back",
    params: conversation,
    body: ReadUpTo,
    answers: { 200: ReadPosition },
  },

  search: {
    method: "GET",
    path: "/search",
    access: "signed-in",
    summary: "Find messages by their words, in what you may read",
    query: SearchQuery,
    isByPosition: true,
    answers: { 200: SearchPage },
  },

  openapi: {
    method: "GET",
    path: "/openapi.json",
    access: "public",
    summary: "This contract as an OpenAPI 3.1 document",
    answers: { 200: z.unknown() },
  },
  docs: {
    method: "GET",
    path: "/docs",
    access: "public",
    summary: "This contract as a page",
    answers: { 200: z.string() },
    mediaType: "text/html",
  },
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof routes;
