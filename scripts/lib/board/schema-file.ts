/** The board file's schema, below the project's root. */
export const SCHEMA_FILE = "boards/board.schema.json";
