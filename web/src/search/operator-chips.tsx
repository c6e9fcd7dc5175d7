import { Button, Group } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import type { Operator } from "../../../contract/finding/operators.ts";
import { useTimes } from "../i18n/texts.tsx";
import { startOf } from "../i18n/times.ts";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";

export interface OperatorChipsProps {
  operators: readonly Operator[];
  onRemove: (operator: Operator) => void;
  /** Searches for the text of the operators. */
  onSearchAsText: () => void;
}

/** The operators that the search has understood. A click removes one, and another one searches for their text. */
export function OperatorChips({ operators, onRemove, onSearchAsText }: OperatorChipsProps) {
  const texts = useFeatureTexts().search;
  const times = useTimes();
  if (operators.length === 0) return null;
  const textOf = (operator: Operator) => {
    switch (operator.name) {
      case "has":
        return texts.understood.has({ feature: texts.features[operator.value] });
      case "is":
        return texts.kinds[operator.value];
      case "before":
      case "after":
        return texts.understood[operator.name]({ day: times.dayName(startOf(operator.value)) });
      case "from":
      case "in":
        return texts.understood[operator.name]({ name: operator.value });
    }
  };
  return (
    <Group gap={6} mt="xs">
      {operators.map((operator) => (
        <Button
          key={operator.start}
          size="compact-xs"
          radius="xl"
          variant="light"
          maw="100%"
          rightSection={<IconX size={12} aria-hidden />}
          aria-label={texts.remove({ operator: textOf(operator) })}
          onClick={() => onRemove(operator)}
        >
          {textOf(operator)}
        </Button>
      ))}
      <Button size="compact-xs" variant="subtle" onClick={onSearchAsText}>
        {texts.asText}
      </Button>
    </Group>
  );
}
