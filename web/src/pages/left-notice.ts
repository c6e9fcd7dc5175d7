import type { Drafts } from "../../../client/drafts/drafts.ts";
import { unsentTexts } from "../../../client/drafts/unsent-texts.ts";
import { type Conversation, kindOf } from "../../../contract/conversations.ts";
import type { UserId } from "../../../contract/ids.ts";
import { titleOf } from "../conversation/names.ts";
import type { Texts } from "../i18n/page-texts.ts";
import type { NoticeAction } from "../session/notice.tsx";

export interface LeftNoticeOptions {
  drafts: Drafts;
  userId: UserId;
  texts: Texts;
  copy: (text: string) => void;
  rejoin: () => void;
}

/** Returns the explanation of a lost conversation, with a button for unsent texts or, in a channel, for joining again. */
export function leftNotice(
  conversation: Conversation,
  { drafts, userId, texts, copy, rejoin }: LeftNoticeOptions,
): { text: string; action?: NoticeAction; hasDraft: boolean } {
  const keys = Object.keys(localStorage);
  const unsent = unsentTexts({ drafts, userId, keys }, conversation.id).join("\n\n");
  const left = texts.conversation.left({ title: titleOf(conversation, userId, texts) });
  if (unsent !== "") {
    const action = { label: texts.message.copyText, run: () => copy(unsent) };
    return { text: `${left} ${texts.conversation.draftKept}`, action, hasDraft: true };
  }
  if (kindOf(conversation) !== "channel") return { text: left, hasDraft: false };
  const action = { label: texts.conversation.rejoin, run: rejoin, isPassing: true };
  return { text: left, action, hasDraft: false };
}
