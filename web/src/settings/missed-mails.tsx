import { Switch } from "@mantine/core";
import { times } from "../../../contract/times.ts";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { asOneQuery } from "../queries/failed-queries.ts";
import { QueryFailure } from "../queries/query-failure.tsx";
import { useQuery } from "../queries/use-query.ts";
import { useNotice } from "../session/notice.tsx";
import { useSession } from "../session/session-context.tsx";

/** Whether the user gets e-mails about missed messages. Hidden where the workspace sends none. */
export function MissedMailsSwitch() {
  const { session } = useSession();
  const { attempt } = useNotice();
  const texts = useFeatureTexts().settings;
  const rules = useQuery({
    queryKey: ["workspace"],
    queryFn: () => session.call("getWorkspace", {}),
  });
  // Another device or a link in an e-mail may have changed it.
  const account = useQuery({
    queryKey: ["own account"],
    queryFn: () => session.call("getMe", {}),
    staleTime: 0,
  });
  const { data: me, refetch } = account;
  if (!me || !rules.data) return <QueryFailure query={asOneQuery([rules, account])} />;
  if ((rules.data.missedMails ?? "off") === "off") return null;
  async function change(missedMails: boolean): Promise<void> {
    await attempt(session.call("updateMe", { body: { missedMails } }));
    await refetch();
  }
  return (
    <Switch
      label={texts.missedMails}
      description={
        me.isEmailVerified
          ? texts.missedMailsHint({ hours: times.missedMails.gapHours })
          : texts.missedMailsUnverified
      }
      checked={me.missedMails === true}
      onChange={(event) => void change(event.currentTarget.checked)}
    />
  );
}
