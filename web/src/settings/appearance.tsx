import {
  ColorSwatch,
  Group,
  Radio,
  SegmentedControl,
  SimpleGrid,
  Stack,
  Switch,
  Text,
  Title,
} from "@mantine/core";
import { useId } from "react";
import { type Accent, accents, useAppearance } from "../appearance/appearance.ts";
import { type Theme, themes, useTheme } from "../appearance/use-theme.ts";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { useDensity } from "../session/density.ts";
import { useSidebarPreferences } from "../sidebar/sidebar-preferences.ts";
import classes from "./appearance.module.css";

const keysOf = <Key extends string>(record: Readonly<Record<Key, unknown>>) => Object.keys(record) as Key[];

/** How the page looks on this device: theme, accent colour, density and font size. */
export function AppearanceSettings() {
  const { account, settings: own } = useFeatureTexts();
  const [theme, setTheme] = useTheme();
  const [density, setDensity] = useDensity();
  const { unreadFirst, toggle } = useSidebarPreferences();
  const [{ accent, fontSize }, change] = useAppearance();
  return (
    <Stack gap="lg">
      <div>
        <Title order={2} size="h4">
          {account.appearance}
        </Title>
        <Text size="sm" c="dimmed">
          {own.appearanceHint}
        </Text>
      </div>
      <Radio.Group
        label={own.theme}
        value={theme}
        onChange={(value) => setTheme(keysOf(themes).find((key) => key === value) ?? theme)}
      >
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs" mt="xs">
          {keysOf<Theme>(themes).map((name) => (
            <Radio.Card key={name} value={name} className={classes.card ?? ""} aria-label={own.themes[name]}>
              <Radio.Indicator />
              <Text size="sm">{own.themes[name]}</Text>
              {name !== "system" && <Sample theme={name} />}
            </Radio.Card>
          ))}
        </SimpleGrid>
      </Radio.Group>
      <Radio.Group
        label={own.accent}
        value={accent}
        onChange={(value) => change({ accent: keysOf(accents).find((key) => key === value) ?? accent })}
      >
        <Group mt="xs" gap="md">
          {keysOf<Accent>(accents).map((name) => (
            <Radio
              key={name}
              value={name}
              label={
                <Group gap={4} component="span">
                  <ColorSwatch
                    component="span"
                    color={`var(--mantine-color-${name}-${accents[name]})`}
                    size={14}
                    withShadow={false}
                  />
                  {own.accents[name]}
                </Group>
              }
            />
          ))}
        </Group>
      </Radio.Group>
      <Choice
        label={account.density}
        value={density}
        onChange={setDensity}
        options={{ comfortable: account.comfortable, compact: account.compact }}
      />
      <Switch
        label={own.unreadFirst}
        description={own.unreadFirstHint}
        checked={unreadFirst === true}
        onChange={() => toggle("unreadFirst")}
      />
      <Choice
        label={own.fontSize}
        value={fontSize}
        onChange={(size) => change({ fontSize: size })}
        options={{
          small: own.fontSizes.small,
          usual: own.fontSizes.usual,
          large: own.fontSizes.large,
          largest: own.fontSizes.largest,
        }}
      />
    </Stack>
  );
}

/** Shows a theme's surface, text and accent. */
function Sample({ theme }: { theme: Theme }) {
  const { scheme, variant } = themes[theme];
  return (
    <span className={classes.sample} style={{ colorScheme: scheme }} data-variant={variant} aria-hidden>
      Aa
      <span className={classes.dot} />
    </span>
  );
}

interface ChoiceProps<Value extends string> {
  label: string;
  value: Value;
  options: Readonly<Record<Value, string>>;
  onChange: (value: Value) => void;
}

function Choice<Value extends string>({ label, value, options, onChange }: ChoiceProps<Value>) {
  const id = useId();
  return (
    <Stack gap={4}>
      <Text id={id} size="sm" fw={600}>
        {label}
      </Text>
      <SegmentedControl
        aria-labelledby={id}
        value={value}
        onChange={onChange}
        style={{ flexWrap: "wrap" }}
        data={keysOf(options).map((key) => ({ value: key, label: options[key] }))}
      />
    </Stack>
  );
}
