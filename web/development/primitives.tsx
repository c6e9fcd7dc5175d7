import { SegmentedControl, Stack, Text, Title, useDirection } from "@mantine/core";
import { PanelPlace } from "../src/panel/panel-place.tsx";
import { AppearanceSettings } from "../src/settings/appearance.tsx";
import { ControlSamples } from "./control-samples.tsx";
import { MessageSamples } from "./message-samples.tsx";
import { PeopleSamples } from "./people-samples.tsx";
import classes from "./primitives.module.css";
import { Section } from "./section.tsx";
import { SurfaceSamples } from "./surface-samples.tsx";
import { TokenSamples } from "./token-samples.tsx";

/** Every token and every shared primitive of the page, in each of its states. */
export function Primitives() {
  const { dir, setDirection } = useDirection();
  return (
    <div className={classes.page}>
      <Stack component="main" className={classes.content} gap={48}>
        <Stack gap="xs">
          <Title order={1}>Primitives</Title>
          <Text c="dimmed">Each one is the component that the page uses. The data are examples.</Text>
        </Stack>
        <Section title="Settings of this page">
          <SegmentedControl
            aria-label="Direction"
            w="fit-content"
            value={dir}
            onChange={(value) => setDirection(value === "rtl" ? "rtl" : "ltr")}
            data={[
              { value: "ltr", label: "From left to right" },
              { value: "rtl", label: "From right to left" },
            ]}
          />
          <AppearanceSettings />
        </Section>
        <TokenSamples />
        <ControlSamples />
        <PeopleSamples />
        <MessageSamples />
        <SurfaceSamples />
      </Stack>
      <PanelPlace />
    </div>
  );
}
