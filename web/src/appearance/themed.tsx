import { DirectionProvider, MantineProvider } from "@mantine/core";
import { type ReactNode, useMemo } from "react";
import { colours, theme } from "../theme.ts";
import { accents, useAppearance } from "./appearance.ts";
import { useApplied } from "./use-applied.ts";

/** Gives the page its theme, with the accent colour and the font size that the user has chosen. */
export function Themed({ children }: { children: ReactNode }) {
  const [{ accent }] = useAppearance();
  const chosen = useMemo(() => ({ ...theme, primaryColor: accent, primaryShade: accents[accent] }), [accent]);
  return (
    <DirectionProvider>
      <MantineProvider theme={chosen} cssVariablesResolver={colours} defaultColorScheme="auto">
        <Applied />
        {children}
      </MantineProvider>
    </DirectionProvider>
  );
}

/** Renders nothing. A component of its own, because the hook needs Mantine's provider above it. */
function Applied() {
  useApplied();
  return null;
}
