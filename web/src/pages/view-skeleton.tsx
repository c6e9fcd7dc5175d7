import { Box, Skeleton, Stack } from "@mantine/core";

/** A placeholder for the title and the content of a view while its code loads. The view announces itself. */
export function ViewSkeleton() {
  return (
    <Box aria-busy="true">
      <Box p="md" h={64}>
        <Skeleton mt={8} height={16} width={160} />
      </Box>
      <Stack p="md" gap="lg">
        {["40%", "65%", "55%"].map((width) => (
          <Skeleton key={width} height={12} width={width} />
        ))}
      </Stack>
    </Box>
  );
}
