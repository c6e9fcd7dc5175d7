import { useMediaQuery } from "@mantine/hooks";

/** Whether the main pointer is a finger, so that the keyboard is probably one on the screen. */
export const useIsTouch = (): boolean =>
  useMediaQuery("(hover: none) and (pointer: coarse)", false, { getInitialValueInEffect: false });
