import { useLocalStorage } from "@mantine/hooks";

/** The notification preferences of one device. */
export interface Preferences {
  desktop: boolean;
  sound: boolean;
}

/** Returns this device's preferences and a function to change them, like `useState`. Local storage keeps them. */
export const usePreferences = () =>
  useLocalStorage<Preferences>({
    key: "chatflow.notifications",
    defaultValue: { desktop: false, sound: false },
    getInitialValueInEffect: false,
  });
