import type { ClientFrame } from "./frames.ts";
import type { RouteName, routes } from "./routes.ts";
import type { WorkspaceRole } from "./workspace-roles.ts";

/** The workspace roles that may make a call. */
export type AccessRule = readonly WorkspaceRole[];

/** Guests and bots get their own rules in the release that introduces them. */
const members: AccessRule = ["owner", "admin", "member"];
const administrators: AccessRule = ["owner", "admin"];
const owners: AccessRule = ["owner"];

type Routes = typeof routes;
type SignedInRoute = {
  [N in RouteName]: Routes[N]["access"] extends "signed-in" ? N : never;
}[RouteName];

/**
 * The rule of each REST route that needs a token. A route without a rule does not compile, and a test makes every call
 * with every role. Rules about the target, such as another owner, are in the domain.
 */
export const routeRules: Readonly<Record<SignedInRoute, AccessRule>> = {
  // Accounts
  getMe: members,
  updateMe: members,
  deleteAccount: members,
  listOwnMessages: members,
  requestEmailVerification: members,
  reauthenticate: members,
  changePassword: members,
  listDevices: members,
  signOutDevice: members,
  signOutOthers: members,
  pushKey: members,
  addPushSubscription: members,
  removePushSubscription: members,
  addPicture: members,
  getPicture: members,
  // People and conversations
  getUser: members,
  findUsers: members,
  listUserGroups: members,
  getUserGroup: members,
  listEmoji: members,
  addEmoji: members,
  listEmojiPictures: members,
  deleteEmoji: members,
  createConversation: members,
  listConversations: members,
  getConversation: members,
  updateConversation: members,
  listChannels: members,
  getChannel: members,
  listChannelMessages: members,
  listParticipants: members,
  addParticipants: members,
  updateParticipant: members,
  removeParticipant: members,
  updateSettings: members,
  // Messages and files
  listMessages: members,
  listThreads: members,
  getThread: members,
  markThreadRead: members,
  followThread: members,
  unfollowThread: members,
  sendMessage: members,
  forwardMessage: members,
  listVersions: members,
  getMessage: members,
  editMessage: members,
  deleteMessage: members,
  removePreview: members,
  addReaction: members,
  removeReaction: members,
  listPins: members,
  pinMessage: members,
  unpinMessage: members,
  getPoll: members,
  vote: members,
  closePoll: members,
  listVoters: members,
  listSaved: members,
  listSavedIds: members,
  saveMessage: members,
  unsaveMessage: members,
  markRead: members,
  listScheduledMessages: members,
  scheduleMessage: members,
  changeScheduledMessage: members,
  cancelScheduledMessage: members,
  sendScheduledMessage: members,
  listDrafts: members,
  saveDraft: members,
  listReminders: members,
  setReminder: members,
  removeReminder: members,
  listTextReminders: members,
  setTextReminder: members,
  removeTextReminder: members,
  addAttachment: members,
  getAttachment: members,
  listFiles: members,
  search: members,
  listCalls: members,
  reportClientError: members,
  // The workspace
  updateWorkspace: administrators,
  setSignUp: owners,
  setKeptVersions: owners,
  createUserGroup: administrators,
  updateUserGroup: administrators,
  deleteUserGroup: administrators,
  listMembers: administrators,
  updateMember: owners,
  deactivateMember: administrators,
  reactivateMember: administrators,
  listInvitations: administrators,
  createInvitation: administrators,
  revokeInvitation: administrators,
};

/** The rule of each frame that a client may send. */
export const frameRules: Readonly<Record<ClientFrame["action"], AccessRule>> = {
  "message.send": members,
  read: members,
  sync: members,
  typing: members,
  ping: members,
  "call.join": members,
  "call.leave": members,
  "call.decline": members,
  "call.signal": members,
};
