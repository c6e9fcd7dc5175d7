import { MultiSelect } from "@mantine/core";
import { useState } from "react";
import type { Account } from "../../../contract/accounts.ts";
import type { Conversation } from "../../../contract/conversations.ts";
import { ConversationId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import { titleOf } from "../conversation/names.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { QueryFailure } from "../queries/query-failure.tsx";
import { useQuery } from "../queries/use-query.ts";
import { useSession } from "../session/session-context.tsx";

const mayAddPeople = ({ isGroupChat, adminsOnly, role }: Conversation) =>
  isGroupChat && (!adminsOnly || role !== "member");

/** Loads the groups to which the signed-in user may add people. */
function useOwnGroups() {
  const { session } = useSession();
  return useQuery({
    queryKey: ["own groups"],
    queryFn: async () => {
      const groups: Conversation[] = [];
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const query = { limit: String(limits.page.max), ...(cursor && { cursor }) };
        const { items, nextCursor } = await session.call("listConversations", { query });
        groups.push(...items.filter(mayAddPeople));
        cursor = nextCursor;
      }
      return groups;
    },
  });
}

export interface GroupsSelectProps {
  me: Account;
  chosen: readonly ConversationId[];
  error: string | undefined;
  onChange: (ids: ConversationId[]) => void;
}

/** A field for the groups that newcomers join. */
export function GroupsSelect({ me, chosen, error, onChange }: GroupsSelectProps) {
  const texts = useTexts();
  const { admin, start } = useFeatureTexts();
  const groups = useOwnGroups();
  const [search, setSearch] = useState("");
  const isSearching = search.trim() !== "";
  return (
    <>
      <MultiSelect
        label={admin.invitations.groups}
        description={admin.invitations.groupsHint}
        data={(groups.data ?? []).map((group) => ({ value: group.id, label: titleOf(group, me.id, texts) }))}
        value={[...chosen]}
        onChange={(ids) => onChange(ids.map((id) => ConversationId.parse(id)))}
        searchable
        searchValue={search}
        onSearchChange={setSearch}
        clearSearchOnChange
        clearable
        hidePickedOptions
        maxValues={limits.invitation.conversations}
        // Shown only for a search, because the list stays open after a choice.
        nothingFoundMessage={
          isSearching && !groups.isError && (groups.isPending ? start.searching : admin.invitations.noGroups)
        }
        // Below, the list would cover the button of the form.
        comboboxProps={{ position: "top" }}
        error={error}
        clearButtonProps={{ "aria-label": admin.invitations.clearGroups }}
      />
      <QueryFailure query={groups} />
    </>
  );
}
