import { Badge, Button, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { IconDeviceDesktop, IconDeviceMobile } from "@tabler/icons-react";
import { useMinute } from "../i18n/clock.ts";
import { useTimes } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { QueryFailure } from "../queries/query-failure.tsx";
import { useQuery } from "../queries/use-query.ts";
import { useNotice } from "../session/notice.tsx";
import { useSession } from "../session/session-context.tsx";

const browsers = [
  ["Edge", /Edg\//],
  ["Opera", /OPR\//],
  ["Firefox", /Firefox\//],
  ["Chrome", /Chrome\//],
  ["Safari", /Safari\//],
] as const;
const systems = [
  ["Android", /Android/],
  ["iOS", /iPhone|iPad/],
  ["Windows", /Windows/],
  ["macOS", /Mac OS/],
  ["Linux", /Linux/],
] as const;
const named = (all: typeof browsers | typeof systems, text: string) =>
  all.find(([, pattern]) => pattern.test(text))?.[0];

/** Returns a readable name such as "Firefox · Windows" for a `User-Agent` header. */
function nameOfDevice(userAgent: string | null): string {
  const text = userAgent ?? "";
  return (
    [named(browsers, text), named(systems, text)].filter(Boolean).join(" · ") || text.split(" ")[0] || "?"
  );
}

/** Lists the user's sessions and ends them. */
export function DeviceSettings() {
  const { session } = useSession();
  const { attempt } = useNotice();
  const texts = useFeatureTexts().settings;
  const times = useTimes();
  useMinute();
  const query = useQuery({
    queryKey: ["devices"],
    queryFn: () => session.call("listDevices", {}),
  });
  const { data, isPending, refetch } = query;
  const devices = data?.items;
  const signOut = async (task: Promise<unknown>) => {
    await attempt(task);
    await refetch();
  };
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Title order={2} size="h4">
          {texts.devices}
        </Title>
        {devices && devices.length > 1 && (
          <Button
            variant="default"
            size="compact-sm"
            onClick={() => void signOut(session.call("signOutOthers", {}))}
          >
            {texts.signOutOthers}
          </Button>
        )}
      </Group>
      {isPending && <Skeleton height={44} />}
      <QueryFailure query={query} text={texts.devicesFailed} />
      {devices?.map(({ id, userAgent, lastUsedAt, isCurrent }) => (
        <Group key={id} wrap="nowrap" gap="sm" mih={44}>
          {/Mobile/.test(userAgent ?? "") ? (
            <IconDeviceMobile size={24} aria-hidden />
          ) : (
            <IconDeviceDesktop size={24} aria-hidden />
          )}
          <div style={{ flex: 1, minWidth: 0 }}>
            <Text size="sm" truncate>
              {nameOfDevice(userAgent)}
            </Text>
            <Text size="xs" c="dimmed">
              {texts.lastUsed({ when: times.ago(lastUsedAt) })}
            </Text>
          </div>
          {isCurrent ? (
            <Badge variant="default">{texts.thisDevice}</Badge>
          ) : (
            <Button
              variant="default"
              size="compact-sm"
              onClick={() => void signOut(session.call("signOutDevice", { params: { deviceId: id } }))}
            >
              {texts.signOutDevice}
            </Button>
          )}
        </Group>
      ))}
    </Stack>
  );
}
