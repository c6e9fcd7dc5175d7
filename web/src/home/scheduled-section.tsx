import { Text } from "@mantine/core";
import { IconPencil, IconSend2, IconTrash } from "@tabler/icons-react";
import { lazy, useState } from "react";
import { useLocation } from "wouter";
import { ClientProblemCode } from "../../../client/http/problem-error.ts";
import { ScheduledMessages } from "../../../client/scheduled/scheduled-messages.ts";
import type { ScheduledMessage } from "../../../contract/scheduled-messages.ts";
import { Overlay } from "../errors/failures.tsx";
import { useTexts, useTimes } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { PlainLine } from "../message/plain-line.tsx";
import { useNotice } from "../session/notice.tsx";
import { useSession } from "../session/session-context.tsx";
import { ShowMore } from "../show-more.tsx";
import { HomeRow } from "./home-row.tsx";
import { HomeSection } from "./home-section.tsx";
import { useDeleteScheduled } from "./use-delete-scheduled.ts";
import type { useScheduled } from "./use-scheduled.ts";

const EditScheduled = lazy(() => import("./edit-scheduled.tsx"));

/** The messages that the server sends later, the next one first. */
export function ScheduledSection({ list }: { list: ReturnType<typeof useScheduled> }) {
  const texts = useFeatureTexts().later;
  const [edited, setEdited] = useState<ScheduledMessage>();
  const items = (list.data?.pages ?? []).flatMap((page) => page.items);
  const close = () => setEdited(undefined);
  // Another device may change the message meanwhile, or send it. The text that the user is writing stays.
  const current = edited && (items.find(({ id }) => id === edited.id) ?? edited);
  return (
    <>
      {items.length > 0 && (
        <HomeSection
          title={texts.scheduled}
          after={
            <ShowMore fullWidth mt="xs" hasMore={list.hasNextPage} onMore={() => void list.fetchNextPage()} />
          }
        >
          {items.map((scheduled) => (
            <ScheduledRow key={scheduled.id} scheduled={scheduled} onEdit={() => setEdited(scheduled)} />
          ))}
        </HomeSection>
      )}
      {current && (
        <Overlay name="edit scheduled message" onClose={close}>
          <EditScheduled key={current.id} scheduled={current} onClose={close} />
        </Overlay>
      )}
    </>
  );
}

function ScheduledRow({ scheduled, onEdit }: { scheduled: ScheduledMessage; onEdit: () => void }) {
  const { session } = useSession();
  const { attempt, show } = useNotice();
  const allTexts = useTexts();
  const texts = useFeatureTexts().later;
  const times = useTimes();
  const [, navigate] = useLocation();
  const { id, conversationId, content, sendAt, failure, attachments = [] } = scheduled;
  const client = new ScheduledMessages(session);
  const remove = useDeleteScheduled();
  const sendNow = async () => {
    if (await attempt(client.sendNow(id))) show(texts.isSent);
  };
  const [file] = attachments;
  return (
    <HomeRow
      conversationId={conversationId}
      note={<time dateTime={sendAt}>{times.dayAndTime(sendAt)}</time>}
      text={
        content === "" && file ? (
          allTexts.message.file({ name: file.fileName })
        ) : (
          <PlainLine content={content} />
        )
      }
      actions={[
        { label: texts.edit, Icon: IconPencil, run: onEdit },
        { label: texts.sendNow, Icon: IconSend2, run: () => void sendNow() },
        { label: texts.delete, Icon: IconTrash, run: () => void remove(scheduled) },
      ]}
      onOpen={() => navigate(`/c/${conversationId}`)}
    >
      {failure !== undefined && (
        <Text component="span" display="block" size="xs" c="var(--mantine-color-error)">
          {texts.cannotSend}{" "}
          {allTexts.problem({ code: ClientProblemCode.safeParse(failure).data, detail: failure })}
        </Text>
      )}
    </HomeRow>
  );
}
