import { ActionIcon, Button, Group, Skeleton, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { lazy, useState } from "react";
import type { CustomEmoji } from "../../../contract/custom-emoji.ts";
import { isAdministrator } from "../../../contract/workspace-roles.ts";
import { nameOf } from "../conversation/names.ts";
import classes from "../emoji/emoji-settings.module.css";
import { VisibleEmoji } from "../emoji/visible-emoji.tsx";
import { Overlay } from "../errors/failures.tsx";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { ConfirmDialog } from "../overlays/confirm-dialog.tsx";
import { usePeople } from "../people/use-people.ts";
import { asOneQuery } from "../queries/failed-queries.ts";
import { QueryFailure } from "../queries/query-failure.tsx";
import { useQuery } from "../queries/use-query.ts";
import { useChat, useChatState } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";
import { useSession } from "../session/session-context.tsx";

const AddEmoji = lazy(() => import("../emoji/add-emoji.tsx"));

/** From how many emoji on the list can be searched. */
const searchable = 10;

/** Lists the emoji of the workspace, and adds and deletes them. */
export function EmojiSettings() {
  const { session } = useSession();
  const { client, me } = useChat();
  const { attempt } = useNotice();
  const texts = useFeatureTexts().customEmoji;
  const pageTexts = useTexts();
  const emoji = useChatState((state) => state.emoji);
  // The list itself is in the client's state, which events change.
  const list = useQuery({
    queryKey: ["emoji of the workspace"],
    queryFn: () => client.emoji.ensure().then(() => true),
  });
  const [query, setQuery] = useState("");
  const [isAdding, setAdding] = useState(false);
  const [deleted, setDeleted] = useState<CustomEmoji>();
  const rules = useQuery({
    queryKey: ["workspace"],
    queryFn: () => session.call("getWorkspace", {}),
  });
  const workspace = rules.data;
  const runsWorkspace = isAdministrator(me.workspaceRole);
  const all = [...(emoji?.values() ?? [])].sort((one, other) => (one.name < other.name ? -1 : 1));
  const people = usePeople([...new Set(all.map(({ createdBy }) => createdBy))]);
  const shown = all.filter(({ name }) => name.includes(query.trim().toLowerCase().replaceAll(":", "")));
  return (
    <Stack gap="md">
      <Title order={2} size="h4">
        {texts.title}
      </Title>
      <Text size="sm">{texts.hint}</Text>
      {workspace && (workspace.emojiRule === "everyone" || runsWorkspace) && (
        <Group>
          <Button onClick={() => setAdding(true)}>{texts.add}</Button>
        </Group>
      )}
      {workspace?.emojiRule === "admins" && !runsWorkspace && (
        <Text size="sm" c="dimmed">
          {texts.adminsOnly}
        </Text>
      )}
      <QueryFailure query={asOneQuery([list, rules])} />
      {!emoji && !list.isError && <Skeleton height={52} />}
      {emoji?.size === 0 && <Text size="sm">{texts.none}</Text>}
      {all.length >= searchable && (
        <TextInput
          label={texts.search}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
      )}
      {all.length > 0 && shown.length === 0 && <Text size="sm">{texts.noneFound}</Text>}
      {shown.length > 0 && (
        <ul className={classes.list} aria-label={texts.title}>
          {shown.map((each) => {
            const creator = people.get(each.createdBy);
            const name = creator ? nameOf(creator) : pageTexts.conversation.unknownUser;
            return (
              <li key={each.id} className={classes.row}>
                <span className={classes.picture} aria-hidden>
                  <VisibleEmoji text={`:${each.name}:`} />
                </span>
                <div className={classes.texts}>
                  <Text size="sm" className={classes.name} dir="ltr" ta="start">
                    :{each.name}:
                  </Text>
                  <Text size="xs" c="dimmed" truncate>
                    {texts.addedBy({ name })}
                  </Text>
                </div>
                {(runsWorkspace || each.createdBy === me.id) && (
                  <ActionIcon
                    size={44}
                    variant="subtle"
                    color="gray"
                    aria-label={texts.deleteNamed({ emoji: `:${each.name}:` })}
                    title={texts.deleteNamed({ emoji: `:${each.name}:` })}
                    onClick={() => setDeleted(each)}
                  >
                    <IconTrash size={18} />
                  </ActionIcon>
                )}
              </li>
            );
          })}
        </ul>
      )}
      {isAdding && (
        <Overlay name="add emoji" onClose={() => setAdding(false)}>
          <AddEmoji onClose={() => setAdding(false)} />
        </Overlay>
      )}
      {deleted && (
        <ConfirmDialog
          action={texts.delete}
          question={texts.deleteSure({ emoji: `:${deleted.name}:` })}
          isDeletion
          onConfirm={() => void attempt(client.emoji.delete(deleted.id))}
          onClose={() => setDeleted(undefined)}
        />
      )}
    </Stack>
  );
}
