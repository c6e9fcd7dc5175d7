/** Loads the conversation view, a third of the page's code. The conversation list works without it. */
export const loadConversation = () => import("./conversation-view.tsx");
