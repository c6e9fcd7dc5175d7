import { Alert, Button, Text } from "@mantine/core";
import { useState } from "react";
import { ProblemError } from "../../../client/http/problem-error.ts";
import { useForm } from "../forms/use-form.ts";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { useSession } from "../session/session-context.tsx";
import { EntryPage } from "./entry-page.tsx";
import { Link } from "./link.tsx";
import { linkToken } from "./link-token.ts";

/**
 * Asks whether to stop the e-mails about missed messages. The link in these e-mails leads here. It asks first, because
 * programs that check links open them.
 */
export default function UnsubscribePage() {
  const { session } = useSession();
  const { entry } = useFeatureTexts();
  const { submit, isBusy, failure } = useForm();
  const [outcome, setOutcome] = useState<"stopped" | "unknown">();
  const token = linkToken();

  async function unsubscribe(): Promise<"stopped" | "unknown"> {
    try {
      await session.callPublic("unsubscribe", { params: { token } });
      return "stopped";
    } catch (error) {
      if (error instanceof ProblemError && error.errorAt("token") !== undefined) return "unknown";
      throw error;
    }
  }
  return (
    <EntryPage title={entry.unsubscribe} below={<Link href="/">{entry.toChatFlow}</Link>}>
      {outcome === "stopped" && <Text role="status">{entry.mailsStopped}</Text>}
      {outcome === "unknown" && (
        <Alert color="red" role="alert">
          {entry.unsubscribeLinkIsWrong}
        </Alert>
      )}
      {outcome === undefined && (
        <>
          <Text>{entry.unsubscribeQuestion}</Text>
          {failure && (
            <Alert color="red" role="alert">
              {failure}
            </Alert>
          )}
          <Button loading={isBusy} onClick={() => void submit(async () => setOutcome(await unsubscribe()))}>
            {entry.stopMails}
          </Button>
        </>
      )}
    </EntryPage>
  );
}
