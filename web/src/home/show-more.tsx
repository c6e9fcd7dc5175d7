import { Button } from "@mantine/core";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";

export interface ShowMoreProps {
  hasMore: boolean;
  onMore: () => void;
}

/** The button below a list that has more pages. */
export function ShowMore({ hasMore, onMore }: ShowMoreProps) {
  const texts = useFeatureTexts().later;
  if (!hasMore) return null;
  return (
    <Button fullWidth variant="subtle" mt="xs" onClick={onMore}>
      {texts.showMore}
    </Button>
  );
}
