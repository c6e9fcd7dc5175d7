import { Select, Stack, Title } from "@mantine/core";
import { languages } from "../i18n/catalogs.ts";
import { nameOfLanguage } from "../i18n/languages.ts";
import { usePageLanguage } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";

/** The page's language on this device. */
export function LanguageSettings() {
  const { language, chooseLanguage } = usePageLanguage();
  const { account } = useFeatureTexts();
  return (
    <Stack gap="md">
      <Title order={2} size="h4">
        {account.language}
      </Title>
      <Select
        aria-label={account.language}
        value={language}
        allowDeselect={false}
        data={languages.map((value) => ({ value, label: nameOfLanguage(value) }))}
        onChange={(value) => value && chooseLanguage(value)}
      />
    </Stack>
  );
}
