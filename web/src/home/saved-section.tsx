import { Button } from "@mantine/core";
import { IconBookmarkOff } from "@tabler/icons-react";
import { keyOf } from "../../../client/messages/message-key.ts";
import type { Message } from "../../../contract/messages.ts";
import { useCurrentMessage } from "../conversation/use-message.ts";
import { useTexts, useTimes } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { PreviewLine } from "../message/plain-line.tsx";
import { useGoTo } from "../message/use-go-to.ts";
import { useSaved } from "../saved/use-saved.ts";
import { HomeRow } from "./home-row.tsx";
import { HomeSection } from "./home-section.tsx";

/** How many saved messages the home page shows. */
const most = 3;

export interface SavedSectionProps {
  messages: readonly Message[];
  /** How many messages the user has saved. */
  count: number;
  /** Shows all of them. */
  onAll: () => void;
}

/** The messages that the user saved last. */
export function SavedSection({ messages, count, onAll }: SavedSectionProps) {
  const texts = useFeatureTexts().later;
  if (messages.length === 0) return null;
  return (
    <HomeSection
      title={texts.saved}
      count={count}
      after={
        count > most && (
          <Button variant="subtle" size="compact-sm" mt={4} onClick={onAll}>
            {texts.showAll}
          </Button>
        )
      }
    >
      {messages.slice(0, most).map((message) => (
        <SavedRow key={keyOf(message)} listed={message} />
      ))}
    </HomeSection>
  );
}

function SavedRow({ listed }: { listed: Message }) {
  const texts = useTexts().message;
  const times = useTimes();
  const goTo = useGoTo();
  const message = useCurrentMessage(listed);
  const { toggle } = useSaved(message);
  return (
    <HomeRow
      conversationId={message.conversationId}
      note={<time dateTime={message.createdAt}>{times.shortTime(message.createdAt)}</time>}
      text={<PreviewLine message={message} />}
      actions={[{ label: texts.unsave, Icon: IconBookmarkOff, run: toggle }]}
      onOpen={() => goTo(message)}
    />
  );
}
