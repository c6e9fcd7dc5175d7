import { Button, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import { UserGroups as Groups } from "../../../client/user-groups/user-groups.ts";
import type { UserGroup, UserGroupWithMembers } from "../../../contract/user-groups.ts";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { QueryFailure } from "../queries/query-failure.tsx";
import { useQuery } from "../queries/use-query.ts";
import { useNotice } from "../session/notice.tsx";
import { useSession } from "../session/session-context.tsx";
import classes from "./admin.module.css";
import { UserGroupForm } from "./user-group-form.tsx";

/** The user groups of the workspace, with a form that creates one, or changes the chosen one. */
export function UserGroups() {
  const { session } = useSession();
  const client = new Groups(session);
  const { attempt } = useNotice();
  const texts = useFeatureTexts().admin.userGroups;
  const [edited, setEdited] = useState<UserGroupWithMembers>();
  const groups = useQuery({
    queryKey: ["user-groups"],
    queryFn: () => client.list(),
  });
  const done = () => {
    setEdited(undefined);
    void groups.refetch();
  };
  const edit = ({ handle }: UserGroup) => attempt(client.get(handle).then(setEdited));
  const remove = async ({ handle }: UserGroup) => {
    if (await attempt(client.delete(handle))) done();
  };
  const items = groups.data;
  return (
    <Stack gap="lg">
      <UserGroupForm key={edited?.handle ?? ""} group={edited} onDone={done} />
      <Stack gap="xs">
        <Title order={2} size="h5">
          {texts.title}
        </Title>
        {groups.isPending && <Skeleton height={56} />}
        <QueryFailure query={groups} />
        {items?.length === 0 && <Text size="sm">{texts.none}</Text>}
        {items && items.length > 0 && (
          <Stack component="ul" aria-label={texts.title} gap={0} m={0} p={0} style={{ listStyle: "none" }}>
            {items.map((group) => (
              <li key={group.id} className={classes.row}>
                <div className={classes.who}>
                  <Text size="sm" fw={600} className={classes.address}>
                    <bdi>{group.name}</bdi>
                  </Text>
                  <Text size="xs" c="dimmed">
                    <bdi>@{group.handle}</bdi> · {texts.members({ count: group.memberCount })}
                  </Text>
                </div>
                <Button
                  variant="default"
                  size="sm"
                  aria-label={texts.editNamed({ name: group.name })}
                  onClick={() => void edit(group)}
                >
                  {texts.edit}
                </Button>
                <Button
                  variant="default"
                  size="sm"
                  aria-label={texts.deleteNamed({ name: group.name })}
                  onClick={() => void remove(group)}
                >
                  {texts.delete}
                </Button>
              </li>
            ))}
          </Stack>
        )}
      </Stack>
    </Stack>
  );
}
