import { useLocation } from "wouter";
import type { Conversation } from "../../../contract/conversations.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { previewOf } from "../message/preview.ts";
import { HomeRow } from "./home-row.tsx";
import { HomeSection } from "./home-section.tsx";

/** The conversations with unread mentions of the user. */
export function MentionsSection({ conversations }: { conversations: readonly Conversation[] }) {
  const texts = useFeatureTexts().later;
  const { message } = useTexts();
  const [, navigate] = useLocation();
  if (conversations.length === 0) return null;
  return (
    <HomeSection title={texts.mentions}>
      {conversations.map(({ id, lastMessage, mentionCount }) => (
        <HomeRow
          key={id}
          conversationId={id}
          note={texts.mentionsIn({ count: mentionCount })}
          text={lastMessage && !lastMessage.deletedAt ? previewOf(lastMessage, message) : ""}
          onOpen={() => navigate(`/c/${id}`)}
        />
      ))}
    </HomeSection>
  );
}
