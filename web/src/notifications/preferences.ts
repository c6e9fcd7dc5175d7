import { useLocalStorage } from "@mantine/hooks";

/** How this device tells of news. */
export interface Preferences {
  desktop: boolean;
  sound: boolean;
}

/** The preferences of this device, and a way to change them. */
export const usePreferences = () =>
  useLocalStorage<Preferences>({
    key: "chatflow.notifications",
    defaultValue: { desktop: false, sound: false },
    getInitialValueInEffect: false,
  });
