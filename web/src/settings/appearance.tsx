import {
  ColorSwatch,
  Group,
  Radio,
  SegmentedControl,
  Select,
  Stack,
  Text,
  Title,
  useMantineColorScheme,
} from "@mantine/core";
import { useId } from "react";
import { type Accent, accents, type FontSize, useAppearance } from "../appearance/appearance.ts";
import { languages } from "../i18n/catalogs.ts";
import { nameOfLanguage } from "../i18n/languages.ts";
import { usePageLanguage } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { useDensity } from "../session/density.ts";

const keysOf = <Key extends string>(record: Readonly<Record<Key, unknown>>) => Object.keys(record) as Key[];

/** How the page looks on this device: theme, accent colour, density, font size and language. */
export function AppearanceSettings() {
  const { texts, language, chooseLanguage } = usePageLanguage();
  const account = texts.account;
  const own = useFeatureTexts().settings;
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [density, setDensity] = useDensity();
  const [{ accent, fontSize }, change] = useAppearance();
  return (
    <Stack gap="md">
      <Title order={3} size="h5">
        {account.appearance}
      </Title>
      <SegmentedControl
        aria-label={account.appearance}
        value={colorScheme}
        onChange={setColorScheme}
        data={[
          { value: "light" as const, label: account.light },
          { value: "dark" as const, label: account.dark },
          { value: "auto" as const, label: account.system },
        ]}
      />
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
      <Choice<FontSize>
        label={own.fontSize}
        value={fontSize}
        onChange={(size) => change({ fontSize: size })}
        options={own.fontSizes}
      />
      <Select
        label={account.language}
        value={language}
        allowDeselect={false}
        data={languages.map((value) => ({ value, label: nameOfLanguage(value) }))}
        onChange={(value) => value && chooseLanguage(value)}
      />
    </Stack>
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
        data={keysOf(options).map((key) => ({ value: key, label: options[key] }))}
      />
    </Stack>
  );
}
