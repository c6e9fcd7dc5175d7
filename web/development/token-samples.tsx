import { Group, SimpleGrid, Stack, Text, useMantineTheme } from "@mantine/core";
import tokens from "../src/tokens.css?raw";
import classes from "./primitives.module.css";
import { Section } from "./section.tsx";

/** The roles that `tokens.css` defines for the usual variant, in its order. */
const roles = [...(tokens.split("}")[0] ?? "").matchAll(/^ {2}(--[\w-]+):/gm)].flatMap(
  ([, role]) => role ?? [],
);

const weights = [400, 600];

/** The tokens: colours by role, and the scales of `theme.ts`. */
export function TokenSamples() {
  const { fontSizes, spacing, radius, shadows } = useMantineTheme();
  return (
    <>
      <Section title="Colours by role">
        <SimpleGrid cols={{ base: 2, sm: 4, lg: 6 }}>
          {roles.map((role) => (
            <Stack key={role} gap={4}>
              <div className={classes.swatch} style={{ background: `var(${role})` }} />
              <Text size="xs" style={{ overflowWrap: "anywhere" }}>
                {role}
              </Text>
            </Stack>
          ))}
        </SimpleGrid>
      </Section>
      <Section title="Type">
        {Object.entries(fontSizes).map(([name, size]) => (
          <Group key={name} gap="xl" align="baseline">
            {weights.map((weight) => (
              <Text key={weight} size={name} fw={weight}>
                {name}, {size}, {weight}
              </Text>
            ))}
          </Group>
        ))}
      </Section>
      <Section title="Spacing">
        {Object.entries(spacing).map(([name, size]) => (
          <Group key={name} gap="sm">
            <div style={{ width: size, height: 16, background: "var(--accent)" }} />
            <Text size="xs">
              {name}, {size}
            </Text>
          </Group>
        ))}
      </Section>
      <Section title="Radii and elevations">
        <Group gap="lg">
          {Object.entries(radius).map(([name, size]) => (
            <div
              key={name}
              className={classes.surface}
              style={{ borderRadius: size, border: "1px solid var(--border-strong)" }}
            >
              <Text size="xs">
                {name}, {size}
              </Text>
            </div>
          ))}
          {Object.entries(shadows).map(([name, shadow]) => (
            <div
              key={name}
              className={classes.surface}
              style={{ boxShadow: shadow, borderRadius: "var(--mantine-radius-lg)" }}
            >
              <Text size="xs">{name}</Text>
            </div>
          ))}
        </Group>
      </Section>
    </>
  );
}
