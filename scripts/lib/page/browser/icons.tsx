/** Small pictures beside words, which say the same. */
const PATHS = {
  search: "M7 12a5 5 0 1 0 0-10 5 5 0 0 0 0 10zM11 11l4 4",
  close: "M3 3l10 10M13 3L3 13",
  chevron: "M4 6l4 4 4-4",
} as const;

export function Icon({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
