import { useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useEffect, useLayoutEffect } from "react";
import { useAppearance } from "./appearance.ts";

/**
 * Applies the font size and the variant of the theme to the document. The theme of the system has high contrast where the
 * system asks for it. `first-paint.js` does the same before the page's code has loaded.
 */
export function useApplied(): void {
  const [{ fontSize, variant: chosen }] = useAppearance();
  const isSystem = useMantineColorScheme().colorScheme === "auto" && chosen === "usual";
  const wantsContrast = useMediaQuery("(prefers-contrast: more)", undefined, {
    getInitialValueInEffect: false,
  });
  const variant = isSystem && wantsContrast ? "contrast" : chosen;
  useLayoutEffect(() => {
    Object.assign(document.documentElement.dataset, { fontSize, variant });
  }, [fontSize, variant]);
  useThemeColour(variant);
}

/** Gives the frame of the installed app, and the bar of a phone, the colour of the page. */
function useThemeColour(variant: string): void {
  const scheme = useComputedColorScheme();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colour of the page depends on them
  useEffect(() => {
    const { backgroundColor } = getComputedStyle(document.body);
    for (const meta of document.querySelectorAll<HTMLMetaElement>("meta[name=theme-color]"))
      meta.content = backgroundColor;
  }, [scheme, variant]);
}
