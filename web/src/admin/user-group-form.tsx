import { TextInput } from "@mantine/core";
import { useState } from "react";
import { UserGroups } from "../../../client/user-groups/user-groups.ts";
import { limits } from "../../../contract/limits.ts";
import type { UserGroupWithMembers } from "../../../contract/user-groups.ts";
import type { User } from "../../../contract/users.ts";
import { useForm } from "../forms/use-form.ts";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { PeopleSelect } from "../people/people-select.tsx";
import { useQuery } from "../queries/use-query.ts";
import { useNotice } from "../session/notice.tsx";
import { useSession } from "../session/session-context.tsx";
import { AdminForm } from "./admin-form.tsx";

export interface UserGroupFormProps {
  /** The group to change. Without one, the form creates one. */
  group: UserGroupWithMembers | undefined;
  onDone: () => void;
}

const nobody: ReadonlySet<never> = new Set();

/** Creates or changes a user group: its handle, name, description and members. */
export function UserGroupForm({ group, onDone }: UserGroupFormProps) {
  const { session } = useSession();
  const groups = new UserGroups(session);
  const { show } = useNotice();
  const { userGroups: texts, workspace } = useFeatureTexts().admin;
  const { submit, isBusy, errorOf, failure } = useForm();
  const [handle, setHandle] = useState(group?.handle ?? "");
  const [name, setName] = useState(group?.name ?? "");
  const [description, setDescription] = useState(group?.description ?? "");
  const [members, setMembers] = useState<readonly User[]>(group?.members ?? []);
  // No chat client runs here. The query asks again when the user returns to the page, because names may have changed.
  const current = useQuery({
    queryKey: ["user-group", group?.handle],
    queryFn: () => groups.get(group?.handle ?? ""),
    initialData: group,
    enabled: group !== undefined,
  });
  const known = new Map(current.data?.members.map((user) => [user.id, user]));

  async function save(): Promise<void> {
    const words = description.trim();
    const body = {
      handle: handle.trim().replace(/^@/, ""),
      name: name.trim(),
      memberIds: members.map(({ id }) => id),
    };
    const isDone = await submit(() =>
      group
        ? groups.update(group.handle, { ...body, description: words || null })
        : groups.create({ ...body, ...(words && { description: words }) }),
    );
    if (!isDone) return;
    show(workspace.saved);
    setHandle("");
    setName("");
    setDescription("");
    setMembers([]);
    onDone();
  }
  return (
    <AdminForm
      failure={failure ?? errorOf("memberIds")}
      submit={{ label: group ? workspace.save : texts.create, isBusy }}
      onSubmit={save}
    >
      <TextInput
        label={texts.name}
        value={name}
        maxLength={limits.userGroups.name}
        error={errorOf("name")}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        label={texts.handle}
        description={texts.handleHint}
        leftSection="@"
        value={handle}
        maxLength={limits.username.max}
        error={errorOf("handle")}
        onChange={(event) => setHandle(event.currentTarget.value)}
      />
      <TextInput
        label={texts.description}
        value={description}
        maxLength={limits.userGroups.description}
        error={errorOf("description")}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
      <PeopleSelect chosen={members} onChange={setMembers} without={nobody} known={known} />
    </AdminForm>
  );
}
