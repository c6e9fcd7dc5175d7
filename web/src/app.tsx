import { lazy, Suspense } from "react";
import { Redirect, Route, Switch } from "wouter";
import { loadConversation } from "./conversation/load-conversation.ts";
import { useSession } from "./session/session-context.tsx";
import { Splash } from "./splash.tsx";

const SignInPage = lazy(() => import("./pages/sign-in-page.tsx"));
const ForgotPasswordPage = lazy(() => import("./pages/forgot-password-page.tsx"));
const ResetPasswordPage = lazy(() => import("./pages/reset-password-page.tsx"));
const VerifyEmailPage = lazy(() => import("./pages/verify-email-page.tsx"));
const ChatPage = lazy(() => import("./pages/chat-page.tsx"));

// Fetched beside the page that will show it, not after it.
if (window.location.pathname.startsWith("/c/")) void loadConversation().catch(() => {});

/** Which page is shown: who is not signed in signs in first, and then lands where they wanted to go. */
export function App() {
  const { user, isReady } = useSession();
  if (!isReady) return <Splash />;
  // Mails lead here, whoever is signed in.
  const ofMails = [
    <Route key="reset" path="/reset-password" component={ResetPasswordPage} />,
    <Route key="verify" path="/verify-email" component={VerifyEmailPage} />,
  ];
  return (
    <Suspense fallback={<Splash />}>
      {user ? (
        <Switch>
          {ofMails}
          <Route path="/sign-in">
            <Redirect to="/" replace />
          </Route>
          <Route path="/register">
            <Redirect to="/" replace />
          </Route>
          <Route path="/forgot-password">
            <Redirect to="/" replace />
          </Route>
          <Route path="/c/:id?/:seq?">{({ id, seq }) => <ChatPage conversationId={id} seq={seq} />}</Route>
          <Route>
            <ChatPage conversationId={undefined} seq={undefined} />
          </Route>
        </Switch>
      ) : (
        <Switch>
          {ofMails}
          <Route path="/forgot-password" component={ForgotPasswordPage} />
          <Route path="/register">
            <SignInPage mode="register" />
          </Route>
          <Route>
            <SignInPage mode="sign-in" />
          </Route>
        </Switch>
      )}
    </Suspense>
  );
}
