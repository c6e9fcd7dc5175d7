import { Button, type ButtonProps } from "@mantine/core";
import { useTexts } from "./i18n/texts.tsx";

export interface ShowMoreProps extends Pick<ButtonProps, "fullWidth" | "mt" | "loading"> {
  hasMore: boolean;
  onMore: () => void;
}

/** The button below a list that has more pages. */
export function ShowMore({ hasMore, onMore, ...button }: ShowMoreProps) {
  const { list } = useTexts();
  if (!hasMore) return null;
  return (
    <Button variant="subtle" onClick={onMore} {...button}>
      {list.showMore}
    </Button>
  );
}
