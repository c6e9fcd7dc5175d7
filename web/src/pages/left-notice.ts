import type { ChatClient } from "../../../client/chat-client.ts";
import type { Drafts } from "../../../client/drafts/drafts.ts";
import { unsentTexts } from "../../../client/drafts/unsent-texts.ts";
import type { Account } from "../../../contract/accounts.ts";
import { type Conversation, kindOf } from "../../../contract/conversations.ts";
import { takeLeftHere } from "../conversation/left-here.ts";
import { titleOf } from "../conversation/names.ts";
import type { Texts } from "../i18n/page-texts.ts";
import { copyText } from "../message/use-copy.ts";
import type { Notices } from "../session/notice.tsx";

export interface LeftOptions {
  client: ChatClient;
  drafts: Drafts;
  me: Account;
  texts: Texts;
  notice: Notices;
  navigate: (path: string) => void;
  /** Whether the conversation was on the page. */
  wasOpen: boolean;
}

/** A user may join a channel again, unless it is archived or the user is a guest. */
const mayJoin = (conversation: Conversation, me: Account): boolean =>
  kindOf(conversation) === "channel" && conversation.archivedAt === undefined && me.workspaceRole !== "guest";

/**
 * Explains a lost conversation that was open or has unsent texts, or a channel that the user has left on this page. Offers
 * to join the channel again, which also brings the texts back, and otherwise to copy them.
 */
export function explainLeft(conversation: Conversation, options: LeftOptions): void {
  const { client, drafts, me, texts, notice, navigate, wasOpen } = options;
  const { id } = conversation;
  const { conversation: own, message } = texts;
  // Taken in any case, so that no later loss counts as the user's own.
  const isLeftHere = takeLeftHere(id);
  const unsent = unsentTexts({ drafts, userId: me.id, keys: Object.keys(localStorage) }, id).join("\n\n");
  const isKept = unsent !== "";
  const left = own.left({ title: titleOf(conversation, me.id, texts) });
  const text = isKept ? `${left} ${own.draftKept}` : left;
  if ((isLeftHere || wasOpen) && mayJoin(conversation, me)) {
    const rejoin = async () => {
      if ((await notice.attempt(client.conversations.join(id))) && wasOpen) navigate(`/c/${id}`);
    };
    notice.show(text, { label: own.rejoin, run: () => void rejoin(), isPassing: !isKept });
  } else if (isKept) {
    notice.show(text, { label: message.copyText, run: () => void copyText(unsent, notice, texts) });
  } else if (wasOpen) notice.show(text);
}
