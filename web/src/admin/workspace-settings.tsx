import { Alert, Button, Group, Radio, Skeleton, Stack, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { Account } from "../../../contract/accounts.ts";
import { limits } from "../../../contract/limits.ts";
import type { SetSignUp, Workspace } from "../../../contract/workspace.ts";
import { useForm } from "../forms/use-form.ts";
import { useNotice } from "../session/notice.tsx";
import { useSession } from "../session/session-context.tsx";
import { useAdminTexts } from "./use-admin-texts.ts";

/** The workspace's name and its sign-up rule. */
export function WorkspaceSettings({ me }: { me: Account }) {
  const { session } = useSession();
  const { data, refetch } = useQuery({
    queryKey: ["workspace"],
    queryFn: () => session.call("getWorkspace", {}),
  });
  if (!data) return <Skeleton height={120} />;
  return (
    <Stack gap="xl">
      <NameForm workspace={data} onSaved={() => void refetch()} />
      <SignUpForm workspace={data} isOwner={me.workspaceRole === "owner"} onSaved={() => void refetch()} />
    </Stack>
  );
}

interface FormProps {
  workspace: Workspace;
  onSaved: () => void;
}

function NameForm({ workspace, onSaved }: FormProps) {
  const { session } = useSession();
  const { show } = useNotice();
  const texts = useAdminTexts().workspace;
  const { submit, isBusy, errorOf, failure } = useForm();
  const [name, setName] = useState(workspace.name);
  async function save(event: FormEvent) {
    event.preventDefault();
    if (!(await submit(() => session.call("updateWorkspace", { body: { name: name.trim() } })))) return;
    show(texts.saved);
    onSaved();
  }
  return (
    <form onSubmit={(event) => void save(event)} noValidate>
      <Stack gap="sm">
        {failure && (
          <Alert color="red" role="alert">
            {failure}
          </Alert>
        )}
        <TextInput
          label={texts.name}
          value={name}
          maxLength={limits.workspaceName.max}
          error={errorOf("name")}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={isBusy} disabled={name.trim() === workspace.name}>
            {texts.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

const offeredRules = ["open", "domains", "invited"] as const;
const isOffered = (rule: string): rule is SetSignUp["rule"] =>
  offeredRules.some((offered) => offered === rule);

function SignUpForm({ workspace, isOwner, onSaved }: FormProps & { isOwner: boolean }) {
  const { session } = useSession();
  const { show } = useNotice();
  const texts = useAdminTexts().workspace;
  const { submit, isBusy, errorOf, failure } = useForm();
  const [rule, setRule] = useState<string>(workspace.signUpRule);
  const [domains, setDomains] = useState(workspace.domains.join("\n"));
  async function save(event: FormEvent) {
    event.preventDefault();
    if (!isOffered(rule)) return;
    const listed = domains.split(/[\s,;]+/).filter((domain) => domain !== "");
    const body: SetSignUp = rule === "domains" ? { rule, domains: listed } : { rule };
    if (!(await submit(() => session.call("setSignUp", { body })))) return;
    show(texts.saved);
    onSaved();
  }
  // The server names the first wrong domain by its place in the list.
  const domainsError = [
    errorOf("domains"),
    ...Array.from({ length: limits.signUpDomains.count }, (_, at) => errorOf(`domains.${at}`)),
  ].find((error) => error !== undefined);
  return (
    <form onSubmit={(event) => void save(event)} noValidate>
      <Stack gap="sm">
        {failure && (
          <Alert color="red" role="alert">
            {failure}
          </Alert>
        )}
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
        {isOwner && (
          <Group justify="flex-end">
            <Button type="submit" loading={isBusy}>
              {texts.save}
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  );
}
