// A file's name as a person may safely see it: characters that hide or reorder others are written out, as the server does.
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Cs}]/gu;
const SHORT = { "\t": "\\t", "\n": "\\n", "\r": "\\r" };

export const shown = (name) => name.replace(HIDDEN, writtenOut);

function writtenOut(one) {
  const code = one.codePointAt(0), hex = (digits) => code.toString(16).padStart(digits, "0");
  return SHORT[one] ?? (code < 0x100 ? `\\x${hex(2)}` : code < 0x10000 ? `\\u${hex(4)}` : `\\U${hex(8)}`);
}
