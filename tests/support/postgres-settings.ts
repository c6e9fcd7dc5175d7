/**
 * Settings of test databases. Their data may vanish with the machine. It survives `postgres.restart()`, which kills
 * only the server.
 */
export const postgresSettings = ["fsync=off", "full_page_writes=off"];
