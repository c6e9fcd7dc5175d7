import { Center } from "@mantine/core";
import { useTexts } from "./i18n/texts.tsx";

/** What shows for the moment before the first page does: the mark, and nothing that moves. */
export function Splash() {
  const texts = useTexts();
  return (
    <Center h="100dvh" aria-busy="true" role="status" aria-label={texts.loading}>
      <img src="/icon.svg" alt="" width={56} height={56} />
    </Center>
  );
}
