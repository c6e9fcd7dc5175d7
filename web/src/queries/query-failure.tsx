import { Button, Group, Text } from "@mantine/core";
import { failureText } from "../i18n/failure-text.ts";
import { useTexts } from "../i18n/texts.tsx";

/** The parts of a query's result that concern its failure. */
export interface FailedQuery {
  error: unknown;
  isFetching: boolean;
  refetch: () => Promise<unknown>;
}

export interface QueryFailureProps {
  query: FailedQuery;
  /** The explanation. By default, the reason of the failure. */
  text?: string;
}

/** Explains that a query has failed, and makes it again. Without a failure, it shows nothing. */
export function QueryFailure({ query: { error, isFetching, refetch }, text }: QueryFailureProps) {
  const texts = useTexts();
  if (!error) return null;
  return (
    <Group gap="xs" role="alert">
      <Text size="sm">{text ?? failureText(texts, error)}</Text>
      <Button variant="default" size="compact-sm" loading={isFetching} onClick={() => void refetch()}>
        {texts.conversation.tryAgain}
      </Button>
    </Group>
  );
}
