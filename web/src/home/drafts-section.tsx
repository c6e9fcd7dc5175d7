import { IconTrash } from "@tabler/icons-react";
import { useSyncExternalStore } from "react";
import { useLocation } from "wouter";
import type { DraftPlace } from "../../../client/drafts/draft-place.ts";
import { partsOf, placeIn } from "../../../client/drafts/place-parts.ts";
import { draftPlaces } from "../../../client/drafts/saved-drafts.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { PlainLine } from "../message/plain-line.tsx";
import { useChat } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";
import { useOpenThread } from "../threads/open-thread.ts";
import { HomeRow } from "./home-row.tsx";
import { HomeSection } from "./home-section.tsx";

/** Returns the places of all drafts with a text. */
export function useDraftPlaces(): DraftPlace[] {
  const { drafts, me } = useChat();
  const places = useSyncExternalStore(drafts.subscribe, () =>
    draftPlaces(Object.keys(localStorage), me.id)
      .filter((place) => drafts.get(place).text.trim() !== "")
      .sort()
      .join("\n"),
  );
  return places.split("\n").flatMap((place) => placeIn(place) ?? []);
}

/** The texts that the user has written and not sent. */
export function DraftsSection({ places }: { places: readonly DraftPlace[] }) {
  const texts = useFeatureTexts().later;
  if (places.length === 0) return null;
  return (
    <HomeSection title={texts.drafts}>
      {places.map((place) => (
        <DraftRow key={place} place={place} />
      ))}
    </HomeSection>
  );
}

function DraftRow({ place }: { place: DraftPlace }) {
  const { drafts } = useChat();
  const { show } = useNotice();
  const { conversation } = useTexts();
  const texts = useFeatureTexts().later;
  const [, navigate] = useLocation();
  const openThread = useOpenThread();
  const { text } = useSyncExternalStore(drafts.subscribe, () => drafts.get(place));
  const { conversationId, rootId } = partsOf(place);
  const open = () => {
    navigate(`/c/${conversationId}`);
    if (rootId) openThread({ conversationId, rootId });
  };
  const discard = () => {
    // The reply target and the files wait in the composer for another text.
    drafts.change(place, { text: "" });
    show(texts.draftDeleted, { label: conversation.undo, run: () => drafts.restore(place, { text }) });
  };
  return (
    <HomeRow
      conversationId={conversationId}
      note={rootId && texts.inThread}
      text={<PlainLine content={text} />}
      actions={[{ label: texts.discardDraft, Icon: IconTrash, run: discard }]}
      onOpen={open}
    />
  );
}
