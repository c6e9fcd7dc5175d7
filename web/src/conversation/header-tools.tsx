import { IconPin, IconSearch, IconStar, IconStarFilled } from "@tabler/icons-react";
import type { Conversation } from "../../../contract/conversations.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { IconButton } from "../icon-button.tsx";
import { useOpenPins } from "../pins/use-open-pins.tsx";
import { useSearchIn } from "../search/use-search-in.ts";
import { useChat } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";

/** Buttons of a conversation's header that a narrow window leaves to the menu. */
export default function HeaderTools({ conversation: { id, settings } }: { conversation: Conversation }) {
  const { client } = useChat();
  const { attempt } = useNotice();
  const texts = useTexts().message;
  const { conversationMenu } = useFeatureTexts();
  const openPins = useOpenPins(id);
  const searchIn = useSearchIn();
  const { isPinned } = settings;
  return (
    <>
      <IconButton
        label={isPinned ? conversationMenu.removeFavourite : conversationMenu.addFavourite}
        onClick={() => void attempt(client.conversations.updateSettings(id, { isPinned: !isPinned }))}
      >
        {isPinned ? <IconStarFilled size={20} /> : <IconStar size={20} />}
      </IconButton>
      <IconButton label={texts.pins} onClick={openPins}>
        <IconPin size={20} />
      </IconButton>
      <IconButton label={conversationMenu.search} onClick={() => searchIn(id)}>
        <IconSearch size={20} />
      </IconButton>
    </>
  );
}
