import {
  Alert,
  Button,
  CopyButton,
  Group,
  NativeSelect,
  NumberInput,
  SegmentedControl,
  Stack,
  Text,
  TextInput,
} from "@mantine/core";
import { useState } from "react";
import type { Account } from "../../../contract/accounts.ts";
import type { ConversationId } from "../../../contract/ids.ts";
import { NewInvitation } from "../../../contract/invitations.ts";
import { limits } from "../../../contract/limits.ts";
import { times } from "../../../contract/times.ts";
import { useForm } from "../forms/use-form.ts";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { useNotice } from "../session/notice.tsx";
import { useSession } from "../session/session-context.tsx";
import { AdminForm } from "./admin-form.tsx";
import { GroupsSelect } from "./groups-select.tsx";

const { uses: usesLimit } = limits.invitation;
const InvitedRole = NewInvitation.shape.role;

export interface InvitationFormProps {
  me: Account;
  onCreated: () => void;
}

/** Creates an invitation by link, whose code is shown once, or by e-mail. */
export function InvitationForm({ me, onCreated }: InvitationFormProps) {
  const { session } = useSession();
  const { show } = useNotice();
  const { invitations: texts, roles } = useFeatureTexts().admin;
  const { submit, isBusy, errorOf, failure } = useForm();
  const [way, setWay] = useState("link");
  const [email, setEmail] = useState("");
  const [role, setRole] = useState("member");
  const [maxUses, setMaxUses] = useState<number>(10);
  const [days, setDays] = useState<number>(times.invitationDays.default);
  const [groups, setGroups] = useState<ConversationId[]>([]);
  const [link, setLink] = useState<string>();
  const isLink = way === "link";
  // Only owners may invite admins.
  const offered = InvitedRole.options.filter((value) => value === "member" || me.workspaceRole === "owner");

  async function create() {
    setLink(undefined);
    const address = email.trim();
    const isDone = await submit(async () => {
      const { code } = await session.call("createInvitation", {
        body: {
          role: InvitedRole.parse(role),
          expiresInDays: days,
          ...(isLink ? { maxUses } : { email: address }),
          conversationIds: groups,
        },
      });
      if (code !== null) setLink(`${window.location.origin}/invitation#${code}`);
    });
    if (!isDone) return;
    if (!isLink) {
      show(texts.sent({ email: address }));
      setEmail("");
    }
    onCreated();
  }

  return (
    <Stack gap="sm">
      <AdminForm
        failure={failure}
        submit={{ label: isLink ? texts.createLink : texts.send, isBusy }}
        onSubmit={create}
      >
        <SegmentedControl
          aria-label={texts.way}
          value={way}
          onChange={setWay}
          data={[
            { value: "link", label: texts.byLink },
            { value: "email", label: texts.byEmail },
          ]}
        />
        {!isLink && (
          <TextInput
            label={texts.email}
            type="email"
            required
            value={email}
            maxLength={limits.email.max}
            error={errorOf("email")}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
        )}
        <Group grow align="flex-start" preventGrowOverflow={false}>
          <NativeSelect
            label={texts.role}
            value={role}
            data={offered.map((value) => ({ value, label: roles[value] }))}
            onChange={(event) => setRole(event.currentTarget.value)}
          />
          {isLink && (
            <NumberInput
              label={texts.uses}
              value={maxUses}
              min={1}
              max={usesLimit.max}
              allowDecimal={false}
              clampBehavior="strict"
              error={errorOf("maxUses")}
              onChange={(value) => setMaxUses(Number(value))}
            />
          )}
          <NumberInput
            label={texts.days}
            value={days}
            min={1}
            max={times.invitationDays.max}
            allowDecimal={false}
            clampBehavior="strict"
            error={errorOf("expiresInDays")}
            onChange={(value) => setDays(Number(value))}
          />
        </Group>
        <GroupsSelect me={me} chosen={groups} error={errorOf("conversationIds")} onChange={setGroups} />
      </AdminForm>
      {link !== undefined && <NewLink link={link} />}
    </Stack>
  );
}

function NewLink({ link }: { link: string }) {
  const texts = useFeatureTexts().admin.invitations;
  return (
    <Alert role="status" variant="light">
      <Stack gap="xs">
        <Text size="sm">{texts.onlyOnce}</Text>
        <TextInput
          label={texts.yourLink}
          readOnly
          value={link}
          onFocus={(event) => event.currentTarget.select()}
        />
        <CopyButton value={link}>
          {({ copied, copy }) => (
            <Button variant="default" size="sm" onClick={copy}>
              {copied ? texts.copied : texts.copy}
            </Button>
          )}
        </CopyButton>
      </Stack>
    </Alert>
  );
}
