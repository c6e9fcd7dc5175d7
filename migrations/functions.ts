import addCustomEmoji from "./functions/add_custom_emoji.v1.sql" with { type: "text" };
import addParticipants from "./functions/add_participants.v1.sql" with { type: "text" };
import addPushSubscription from "./functions/add_push_subscription.v1.sql" with { type: "text" };
import addSystemMessage from "./functions/add_system_message.v2.sql" with { type: "text" };
import attachedTokens from "./functions/attached_tokens.v1.sql" with { type: "text" };
import castVote from "./functions/cast_vote.v1.sql" with { type: "text" };
import changeRole from "./functions/change_role.v1.sql" with { type: "text" };
import closePoll from "./functions/close_poll.v1.sql" with { type: "text" };
import countInvitations from "./functions/count_invitations.v1.sql" with { type: "text" };
import createAccount from "./functions/create_account.v3.sql" with { type: "text" };
import deleteCustomEmoji from "./functions/delete_custom_emoji.v1.sql" with { type: "text" };
import deleteMessage from "./functions/delete_message.v4.sql" with { type: "text" };
import deleteUserGroup from "./functions/delete_user_group.v1.sql" with { type: "text" };
import editMessage from "./functions/edit_message.v8.sql" with { type: "text" };
import endSessions from "./functions/end_sessions.v1.sql" with { type: "text" };
import fixFiles from "./functions/fix_files.v1.sql" with { type: "text" };
import followThread from "./functions/follow_thread.v2.sql" with { type: "text" };
import forwardMessage from "./functions/forward_message.v5.sql" with { type: "text" };
import hasOtherOwner from "./functions/has_other_owner.v1.sql" with { type: "text" };
import isOwnName from "./functions/is_own_name.v1.sql" with { type: "text" };
import isWidelyMentioned from "./functions/is_widely_mentioned.v1.sql" with { type: "text" };
import joinCall from "./functions/join_call.v2.sql" with { type: "text" };
import lastShownSeq from "./functions/last_shown_seq.v1.sql" with { type: "text" };
import mentionCount from "./functions/mention_count.v1.sql" with { type: "text" };
import nextRevision from "./functions/next_revision.v1.sql" with { type: "text" };
import openConnection from "./functions/open_connection.v3.sql" with { type: "text" };
import pinMessage from "./functions/pin_message.v1.sql" with { type: "text" };
import publishPoll from "./functions/publish_poll.v1.sql" with { type: "text" };
import refreshSession from "./functions/refresh_session.v1.sql" with { type: "text" };
import refreshUserGroups from "./functions/refresh_user_groups.v1.sql" with { type: "text" };
import removeParticipant from "./functions/remove_participant.v1.sql" with { type: "text" };
import removePreview from "./functions/remove_preview.v1.sql" with { type: "text" };
import resetPassword from "./functions/reset_password.v1.sql" with { type: "text" };
import saveDraft from "./functions/save_draft.v1.sql" with { type: "text" };
import saveMessage from "./functions/save_message.v1.sql" with { type: "text" };
import saveUserGroup from "./functions/save_user_group.v1.sql" with { type: "text" };
import scheduleMessage from "./functions/schedule_message.v1.sql" with { type: "text" };
import searchMessages from "./functions/search_messages.v2.sql" with { type: "text" };
import sendMessage from "./functions/send_message.v12.sql" with { type: "text" };
import setMentions from "./functions/set_mentions.v3.sql" with { type: "text" };
import setPreviews from "./functions/set_previews.v1.sql" with { type: "text" };
import setReaction from "./functions/set_reaction.v5.sql" with { type: "text" };
import setReminder from "./functions/set_reminder.v1.sql" with { type: "text" };
import setTextReminder from "./functions/set_text_reminder.v1.sql" with { type: "text" };
import settleCall from "./functions/settle_call.v4.sql" with { type: "text" };
import settlePresence from "./functions/settle_presence.v1.sql" with { type: "text" };
import showAsFile from "./functions/show_as_file.v1.sql" with { type: "text" };
import takeAllowance from "./functions/take_allowance.v1.sql" with { type: "text" };
import takeBackGuess from "./functions/take_back_guess.v1.sql" with { type: "text" };
import takeGuess from "./functions/take_guess.v1.sql" with { type: "text" };
import unreadCount from "./functions/unread_count.v1.sql" with { type: "text" };
import updateConversation from "./functions/update_conversation.v1.sql" with { type: "text" };
import usableInvitation from "./functions/usable_invitation.v1.sql" with { type: "text" };
import workspaceRole from "./functions/workspace_role.v1.sql" with { type: "text" };

/** The source of each database function that this release calls. See README.md for how to change one. */
export const databaseFunctions: readonly string[] = [
  addCustomEmoji,
  addParticipants,
  addPushSubscription,
  addSystemMessage,
  attachedTokens,
  castVote,
  changeRole,
  closePoll,
  countInvitations,
  createAccount,
  deleteCustomEmoji,
  deleteMessage,
  deleteUserGroup,
  editMessage,
  endSessions,
  fixFiles,
  followThread,
  forwardMessage,
  hasOtherOwner,
  isOwnName,
  isWidelyMentioned,
  joinCall,
  lastShownSeq,
  mentionCount,
  nextRevision,
  openConnection,
  pinMessage,
  publishPoll,
  refreshUserGroups,
  refreshSession,
  removeParticipant,
  removePreview,
  resetPassword,
  saveMessage,
  saveDraft,
  scheduleMessage,
  saveUserGroup,
  searchMessages,
  sendMessage,
  setMentions,
  setPreviews,
  setReaction,
  setReminder,
  setTextReminder,
  settleCall,
  settlePresence,
  showAsFile,
  takeAllowance,
  takeBackGuess,
  takeGuess,
  unreadCount,
  updateConversation,
  usableInvitation,
  workspaceRole,
];

/** The functions of releases before 0.2, when names had no versions. The migrate step retires them like any other. */
export const unversionedFunctions: readonly string[] = [
  "delete_message",
  "edit_message",
  "next_revision",
  "open_connection",
  "send_message",
  "set_mentions",
  "set_reaction",
  "settle_presence",
  "take_send_allowance",
];
