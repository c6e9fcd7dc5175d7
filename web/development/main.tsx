import "@mantine/core/styles/baseline.css";
import "@mantine/core/styles/default-css-variables.css";
import "@mantine/core/styles/global.css";
import "../src/fonts.css";
import "../src/tokens.css";
import "../src/forced-colours.css";
import "../src/main.css";
import { type ReactNode, Suspense } from "react";
import { createRoot } from "react-dom/client";
import { account, conversationId } from "../../client/testing/examples.ts";
import { Themed } from "../src/appearance/themed.tsx";
import { ErrorBoundary } from "../src/errors/error-boundary.tsx";
import { ErrorsProvider } from "../src/errors/errors-context.tsx";
import { Failure } from "../src/errors/failures.tsx";
import { reporter } from "../src/errors/reporter.ts";
import { catalogs } from "../src/i18n/catalogs.ts";
import { preferredLanguage } from "../src/i18n/languages.ts";
import { TextsProvider } from "../src/i18n/texts.tsx";
import { lastFocus } from "../src/overlays/last-focus.ts";
import { PanelProvider } from "../src/panel/panel-context.tsx";
import { ChatProvider } from "../src/session/chat-context.tsx";
import { NoticeProvider } from "../src/session/notice.tsx";
import { SessionProvider } from "../src/session/session-context.tsx";
import { Splash } from "../src/splash.tsx";
import { ThreadOpener } from "../src/threads/thread-opener.tsx";
import { Primitives } from "./primitives.tsx";
import { startSampleServer } from "./sample-server.ts";

const root = document.getElementById("root");
if (!root) throw new Error("The page has no #root");

startSampleServer();
lastFocus.watch(document);
// The components of this page need all texts, so it does not show a part of them first.
await catalogs.features.load(preferredLanguage());

/** Everything that the page's components expect around them. */
const Providers = ({ children }: { children: ReactNode }) => (
  <Themed>
    <ErrorsProvider reporter={reporter}>
      <TextsProvider>
        <ErrorBoundary
          name="primitives"
          fallback={(retry, failure) => <Failure failure={failure} onRetry={retry} />}
        >
          <SessionProvider>
            <ChatProvider me={account}>
              <NoticeProvider>
                <PanelProvider openId={conversationId}>
                  <ThreadOpener>
                    <Suspense fallback={<Splash />}>{children}</Suspense>
                  </ThreadOpener>
                </PanelProvider>
              </NoticeProvider>
            </ChatProvider>
          </SessionProvider>
        </ErrorBoundary>
      </TextsProvider>
    </ErrorsProvider>
  </Themed>
);

createRoot(root).render(
  <Providers>
    <Primitives />
  </Providers>,
);
