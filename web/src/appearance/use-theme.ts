import { useMantineColorScheme } from "@mantine/core";
import { useAppearance } from "./appearance.ts";

/** Each theme is a colour scheme in one of three variants, which `tokens.css` defines. */
export const themes = {
  system: { scheme: "auto", variant: "usual" },
  light: { scheme: "light", variant: "usual" },
  dark: { scheme: "dark", variant: "usual" },
  sepia: { scheme: "light", variant: "soft" },
  dim: { scheme: "dark", variant: "soft" },
  lightContrast: { scheme: "light", variant: "contrast" },
  darkContrast: { scheme: "dark", variant: "contrast" },
} as const;

export type Theme = keyof typeof themes;

const isTheme = (name: string): name is Theme => name in themes;

/** Returns this device's theme and a function that changes it. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [{ variant }, change] = useAppearance();
  const current = Object.keys(themes)
    .filter(isTheme)
    .find((name) => themes[name].scheme === colorScheme && themes[name].variant === variant);
  const choose = (theme: Theme) => {
    setColorScheme(themes[theme].scheme);
    change({ variant: themes[theme].variant });
  };
  return [current ?? "system", choose];
}
