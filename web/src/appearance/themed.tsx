import { DirectionProvider, MantineProvider } from "@mantine/core";
import { type ReactNode, useLayoutEffect, useMemo } from "react";
import { colours, theme } from "../theme.ts";
import { accents, useAppearance } from "./appearance.ts";

/** Gives the page its theme, with the accent colour and the font size that the user has chosen. */
export function Themed({ children }: { children: ReactNode }) {
  const [{ accent, fontSize, variant }] = useAppearance();
  const chosen = useMemo(() => ({ ...theme, primaryColor: accent, primaryShade: accents[accent] }), [accent]);
  useLayoutEffect(() => {
    Object.assign(document.documentElement.dataset, { fontSize, variant });
  }, [fontSize, variant]);
  return (
    <DirectionProvider>
      <MantineProvider theme={chosen} cssVariablesResolver={colours} defaultColorScheme="auto">
        {children}
      </MantineProvider>
    </DirectionProvider>
  );
}
