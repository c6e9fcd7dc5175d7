import "@mantine/core/styles/baseline.css";
import "@mantine/core/styles/default-css-variables.css";
import "@mantine/core/styles/global.css";
import "./fonts.css";
import "./tokens.css";
import "./forced-colours.css";
import "./main.css";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { Themed } from "./appearance/themed.tsx";
import { loadConversation } from "./conversation/load-conversation.ts";
import { ErrorBoundary } from "./errors/error-boundary.tsx";
import { watchWindow } from "./errors/error-reporter.ts";
import { ErrorsProvider } from "./errors/errors-context.tsx";
import { Failure } from "./errors/failures.tsx";
import { reporter } from "./errors/reporter.ts";
import { version } from "./errors/version.ts";
import { TextsProvider } from "./i18n/texts.tsx";
import { hideComposedKeys } from "./keyboard/composed-keys.ts";
import { lastFocus } from "./overlays/last-focus.ts";
import { ReleaseWatch } from "./release/release-watch.ts";
import { UpdateNotice } from "./release/update-notice.tsx";
import { SessionProvider } from "./session/session-context.tsx";

const root = document.getElementById("root");
if (!root) throw new Error("The page has no #root");

hideComposedKeys();
watchWindow(window, reporter);
lastFocus.watch(document);
const releases = new ReleaseWatch({ version, report: reporter.report });

// Loads in parallel with the chat page, which needs it.
if (window.location.pathname.startsWith("/c/")) reporter.background(loadConversation(), "preload");

createRoot(root).render(
  <Themed>
    <ErrorsProvider reporter={reporter}>
      <TextsProvider>
        <UpdateNotice watch={releases} />
        <ErrorBoundary
          name="app"
          fallback={(retry, failure) => <Failure failure={failure} onRetry={retry} />}
        >
          <SessionProvider>
            <App />
          </SessionProvider>
        </ErrorBoundary>
      </TextsProvider>
    </ErrorsProvider>
  </Themed>,
);

// The development server has no service worker. The page then needs a connection to open.
if (import.meta.env.PROD && "serviceWorker" in navigator) {
  reporter.background(navigator.serviceWorker.register("/service-worker.js"), "service worker");
}
