import { Badge, Button, Group, NativeSelect, Stack, Text } from "@mantine/core";
import { useState } from "react";
import type { Account } from "../../../contract/accounts.ts";
import type { Member } from "../../../contract/members.ts";
import { AssignableRole, isAdministrator } from "../../../contract/workspace-roles.ts";
import { nameOf } from "../conversation/names.ts";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { Dialog } from "../overlays/dialog.tsx";
import { Avatar } from "../people/avatar.tsx";
import { useNotice } from "../session/notice.tsx";
import { useSession } from "../session/session-context.tsx";
import classes from "./admin.module.css";

export interface MemberRowProps {
  member: Member;
  me: Account;
  onChange: () => void;
}

/** One person, with the actions that the viewer's role allows. */
export function MemberRow({ member, me, onChange }: MemberRowProps) {
  const { session } = useSession();
  const { attempt, show } = useNotice();
  const texts = useFeatureTexts().admin;
  const [isAsking, setAsking] = useState(false);
  const isMe = member.id === me.id;
  const isOwner = me.workspaceRole === "owner";
  const mayDeactivate = !isMe && (isOwner || !isAdministrator(member.workspaceRole));
  const isDeactivated = member.deactivatedAt !== null;
  const name = nameOf(member);
  const params = { userId: member.id };

  async function change(task: Promise<unknown>): Promise<boolean> {
    const isDone = await attempt(task);
    onChange();
    return isDone;
  }
  async function setRole(value: string) {
    const role = AssignableRole.parse(value);
    if (!(await change(session.call("updateMember", { params, body: { role } })))) return;
    show(texts.people.changed({ name, role: texts.roles[role] }));
    // The page offers actions by the viewer's own role.
    if (isMe) session.update({ ...me, workspaceRole: role });
  }
  async function deactivate() {
    setAsking(false);
    await change(session.call("deactivateMember", { params }));
  }

  return (
    <li className={classes.row}>
      <Avatar id={member.id} name={name} pictureId={member.pictureId} size={36} />
      <div className={classes.who}>
        <Group gap="xs">
          <Text size="sm" fw={600} truncate dir="auto">
            {name}
          </Text>
          {isMe && <Badge variant="default">{texts.people.you}</Badge>}
          {isDeactivated && (
            <Badge variant="default" color="gray">
              {texts.people.deactivated}
            </Badge>
          )}
        </Group>
        <Text size="xs" c="dimmed" className={classes.address}>
          <bdi>@{member.username}</bdi> · <bdi>{member.email}</bdi>
        </Text>
      </div>
      <div className={classes.actions}>
        {isOwner ? (
          <NativeSelect
            aria-label={texts.people.role({ name })}
            size="sm"
            value={member.workspaceRole}
            data={AssignableRole.options.map((value) => ({ value, label: texts.roles[value] }))}
            onChange={(event) => void setRole(event.currentTarget.value)}
          />
        ) : (
          <Text size="sm">{texts.roles[member.workspaceRole]}</Text>
        )}
        {mayDeactivate &&
          (isDeactivated ? (
            <Button
              variant="default"
              size="sm"
              aria-label={texts.people.reactivateNamed({ name })}
              onClick={() => void change(session.call("reactivateMember", { params }))}
            >
              {texts.people.reactivate}
            </Button>
          ) : (
            <Button
              variant="default"
              size="sm"
              aria-label={texts.people.deactivateNamed({ name })}
              onClick={() => setAsking(true)}
            >
              {texts.people.deactivate}
            </Button>
          ))}
      </div>
      {isAsking && (
        <Dialog onClose={() => setAsking(false)} centered title={texts.people.deactivateTitle({ name })}>
          <Stack>
            <Text size="sm">{texts.people.deactivateSure}</Text>
            <Group justify="flex-end">
              <Button variant="default" onClick={() => setAsking(false)}>
                {texts.people.cancel}
              </Button>
              <Button color="red.9" onClick={() => void deactivate()}>
                {texts.people.deactivate}
              </Button>
            </Group>
          </Stack>
        </Dialog>
      )}
    </li>
  );
}
