/** The routes of the auth function. The api function serves all others. */
export type AuthRoute =
  | "register"
  | "login"
  | "refresh"
  | "logout"
  | "requestPasswordReset"
  | "resetPassword"
  | "changePassword"
  | "verifyEmail"
  | "lookUpInvitation"
  | "requestSignUp"
  | "jwks";
