"""Scripts (JavaScript, TypeScript, JSX, TSX) to facts: `script` reads a file, `fragment` a script inside markup."""
