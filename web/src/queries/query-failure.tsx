import { Button, Group, Loader, Text } from "@mantine/core";
import { useState } from "react";
import { failureText } from "../i18n/failure-text.ts";
import { useTexts } from "../i18n/texts.tsx";
import type { FailedQuery } from "./failed-queries.ts";

export interface QueryFailureProps {
  query: FailedQuery;
  /** The explanation. By default, the reason of the failure. */
  text?: string;
}

/** Explains that a query has failed, and makes it again. Without a failure, it shows nothing. */
export function QueryFailure({ query: { error, refetch }, text }: QueryFailureProps) {
  const texts = useTexts();
  // A query without data forgets its error when it runs again. The button stays meanwhile, and keeps the focus.
  const [repeated, setRepeated] = useState<unknown>(null);
  const isBusy = repeated !== null;
  const shown = error ?? repeated;
  if (!shown) return null;
  async function repeat(): Promise<void> {
    if (isBusy) return;
    setRepeated(shown);
    await refetch();
    setRepeated(null);
  }
  return (
    <Group gap="xs" role="alert">
      <Text size="sm">{text ?? failureText(texts, shown)}</Text>
      <Button
        variant="default"
        size="compact-sm"
        aria-busy={isBusy}
        leftSection={isBusy && <Loader size={14} />}
        onClick={() => void repeat()}
      >
        {texts.conversation.tryAgain}
      </Button>
    </Group>
  );
}
