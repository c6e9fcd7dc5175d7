import { Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import type { ListedFile } from "../../../contract/file-lists.ts";
import type { ConversationId } from "../../../contract/ids.ts";
import { nameOf } from "../conversation/names.ts";
import { useTimes } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { Attachments } from "../message/attachments.tsx";
import { useGoTo } from "../message/use-go-to.ts";
import { usePerson } from "../people/use-people.ts";
import { QueryFailure } from "../queries/query-failure.tsx";
import { useInfiniteQuery } from "../queries/use-infinite-query.ts";
import { useListChanges } from "../queries/use-list-changes.ts";
import { useSession } from "../session/session-context.tsx";
import { ShowMore } from "../show-more.tsx";

/** The files of a conversation, the most recent one first. */
export function FileList({ id }: { id: ConversationId }) {
  const { session } = useSession();
  const { noFiles } = useFeatureTexts().files;
  const files = useInfiniteQuery({
    queryKey: ["files", id],
    queryFn: ({ pageParam }) =>
      session.call("listFiles", { params: { id }, query: pageParam ? { cursor: pageParam } : {} }),
    initialPageParam: "",
    getNextPageParam: (last) => last.nextCursor,
  });
  const items = (files.data?.pages ?? []).flatMap((page) => page.items);
  useListChanges({
    id,
    markOf: ({ attachments = [] }) => attachments.map((file) => file.id).join(),
    concerns: ({ id: messageId, deletedAt }) =>
      deletedAt !== undefined && items.some((item) => item.messageId === messageId),
    onChange: () => void files.refetch(),
  });
  return (
    <>
      {files.isPending && <Skeleton height={64} />}
      <QueryFailure query={files} />
      {files.isSuccess && items.length === 0 && <Text c="dimmed">{noFiles}</Text>}
      <Stack component="ul" gap="lg" m={0} p={0} style={{ listStyle: "none" }}>
        {items.map((file) => (
          <FileItem key={file.attachment.id} conversationId={id} file={file} />
        ))}
      </Stack>
      <ShowMore fullWidth mt="md" hasMore={files.hasNextPage} onMore={() => void files.fetchNextPage()} />
    </>
  );
}

interface FileItemProps {
  conversationId: ConversationId;
  file: ListedFile;
}

function FileItem({ conversationId, file }: FileItemProps) {
  const texts = useFeatureTexts().messages;
  const times = useTimes();
  const goTo = useGoTo();
  const { attachment, senderId, seq, createdAt } = file;
  const sender = usePerson(senderId);
  return (
    <li>
      <Attachments conversationId={conversationId} attachments={[attachment]} isSent />
      <Group gap="xs" mt={4} justify="space-between" wrap="nowrap">
        <Text size="xs" c="dimmed" truncate>
          <bdi>{sender ? nameOf(sender) : " "}</bdi>,{" "}
          <time dateTime={createdAt}>{times.shortTime(createdAt)}</time>
        </Text>
        <Button
          size="compact-xs"
          variant="default"
          flex="none"
          aria-label={`${texts.goToMessage}: ${attachment.fileName}`}
          onClick={() => goTo({ conversationId, seq })}
        >
          {texts.goToMessage}
        </Button>
      </Group>
    </li>
  );
}
