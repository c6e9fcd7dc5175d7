import type { Migration } from "kysely";
import * as users from "./0001-users.ts";
import * as refreshTokens from "./0002-refresh-tokens.ts";
import * as conversations from "./0003-conversations.ts";
import * as messages from "./0004-messages.ts";
import * as connections from "./0005-connections.ts";
import * as sendMessage from "./0006-send-message.ts";
import * as presenceAndSendLimits from "./0007-presence-and-send-limits.ts";
import * as conversationSettings from "./0008-conversation-settings.ts";
import * as messageChanges from "./0009-message-changes.ts";
import * as search from "./0010-search.ts";
import * as accounts from "./0011-accounts.ts";
import * as pictures from "./0012-pictures.ts";
import * as mailTokens from "./0013-mail-tokens.ts";
import * as workspace from "./0014-workspace.ts";
import * as sessions from "./0015-sessions.ts";
import * as collations from "./0016-collations.ts";
import * as webPushLimits from "./0017-web-push-limits.ts";
import * as allowances from "./0018-allowances.ts";
import * as fileVersions from "./0019-file-versions.ts";
import * as searchFormOfNames from "./0021-search-form-of-names.ts";
import * as deletedMessages from "./0022-deleted-messages.ts";
import * as messageSearch from "./0023-message-search.ts";
import * as namesByAnyPart from "./0024-names-by-any-part.ts";
import * as channels from "./0025-channels.ts";
import * as systemMessages from "./0026-system-messages.ts";
import * as threads from "./0027-threads.ts";
import * as threadFollowers from "./0028-thread-followers.ts";
import * as searchOperators from "./0029-search-operators.ts";
import * as pins from "./0030-pins.ts";
import * as savedMessages from "./0031-saved-messages.ts";
import * as versionsAndForwards from "./0032-versions-and-forwards.ts";
import * as wideMentions from "./0033-wide-mentions.ts";
import * as availability from "./0034-availability.ts";
import * as userGroups from "./0035-user-groups.ts";
import * as scheduledMessages from "./0036-scheduled-messages.ts";
import * as drafts from "./0037-drafts.ts";
import * as reminders from "./0038-reminders.ts";
import * as polls from "./0039-polls.ts";
import * as linkPreviews from "./0041-link-previews.ts";
import * as calls from "./0044-calls.ts";
import * as customEmoji from "./0045-custom-emoji.ts";
import * as missedMails from "./0046-missed-mails.ts";
import * as rungCalls from "./0047-rung-calls.ts";
import * as threadActivity from "./0048-thread-activity.ts";
import * as formsForSearch from "./0049-forms-for-search.ts";
import * as listSections from "./0050-list-sections.ts";
import * as joinedLettersInSearch from "./0051-joined-letters-in-search.ts";
import * as invisibleCharactersInSearch from "./0052-invisible-characters-in-search.ts";
import * as textReminders from "./0053-text-reminders.ts";
import * as checkedPictures from "./0054-checked-pictures.ts";
import * as mentionedUsers from "./0055-mentioned-users.ts";
import * as hyphensInSearch from "./0056-hyphens-in-search.ts";
import * as namesLikeUsernames from "./0057-names-like-usernames.ts";
import * as silencedCalls from "./0058-silenced-calls.ts";
import * as mentionsOfChangedTexts from "./0059-mentions-of-changed-texts.ts";
import * as moreLettersInSearch from "./0060-more-letters-in-search.ts";
import * as outdatedWords from "./0061-outdated-words.ts";
import * as moreWordsInSearch from "./0062-more-words-in-search.ts";

/** The database's history, in order. Never edit a released step. Add a new one. */
export const migrations: Readonly<Record<string, Migration>> = {
  "0001-users": users,
  "0002-refresh-tokens": refreshTokens,
  "0003-conversations": conversations,
  "0004-messages": messages,
  "0005-connections": connections,
  "0006-send-message": sendMessage,
  "0007-presence-and-send-limits": presenceAndSendLimits,
  "0008-conversation-settings": conversationSettings,
  "0009-message-changes": messageChanges,
  "0010-search": search,
  "0011-accounts": accounts,
  "0012-pictures": pictures,
  "0013-mail-tokens": mailTokens,
  "0014-workspace": workspace,
  "0015-sessions": sessions,
  "0016-collations": collations,
  "0017-web-push-limits": webPushLimits,
  "0018-allowances": allowances,
  "0019-file-versions": fileVersions,
  "0021-search-form-of-names": searchFormOfNames,
  "0022-deleted-messages": deletedMessages,
  "0023-message-search": messageSearch,
  "0024-names-by-any-part": namesByAnyPart,
  "0025-channels": channels,
  "0026-system-messages": systemMessages,
  "0027-threads": threads,
  "0028-thread-followers": threadFollowers,
  "0029-search-operators": searchOperators,
  "0030-pins": pins,
  "0031-saved-messages": savedMessages,
  "0032-versions-and-forwards": versionsAndForwards,
  "0033-wide-mentions": wideMentions,
  "0034-availability": availability,
  "0035-user-groups": userGroups,
  "0036-scheduled-messages": scheduledMessages,
  "0037-drafts": drafts,
  "0038-reminders": reminders,
  "0039-polls": polls,
  "0041-link-previews": linkPreviews,
  "0044-calls": calls,
  "0045-custom-emoji": customEmoji,
  "0046-missed-mails": missedMails,
  "0047-rung-calls": rungCalls,
  "0048-thread-activity": threadActivity,
  "0049-forms-for-search": formsForSearch,
  "0050-list-sections": listSections,
  "0051-joined-letters-in-search": joinedLettersInSearch,
  "0052-invisible-characters-in-search": invisibleCharactersInSearch,
  "0053-text-reminders": textReminders,
  "0054-checked-pictures": checkedPictures,
  "0055-mentioned-users": mentionedUsers,
  "0056-hyphens-in-search": hyphensInSearch,
  "0057-names-like-usernames": namesLikeUsernames,
  "0058-silenced-calls": silencedCalls,
  "0059-mentions-of-changed-texts": mentionsOfChangedTexts,
  "0060-more-letters-in-search": moreLettersInSearch,
  "0061-outdated-words": outdatedWords,
  "0062-more-words-in-search": moreWordsInSearch,
};
