/** Created the function `send_message`, which `functions/` now holds. The name stays because databases record it. */
export async function up(): Promise<void> {}
