import { QueryCache, QueryClient } from "@tanstack/react-query";
import { reporter } from "../errors/reporter.ts";
import { keptAnswers } from "../session/kept-answers.ts";
import { followState } from "./follow-state.ts";

/** Keeps the answers to the page's queries. Loads with the first view that has a query. */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, { queryKey: [name] }) => reporter.report(error, `query ${name}`),
  }),
});
// Notices when the page gains the focus or the connection.
queryClient.mount();
keptAnswers.add(() => queryClient.clear());
keptAnswers.addFollower((client) => followState(queryClient, client));
