import { Button, Center, Group, Stack, Text } from "@mantine/core";
import { type ReactNode, Suspense, useEffect } from "react";
import { useTexts } from "../i18n/texts.tsx";
import { earlyKeys } from "../overlays/early-keys.ts";
import { useNotice } from "../session/notice.tsx";
import { ErrorBoundary } from "./error-boundary.tsx";

/** Stands for a part of the page that failed: an explanation, and two ways on. */
export function Failure({ onRetry }: { onRetry: () => void }) {
  const texts = useTexts().errors;
  return (
    <Center h="100%" p="xl" role="alert">
      <Stack align="center" ta="center" maw={360}>
        <Text fw={650}>{texts.title}</Text>
        <Text size="sm" c="dimmed">
          {texts.explanation}
        </Text>
        <Group justify="center">
          <Button onClick={onRetry}>{texts.tryAgain}</Button>
          <Button variant="default" onClick={() => window.location.reload()}>
            {texts.reload}
          </Button>
        </Group>
      </Stack>
    </Center>
  );
}

/** Stands for one row of a list that failed, such as a message. The rest of the list stays usable. */
export function RowFailure({ text, onRetry }: { text: string; onRetry: () => void }) {
  const texts = useTexts().errors;
  return (
    <Group gap="xs" px="md" py={4} role="alert">
      <Text size="sm" fs="italic" c="dimmed">
        {text}
      </Text>
      <Button size="compact-sm" variant="subtle" onClick={onRetry}>
        {texts.tryAgain}
      </Button>
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
 * A dialog, drawer or menu whose code loads when it opens. If it fails, it closes and a notice offers to reload: a
 * script that could not be loaded is not fetched again before that.
 */
export function Overlay({ name, onClose, fallback, children }: OverlayProps) {
  return (
    <ErrorBoundary
      name={name}
      fallback={() => (
        <>
          {fallback}
          <CloseWithNotice onClose={onClose} />
        </>
      )}
    >
      <Suspense fallback={fallback}>{children}</Suspense>
    </ErrorBoundary>
  );
}

function CloseWithNotice({ onClose }: { onClose: () => void }) {
  const { show } = useNotice();
  const texts = useTexts().errors;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once per failure, though onClose is new with each render
  useEffect(() => {
    earlyKeys.stop();
    show(texts.overlay, { label: texts.reload, run: () => window.location.reload() });
    onClose();
  }, []);
  return null;
}
