import { NumberInput, Radio, Skeleton, Stack, Switch, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import type { Account } from "../../../contract/accounts.ts";
import { limits } from "../../../contract/limits.ts";
import { type SetSignUp, WideMentions, type Workspace } from "../../../contract/workspace.ts";
import { useForm } from "../forms/use-form.ts";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { QueryFailure } from "../queries/query-failure.tsx";
import { useQuery } from "../queries/use-query.ts";
import { useNotice } from "../session/notice.tsx";
import { useSession } from "../session/session-context.tsx";
import { AdminForm } from "./admin-form.tsx";
import { MissedMailRules } from "./missed-mail-rules.tsx";

/** The workspace's name, its rules for messages, e-mails, emoji and mentions of many people, and its sign-up rule. */
export function WorkspaceSettings({ me }: { me: Account }) {
  const { session } = useSession();
  const workspace = useQuery({
    queryKey: ["workspace"],
    queryFn: () => session.call("getWorkspace", {}),
  });
  const { data, refetch } = workspace;
  // Forms that have loaded stay, although a later load fails.
  if (!data) {
    return (
      <>
        <QueryFailure query={workspace} />
        {workspace.isPending && <Skeleton height={120} />}
      </>
    );
  }
  return (
    <Stack gap="xl">
      <NameForm workspace={data} onSaved={() => void refetch()} />
      <VersionsSwitch
        workspace={data}
        isOwner={me.workspaceRole === "owner"}
        onSaved={() => void refetch()}
      />
      <LinkPreviewsSwitch workspace={data} onSaved={() => void refetch()} />
      <EmojiRuleSwitch workspace={data} onSaved={() => void refetch()} />
      {data.missedMails && <MissedMailRules rule={data.missedMails} onSaved={() => void refetch()} />}
      <WideMentionForm workspace={data} onSaved={() => void refetch()} />
      <SignUpForm workspace={data} isOwner={me.workspaceRole === "owner"} onSaved={() => void refetch()} />
    </Stack>
  );
}

interface FormProps {
  workspace: Workspace;
  onSaved: () => void;
}

/** Tracks a form of settings. `save` shows that they were saved. */
function useSettingsForm(onSaved: () => void) {
  const { show } = useNotice();
  const texts = useFeatureTexts().admin.workspace;
  const { submit, ...form } = useForm();
  async function save(task: () => Promise<unknown>): Promise<void> {
    if (!(await submit(task))) return;
    show(texts.saved);
    onSaved();
  }
  return { ...form, texts, save };
}

function NameForm({ workspace, onSaved }: FormProps) {
  const { session } = useSession();
  const { texts, save, isBusy, errorOf, failure } = useSettingsForm(onSaved);
  const [name, setName] = useState(workspace.name);
  const changed = name.trim();
  return (
    <AdminForm
      failure={failure}
      submit={{ label: texts.save, isBusy, isDisabled: changed === workspace.name }}
      onSubmit={() => save(() => session.call("updateWorkspace", { body: { name: changed } }))}
    >
      <TextInput
        label={texts.name}
        value={name}
        maxLength={limits.workspaceName.max}
        error={errorOf("name")}
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </AdminForm>
  );
}

/** The rule about earlier versions of messages. It is saved immediately, without a button. */
function VersionsSwitch({ workspace, isOwner, onSaved }: FormProps & { isOwner: boolean }) {
  const { session } = useSession();
  const { attempt, show } = useNotice();
  const texts = useFeatureTexts().admin.workspace;
  async function change(keepsVersions: boolean): Promise<void> {
    if (await attempt(session.call("setKeptVersions", { body: { keepsVersions } }))) show(texts.saved);
    onSaved();
  }
  return (
    <Switch
      label={texts.keepsVersions}
      description={isOwner ? texts.keepsVersionsHint : texts.ownersOnly}
      checked={workspace.keepsVersions}
      disabled={!isOwner}
      onChange={(event) => void change(event.currentTarget.checked)}
    />
  );
}

/** Whether messages get previews of their links. A server of the previous release has none. */
function LinkPreviewsSwitch({ workspace, onSaved }: FormProps) {
  const { session } = useSession();
  const { attempt, show } = useNotice();
  const texts = useFeatureTexts().admin.workspace;
  async function change(linkPreviews: boolean): Promise<void> {
    if (await attempt(session.call("updateWorkspace", { body: { linkPreviews } }))) show(texts.saved);
    onSaved();
  }
  return (
    <Switch
      label={texts.linkPreviews}
      description={texts.linkPreviewsHint}
      checked={workspace.linkPreviews === true}
      onChange={(event) => void change(event.currentTarget.checked)}
    />
  );
}

/** The people who can add emoji. A server of the previous release has no such rule. */
function EmojiRuleSwitch({ workspace, onSaved }: FormProps) {
  const { session } = useSession();
  const { attempt, show } = useNotice();
  const texts = useFeatureTexts().admin.workspace;
  async function change(isAdminsOnly: boolean): Promise<void> {
    const body = { emojiRule: isAdminsOnly ? ("admins" as const) : ("everyone" as const) };
    if (await attempt(session.call("updateWorkspace", { body }))) show(texts.saved);
    onSaved();
  }
  return (
    <Switch
      label={texts.emojiAdminsOnly}
      description={texts.emojiAdminsOnlyHint}
      checked={workspace.emojiRule === "admins"}
      onChange={(event) => void change(event.currentTarget.checked)}
    />
  );
}

const wideMentionRules = ["everyone", "admins", "nobody"] as const;

/** The rule for `@channel` and `@here`. A server of the previous release has none. */
function WideMentionForm({ workspace, onSaved }: FormProps) {
  const { session } = useSession();
  const { texts, save, isBusy, errorOf, failure } = useSettingsForm(onSaved);
  const [rule, setRule] = useState<string>(workspace.wideMentions?.rule ?? "everyone");
  const [above, setAbove] = useState<string | number>(workspace.wideMentions?.above ?? 0);
  return (
    <AdminForm
      failure={failure}
      submit={{ label: texts.save, isBusy }}
      onSubmit={() =>
        save(() =>
          session.call("updateWorkspace", {
            body: { wideMentions: WideMentions.parse({ rule, above: Number(above) }) },
          }),
        )
      }
    >
      <NumberInput
        label={texts.wideMentionsAbove}
        value={above}
        min={0}
        max={limits.groupSize.max}
        allowDecimal={false}
        clampBehavior="strict"
        error={errorOf("wideMentions.above")}
        onChange={setAbove}
      />
      <Radio.Group label={texts.wideMentions} value={rule} onChange={setRule}>
        <Stack gap="sm" mt="xs">
          {wideMentionRules.map((value) => (
            <Radio key={value} value={value} label={texts.wideMentionRules[value]} />
          ))}
        </Stack>
      </Radio.Group>
    </AdminForm>
  );
}

const offeredRules = ["open", "domains", "invited"] as const;
const isOffered = (rule: string): rule is SetSignUp["rule"] =>
  offeredRules.some((offered) => offered === rule);

function SignUpForm({ workspace, isOwner, onSaved }: FormProps & { isOwner: boolean }) {
  const { session } = useSession();
  const { texts, save, isBusy, errorOf, failure } = useSettingsForm(onSaved);
  const [rule, setRule] = useState<string>(workspace.signUpRule);
  const [domains, setDomains] = useState(workspace.domains.join("\n"));
  async function submit(): Promise<void> {
    if (!isOffered(rule)) return;
    const listed = domains.split(/[\s,;]+/).filter((domain) => domain !== "");
    const body: SetSignUp = rule === "domains" ? { rule, domains: listed } : { rule };
    await save(() => session.call("setSignUp", { body }));
  }
  // The server names the first wrong domain by its place in the list.
  const domainsError = [
    errorOf("domains"),
    ...Array.from({ length: limits.signUpDomains.count }, (_, at) => errorOf(`domains.${at}`)),
  ].find((error) => error !== undefined);
  return (
    <AdminForm
      failure={failure}
      submit={isOwner ? { label: texts.save, isBusy } : undefined}
      onSubmit={submit}
    >
      <Radio.Group
        label={texts.whoCanJoin}
        description={isOwner ? undefined : texts.ownersOnly}
        value={rule}
        onChange={setRule}
      >
        <Stack gap="sm" mt="xs">
          {offeredRules.map((value) => (
            <Radio
              key={value}
              value={value}
              disabled={!isOwner}
              label={texts.rules[value].name}
              description={texts.rules[value].hint}
            />
          ))}
        </Stack>
      </Radio.Group>
      {rule === "domains" && (
        <Textarea
          label={texts.domains}
          description={texts.domainsHint}
          autosize
          minRows={2}
          disabled={!isOwner}
          value={domains}
          error={domainsError}
          onChange={(event) => setDomains(event.currentTarget.value)}
        />
      )}
    </AdminForm>
  );
}
