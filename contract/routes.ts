import { accountRoutes } from "./accounts.ts";
import { apiDescriptionRoutes } from "./api-description.ts";
import { attachmentRoutes } from "./attachments.ts";
import { callRoutes } from "./calls.ts";
import { channelRoutes } from "./channels.ts";
import { clientErrorRoutes } from "./client-errors.ts";
import { settingsRoutes } from "./conversation-settings.ts";
import { conversationRoutes } from "./conversations.ts";
import { customEmojiRoutes } from "./custom-emoji.ts";
import { draftRoutes } from "./drafts.ts";
import { fileListRoutes } from "./file-lists.ts";
import { invitationRoutes } from "./invitations.ts";
import { memberRoutes } from "./members.ts";
import { versionRoutes } from "./message-versions.ts";
import { messageRoutes } from "./messages.ts";
import { missedMailRoutes } from "./missed-mails.ts";
import { participantRoutes } from "./participants.ts";
import { passwordRoutes } from "./passwords.ts";
import { pictureRoutes } from "./pictures.ts";
import { pinRoutes } from "./pins.ts";
import { pollRoutes } from "./polls.ts";
import { readPositionRoutes } from "./read-positions.ts";
import { registrationRoutes } from "./registration.ts";
import { reminderRoutes } from "./reminders.ts";
import { savedRoutes } from "./saved.ts";
import { scheduledMessageRoutes } from "./scheduled-messages.ts";
import { searchRoutes } from "./search.ts";
import { sessionRoutes } from "./sessions.ts";
import { textReminderRoutes } from "./text-reminders.ts";
import { threadRoutes } from "./threads.ts";
import { userGroupRoutes } from "./user-groups.ts";
import { userRoutes } from "./users.ts";
import { webPushRoutes } from "./web-push.ts";
import { workspaceRoutes } from "./workspace.ts";

/** All REST routes under `/api`, by name. */
export const routes = {
  ...registrationRoutes,
  ...sessionRoutes,
  ...passwordRoutes,
  ...accountRoutes,
  ...missedMailRoutes,
  ...webPushRoutes,
  ...pictureRoutes,
  ...userRoutes,
  ...userGroupRoutes,
  ...customEmojiRoutes,
  ...conversationRoutes,
  ...channelRoutes,
  ...participantRoutes,
  ...settingsRoutes,
  ...messageRoutes,
  ...versionRoutes,
  ...attachmentRoutes,
  ...fileListRoutes,
  ...pinRoutes,
  ...pollRoutes,
  ...savedRoutes,
  ...readPositionRoutes,
  ...threadRoutes,
  ...scheduledMessageRoutes,
  ...draftRoutes,
  ...reminderRoutes,
  ...textReminderRoutes,
  ...callRoutes,
  ...searchRoutes,
  ...workspaceRoutes,
  ...memberRoutes,
  ...invitationRoutes,
  ...clientErrorRoutes,
  ...apiDescriptionRoutes,
} as const;

export type RouteName = keyof typeof routes;
