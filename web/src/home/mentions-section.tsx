import { useLocation } from "wouter";
import type { Conversation } from "../../../contract/conversations.ts";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { PreviewLine } from "../message/plain-line.tsx";
import { HomeRow } from "./home-row.tsx";
import { HomeSection } from "./home-section.tsx";

/** The conversations with unread mentions of the user. */
export function MentionsSection({ conversations }: { conversations: readonly Conversation[] }) {
  const texts = useFeatureTexts().later;
  const [, navigate] = useLocation();
  if (conversations.length === 0) return null;
  return (
    <HomeSection
      title={texts.mentions}
      count={conversations.reduce((sum, { mentionCount }) => sum + mentionCount, 0)}
    >
      {conversations.map(({ id, lastMessage, mentionCount }) => (
        <HomeRow
          key={id}
          conversationId={id}
          note={texts.mentionsIn({ count: mentionCount })}
          text={lastMessage && !lastMessage.deletedAt && <PreviewLine message={lastMessage} />}
          onOpen={() => navigate(`/c/${id}`)}
        />
      ))}
    </HomeSection>
  );
}
