import { useLocalStorage } from "@mantine/hooks";
import { useEffect } from "react";

/** How close things stand. */
export type Density = "comfortable" | "compact";

/** The density of the page, on this device. Style sheets find it as `data-density` of the root element. */
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
