import { useLocalStorage } from "@mantine/hooks";
import { useEffect } from "react";

/** The spacing of lists and messages. */
export type Density = "comfortable" | "compact";

/** Returns this device's density and a function to change it. Style sheets read the root element's `data-density`. */
export function useDensity(): [Density, (density: Density) => void] {
  const [density, setDensity] = useLocalStorage<Density>({
    key: "chatflow.density",
    defaultValue: "comfortable",
    getInitialValueInEffect: false,
  });
  useEffect(() => {
    document.documentElement.dataset.density = density;
  }, [density]);
  return [density, setDensity];
}
