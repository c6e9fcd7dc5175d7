import type { ChatClient } from "../../../client/chat-client.ts";
import type { Drafts } from "../../../client/drafts/drafts.ts";
import { unsentTexts } from "../../../client/drafts/unsent-texts.ts";
import { type Conversation, kindOf } from "../../../contract/conversations.ts";
import type { UserId } from "../../../contract/ids.ts";
import { titleOf } from "../conversation/names.ts";
import type { Texts } from "../i18n/page-texts.ts";
import { copyText } from "../message/use-copy.ts";
import type { Notices } from "../session/notice.tsx";

export interface LeftOptions {
  client: ChatClient;
  drafts: Drafts;
  userId: UserId;
  texts: Texts;
  notice: Notices;
  navigate: (path: string) => void;
  /** Whether the conversation was on the page. */
  wasOpen: boolean;
}

/** Explains a lost conversation, with a button for unsent texts or, in a channel, for joining again. */
export function explainLeft(conversation: Conversation, options: LeftOptions): void {
  const { client, drafts, userId, texts, notice, navigate, wasOpen } = options;
  const { id } = conversation;
  const { conversation: own, message } = texts;
  const unsent = unsentTexts({ drafts, userId, keys: Object.keys(localStorage) }, id).join("\n\n");
  const left = own.left({ title: titleOf(conversation, userId, texts) });
  if (unsent !== "") {
    const run = () => void copyText(unsent, notice, texts);
    notice.show(`${left} ${own.draftKept}`, { label: message.copyText, run });
  } else if (wasOpen && kindOf(conversation) === "channel") {
    const rejoin = async () => {
      if (await notice.attempt(client.conversations.join(id))) navigate(`/c/${id}`);
    };
    notice.show(left, { label: own.rejoin, run: () => void rejoin(), isPassing: true });
  } else if (wasOpen) notice.show(left);
}
