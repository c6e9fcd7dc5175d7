import { useLocalStorage } from "@mantine/hooks";

/** The accent colours, each with the shade on which white text has the contrast of WCAG 2.2 AA (1.4.3). */
export const accents = { indigo: 7, violet: 7, grape: 8, pink: 8, teal: 9, cyan: 9 } as const;

export type Accent = keyof typeof accents;

/** Font sizes as a share of the browser's own. */
export const fontSizes = { small: "87.5%", usual: "100%", large: "112.5%", largest: "125%" } as const;

export type FontSize = keyof typeof fontSizes;

interface Appearance {
  accent: Accent;
  fontSize: FontSize;
}

const usual: Appearance = { accent: "indigo", fontSize: "usual" };

/** Returns this device's accent colour and font size, and a function that changes them. */
export function useAppearance(): [Appearance, (change: Partial<Appearance>) => void] {
  const [stored, setStored] = useLocalStorage<Partial<Appearance>>({
    key: "chatflow.appearance",
    defaultValue: usual,
    getInitialValueInEffect: false,
  });
  // Another release may have stored a colour that this one does not have.
  const appearance: Appearance = {
    accent: stored.accent && stored.accent in accents ? stored.accent : usual.accent,
    fontSize: stored.fontSize && stored.fontSize in fontSizes ? stored.fontSize : usual.fontSize,
  };
  return [appearance, (change) => setStored({ ...appearance, ...change })];
}
