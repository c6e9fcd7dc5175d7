import { Alert, Skeleton, Text } from "@mantine/core";
import { ProblemError } from "../../../client/http/problem-error.ts";
import { failureText } from "../i18n/failure-text.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { useQuery } from "../queries/use-query.ts";
import { useSession } from "../session/session-context.tsx";
import { EntryPage } from "./entry-page.tsx";
import { Link } from "./link.tsx";
import { linkToken } from "./link-token.ts";

/** Confirms an e-mail address. The e-mailed link leads here. */
export default function VerifyEmailPage() {
  const { session, user } = useSession();
  const texts = useTexts();
  const { entry } = useFeatureTexts();
  const token = linkToken();
  // Confirming twice is harmless, so a lost response is retried.
  const { isPending, error } = useQuery({
    queryKey: ["verify e-mail", token],
    queryFn: async () => {
      await session.callPublic("verifyEmail", { body: { token } });
      // The account of the address may be signed in here.
      if (user) session.update(await session.call("getMe", {}));
      return true;
    },
    retry: (count, problem) => problem instanceof ProblemError && problem.isTemporary && count < 3,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const isOver = error instanceof ProblemError && error.errorAt("token") !== undefined;
  return (
    <EntryPage title={entry.confirmEmail} below={<Link href="/">{entry.toChatFlow}</Link>}>
      {isPending && <Skeleton height={24} />}
      {error && (
        <Alert color="red" role="alert">
          {isOver ? entry.verifyLinkIsOver : failureText(texts, error)}
        </Alert>
      )}
      {!isPending && !error && <Text role="status">{entry.emailIsConfirmed}</Text>}
    </EntryPage>
  );
}
