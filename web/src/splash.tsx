import { Center } from "@mantine/core";
import { useTexts } from "./i18n/texts.tsx";

/** Shown until the first view has loaded: the logo without animation. */
export function Splash() {
  const texts = useTexts();
  return (
    <Center h="100dvh" aria-busy="true" role="status" aria-label={texts.loading}>
      <img src="/icon.svg" alt="" width={56} height={56} />
    </Center>
  );
}
