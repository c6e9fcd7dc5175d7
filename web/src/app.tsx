import { lazy, Suspense } from "react";
import { Redirect, Route, Switch } from "wouter";
import { useSession } from "./session/session-context.tsx";
import { WakingNotice } from "./session/waking-notice.tsx";
import { Splash } from "./splash.tsx";

const SignInPage = lazy(() => import("./pages/sign-in-page.tsx"));
const ForgotPasswordPage = lazy(() => import("./pages/forgot-password-page.tsx"));
const ResetPasswordPage = lazy(() => import("./pages/reset-password-page.tsx"));
const VerifyEmailPage = lazy(() => import("./pages/verify-email-page.tsx"));
const UnsubscribePage = lazy(() => import("./pages/unsubscribe-page.tsx"));
const RegisterPage = lazy(() => import("./pages/register-page.tsx"));
const InvitationPage = lazy(() => import("./pages/invitation-page.tsx"));
const AdminPage = lazy(() => import("./admin/admin-page.tsx"));
const ChatPage = lazy(() => import("./pages/chat-page.tsx"));

/** The page, and above it a notice while the database wakes up. */
export function App() {
  return (
    <>
      <Page />
      <WakingNotice />
    </>
  );
}

/** Selects the page. Without a session, every address shows the sign-in page and keeps the address for afterwards. */
function Page() {
  const { user, isReady } = useSession();
  if (!isReady) return <Splash />;
  // Links in e-mails work with and without a session.
  const emailRoutes = [
    <Route key="reset" path="/reset-password" component={ResetPasswordPage} />,
    <Route key="verify" path="/verify-email" component={VerifyEmailPage} />,
    <Route key="unsubscribe" path="/unsubscribe" component={UnsubscribePage} />,
  ];
  return (
    <Suspense fallback={<Splash />}>
      {user ? (
        <Switch>
          {emailRoutes}
          <Route path="/sign-in">
            <Redirect to="/" replace />
          </Route>
          <Route path="/register">
            <Redirect to="/" replace />
          </Route>
          <Route path="/invitation">
            <Redirect to="/" replace />
          </Route>
          <Route path="/forgot-password">
            <Redirect to="/" replace />
          </Route>
          <Route path="/admin" component={AdminPage} />
          <Route path="/channels/:id?">
            {({ id }) => <ChatPage conversationId={undefined} seq={undefined} channels={{ id }} />}
          </Route>
          <Route path="/settings/:page?">
            {({ page }) => <ChatPage conversationId={undefined} seq={undefined} settings={{ page }} />}
          </Route>
          <Route path="/home">
            <ChatPage conversationId={undefined} seq={undefined} view="home" />
          </Route>
          <Route path="/people">
            <ChatPage conversationId={undefined} seq={undefined} view="people" />
          </Route>
          <Route path="/share">
            <ChatPage conversationId={undefined} seq={undefined} view="share" />
          </Route>
          <Route path="/threads">
            <ChatPage conversationId={undefined} seq={undefined} view="threads" />
          </Route>
          <Route path="/c/:id?/:seq?">{({ id, seq }) => <ChatPage conversationId={id} seq={seq} />}</Route>
          <Route>
            <ChatPage conversationId={undefined} seq={undefined} />
          </Route>
        </Switch>
      ) : (
        <Switch>
          {emailRoutes}
          <Route path="/forgot-password" component={ForgotPasswordPage} />
          <Route path="/register" component={RegisterPage} />
          <Route path="/invitation" component={InvitationPage} />
          <Route>
            <SignInPage mode="sign-in" />
          </Route>
        </Switch>
      )}
    </Suspense>
  );
}
