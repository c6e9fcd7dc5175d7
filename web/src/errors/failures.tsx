import { Button, Center, Group, Stack, Text } from "@mantine/core";
import { type ReactNode, Suspense, useEffect, useLayoutEffect } from "react";
import clip from "../clipped.module.css";
import { useTexts } from "../i18n/texts.tsx";
import { earlyKeys } from "../overlays/early-keys.ts";
import { lastFocus } from "../overlays/last-focus.ts";
import { useNotice } from "../session/notice.tsx";
import { type CaughtError, ErrorBoundary } from "./error-boundary.tsx";
import { useErrors } from "./errors-context.tsx";
import { ReportButton } from "./report-button.tsx";

export interface FailureProps {
  failure: CaughtError;
  onRetry: () => void;
}

/** Replaces a part of the page that failed: an explanation, and the possible next steps. */
export function Failure({ failure, onRetry }: FailureProps) {
  const texts = useTexts().errors;
  return (
    <Center h="100%" p="xl" role="alert">
      <Stack align="center" ta="center" maw={360}>
        <Text fw={600}>{texts.title}</Text>
        <Text size="sm" c="dimmed">
          {texts.explanation}
        </Text>
        <Group justify="center">
          <Button onClick={onRetry}>{texts.tryAgain}</Button>
          <Button variant="default" onClick={() => window.location.reload()}>
            {texts.reload}
          </Button>
          <ReportButton failure={failure} />
        </Group>
      </Stack>
    </Center>
  );
}

export interface RowFailureProps extends FailureProps {
  /** The explanation. */
  text: string;
  /** The content of the row, as its author typed it. */
  raw?: string;
}

/** Replaces one row of a list that failed, such as a message. The rest of the list stays usable. */
export function RowFailure({ text, raw, failure, onRetry }: RowFailureProps) {
  const texts = useTexts().errors;
  return (
    <Group gap="xs" px="md" py={4} role="alert">
      <Text size="sm" fs="italic" c="dimmed">
        {text}
      </Text>
      {raw && (
        <Text
          size="sm"
          w="100%"
          dir="auto"
          className={clip.clipped}
          style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}
        >
          {raw}
        </Text>
      )}
      <Button size="compact-sm" variant="subtle" onClick={onRetry}>
        {texts.tryAgain}
      </Button>
      <ReportButton failure={failure} />
    </Group>
  );
}

export interface OverlayProps {
  /** For the report. */
  name: string;
  /** Closes it after an error. */
  onClose: () => void;
  /** Shown while its code loads, and after an error. */
  fallback?: ReactNode;
  children: ReactNode;
}

/**
 * A dialog, drawer or menu whose code loads when it opens. If it fails, it closes, and a notice offers to report the
 * error. After a script that could not be loaded, the notice offers to reload, because a browser does not fetch the
 * script again before that. When it closes, the focus returns to where it was.
 */
export function Overlay({ name, onClose, fallback, children }: OverlayProps) {
  useLayoutEffect(() => {
    // The button that opens a menu has moved into this component, which made it lose the focus.
    lastFocus.restore();
    // Waits until the new elements are in the document.
    return () => queueMicrotask(() => lastFocus.restore());
  }, []);
  return (
    <ErrorBoundary
      name={name}
      fallback={(_, failure) => (
        <>
          {fallback}
          <CloseWithNotice failure={failure} onClose={onClose} />
        </>
      )}
    >
      <Suspense fallback={fallback}>{children}</Suspense>
    </ErrorBoundary>
  );
}

/** A script that could not be loaded, in the words of Chromium, Firefox and Safari. */
const missingScript = /dynamically imported module|importing a module script failed/i;

function CloseWithNotice({ failure, onClose }: { failure: CaughtError; onClose: () => void }) {
  const { show } = useNotice();
  const { reportByUser } = useErrors();
  const texts = useTexts().errors;
  const { error, component } = failure;
  const isMissing = error instanceof Error && missingScript.test(error.message);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once per failure, though onClose is new with each render
  useEffect(() => {
    earlyKeys.stop();
    if (isMissing) show(texts.overlay, { label: texts.reload, run: () => window.location.reload() });
    else show(texts.overlay, { label: texts.report, run: () => reportByUser(error, component) });
    onClose();
  }, []);
  return null;
}
