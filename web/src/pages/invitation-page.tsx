import { Alert, Skeleton } from "@mantine/core";
import { ProblemError } from "../../../client/http/problem-error.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { useQuery } from "../queries/use-query.ts";
import { useSession } from "../session/session-context.tsx";
import { EntryPage } from "./entry-page.tsx";
import { Link } from "./link.tsx";
import { linkToken } from "./link-token.ts";
import SignInPage from "./sign-in-page.tsx";

/** Creates an account with an invitation. Invitation links, setup links and links that confirm an address lead here. */
export default function InvitationPage() {
  const { session } = useSession();
  const { session: texts, problem: problemText, message } = useTexts();
  const { entry } = useFeatureTexts();
  const code = linkToken();
  const { data, isPending, error } = useQuery({
    queryKey: ["invitation", code],
    queryFn: () => session.callPublic("lookUpInvitation", { body: { code } }),
    retry: (count, problem) => problem instanceof ProblemError && problem.isTemporary && count < 3,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (data) {
    const title =
      data.role === "owner" ? entry.setUpWorkspace : entry.joinWorkspace({ name: data.workspaceName });
    return <SignInPage mode="register" title={title} invitation={{ code, email: data.email }} />;
  }
  return (
    <EntryPage title={texts.createYourAccount} below={<Link href="/sign-in">{entry.backToSignIn}</Link>}>
      {isPending && <Skeleton height={24} />}
      {error && (
        <Alert color="red" role="alert">
          {error instanceof ProblemError ? problemText(error) : message.changeFailed}
        </Alert>
      )}
    </EntryPage>
  );
}
