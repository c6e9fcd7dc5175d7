import { Radio, Stack } from "@mantine/core";
import { MissedMailRule } from "../../../contract/missed-mails.ts";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { useNotice } from "../session/notice.tsx";
import { useSession } from "../session/session-context.tsx";

/** The rule for e-mails about missed messages. It is saved immediately, without a button. */
export function MissedMailRules({ rule, onSaved }: { rule: MissedMailRule; onSaved: () => void }) {
  const { session } = useSession();
  const { attempt, show } = useNotice();
  const texts = useFeatureTexts().admin.workspace;
  async function change(value: string): Promise<void> {
    const body = { missedMails: MissedMailRule.parse(value) };
    if (await attempt(session.call("updateWorkspace", { body }))) show(texts.saved);
    onSaved();
  }
  return (
    <Radio.Group
      label={texts.missedMails}
      description={texts.missedMailsHint}
      value={rule}
      onChange={(value) => void change(value)}
    >
      <Stack gap="sm" mt="xs">
        {MissedMailRule.options.map((value) => (
          <Radio key={value} value={value} label={texts.missedMailRules[value]} />
        ))}
      </Stack>
    </Radio.Group>
  );
}
