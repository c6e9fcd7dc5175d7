import { useLocalStorage } from "@mantine/hooks";

/** The accent colours, each with the shade on which white text has the contrast of WCAG 2.2 AA (1.4.3). */
export const accents = { indigo: 7, violet: 7, grape: 8, pink: 8, teal: 9, cyan: 9 } as const;

export type Accent = keyof typeof accents;

/** Font sizes, whose shares of the browser's own size are in `tokens.css`. */
export const fontSizes = ["small", "usual", "large", "largest"] as const;

export type FontSize = (typeof fontSizes)[number];

/** Colours of a light and a dark theme, which `tokens.css` defines. */
export const variants = ["usual", "soft", "contrast"] as const;

export type Variant = (typeof variants)[number];

interface Appearance {
  accent: Accent;
  fontSize: FontSize;
  variant: Variant;
}

const usual: Appearance = { accent: "indigo", fontSize: "usual", variant: "usual" };

/** The key of `localStorage`, which `first-paint.js` also reads. */
export const appearanceKey = "chatflow.appearance";

/** Returns this device's accent colour, font size and variant, and a function that changes them. */
export function useAppearance(): [Appearance, (change: Partial<Appearance>) => void] {
  const [stored, setStored] = useLocalStorage<Partial<Appearance>>({
    key: appearanceKey,
    defaultValue: usual,
    getInitialValueInEffect: false,
  });
  // Another release may have stored a value that this one does not have.
  const appearance: Appearance = {
    accent: stored.accent && stored.accent in accents ? stored.accent : usual.accent,
    fontSize: fontSizes.find((each) => each === stored.fontSize) ?? usual.fontSize,
    variant: variants.find((each) => each === stored.variant) ?? usual.variant,
  };
  // Two changes may follow each other before a render.
  return [appearance, (change) => setStored((known) => ({ ...appearance, ...known, ...change }))];
}
