import { Badge, Button, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import type { Account } from "../../../contract/accounts.ts";
import type { Invitation } from "../../../contract/invitations.ts";
import { useTimes } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { QueryFailure } from "../queries/query-failure.tsx";
import { useInfiniteQuery } from "../queries/use-infinite-query.ts";
import { useNotice } from "../session/notice.tsx";
import { useSession } from "../session/session-context.tsx";
import { ShowMore } from "../show-more.tsx";
import classes from "./admin.module.css";
import { InvitationForm } from "./invitation-form.tsx";

/** Creates invitations, and lists the open ones. */
export function Invitations({ me }: { me: Account }) {
  const { session } = useSession();
  const { attempt } = useNotice();
  const texts = useFeatureTexts().admin.invitations;
  const pages = useInfiniteQuery({
    queryKey: ["invitations"],
    queryFn: ({ pageParam }) =>
      session.call("listInvitations", { query: pageParam ? { cursor: pageParam } : {} }),
    initialPageParam: "",
    getNextPageParam: (last) => last.nextCursor,
  });
  const invitations = pages.data?.pages.flatMap(({ items }) => items);
  async function revoke({ id }: Invitation) {
    await attempt(session.call("revokeInvitation", { params: { id } }));
    await pages.refetch();
  }
  return (
    <Stack gap="lg">
      <InvitationForm me={me} onCreated={() => void pages.refetch()} />
      <Stack gap="xs">
        <Title order={2} size="h5">
          {texts.open}
        </Title>
        {pages.isPending && <Skeleton height={56} />}
        <QueryFailure query={pages} />
        {invitations?.length === 0 && <Text size="sm">{texts.none}</Text>}
        {invitations && invitations.length > 0 && (
          <Stack component="ul" aria-label={texts.open} gap={0} m={0} p={0} style={{ listStyle: "none" }}>
            {invitations.map((invitation) => (
              <InvitationRow
                key={invitation.id}
                invitation={invitation}
                onRevoke={() => void revoke(invitation)}
              />
            ))}
          </Stack>
        )}
        <ShowMore hasMore={pages.hasNextPage} onMore={() => void pages.fetchNextPage()} />
      </Stack>
    </Stack>
  );
}

function InvitationRow({ invitation, onRevoke }: { invitation: Invitation; onRevoke: () => void }) {
  const { invitations: texts, roles } = useFeatureTexts().admin;
  const times = useTimes();
  const { email, role, uses, maxUses, createdBy, expiresAt, conversationIds } = invitation;
  const name = email ?? texts.link;
  const details = [
    texts.used({ uses, max: maxUses }),
    ...(conversationIds.length > 0 ? [texts.joins({ count: conversationIds.length })] : []),
    texts.by({ author: createdBy }),
    texts.expires({ when: times.shortTime(expiresAt) }),
  ];
  return (
    <li className={classes.row}>
      <div className={classes.who}>
        <Group gap="xs">
          <Text size="sm" fw={600} className={classes.address}>
            {name}
          </Text>
          <Badge variant="default">{roles[role]}</Badge>
        </Group>
        <Text size="xs" c="dimmed">
          {details.join(" · ")}
        </Text>
      </div>
      <Button
        variant="default"
        size="sm"
        aria-label={texts.revokeNamed({ what: `${name}, ${details.join(", ")}` })}
        onClick={onRevoke}
      >
        {texts.revoke}
      </Button>
    </li>
  );
}
