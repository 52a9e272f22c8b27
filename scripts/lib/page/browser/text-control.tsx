import { useState } from "preact/hooks";

/** A command that is typed. */
export function TextControl({ name, command }: { name: string; command: (payload: string) => void }) {
  const [text, setText] = useState("");
  return (
    <form
      class="line"
      onSubmit={(event) => {
        event.preventDefault();
        command(text);
        setText("");
      }}
    >
      <input
        type="text"
        aria-label={`${name}: command`}
        placeholder="command"
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <button type="submit">Send</button>
    </form>
  );
}
