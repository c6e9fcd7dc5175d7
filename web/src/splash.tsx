import { Center } from "@mantine/core";

/** What shows for the moment before the first page does: the mark, and nothing that moves. */
export function Splash() {
  return (
    <Center h="100dvh" aria-busy="true" aria-label="ChatFlow is loading">
      <img src="/icon.svg" alt="" width={56} height={56} />
    </Center>
  );
}
