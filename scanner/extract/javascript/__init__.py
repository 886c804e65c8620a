"""Scripts (JavaScript, TypeScript, JSX, TSX) to facts: `script` reads a file, `fragment` a script inside markup.

How scripts are lowered to `scanner.concepts.expression`, beyond what is said there:

- A scope is a module, a function or a class. Block scoping is flattened: `let` in a block binds in its function.
- A function's `qualname` joins the names around it (`Api.list`, `methods.save`); an anonymous function has an empty
  name and the qualname of what it is assigned to or stands in.
- Class fields and methods are bindings of the class scope. A getter is `Call(Lambda)`: reading it calls it.
- `this` is a `Name`. In a class it means the instance: the nearest enclosing class scope has its members, next to
  `this.x = …` bindings in its methods. In a function that is a field of a Record it means that Record, unless the
  function's own scope binds `this`: so do the functions among a Vue component's or Pinia store's options, to one Record
  of methods and computed values whose `rest` holds the calls that give the state. An arrow function binds no `this`: it
  has that of the scope around it. Elsewhere what calls a plain function decides.
- `f(...xs)` and `[...xs]` hold `Call(Name("filter:spread"), (xs,))`, which is no entry of a scope's `calls`.
- `a.concat(b)` on text and `[a, b].join("/")` are `Join`; `(a, b)` is `b`; `a && b` is `b`; `f.bind(this)` is `f`, and
  one of the scope's calls.
- `location = v` binds `Member(Name("window"), "location")`, unless a variable of that name is declared.
- `x += v` binds x to `Join(x, v)`; `x ||= v` to `Choice(x, v)`; `for (x of xs)` to `Item(xs, Opaque("each"))`.
- A TypeScript type that says which texts a value may be is bound as `Name("type X")` (see `types`), the type of
  a variable or field as `Name("typeof x")`.
- `require("m")` and `import("m")` are `Name("import m")`, a name that an Import of the same scope binds to the module;
  where the value is bound to a variable or destructured at once, the variable itself is imported.
  `import.meta` is `Name("import.meta")`.
- `Formal.fields` of a destructured parameter: an array's entries are the fields `0`, `1` …, the rest of an object is
  the field `*`, and a nested pattern takes its field under the local name `{field}`, from which bindings follow.
- `export * as ns from "m"` has name `ns` and imported `*`.
- `module.exports = {a}` exports `default` (the Record) and `a`. AMD's `define([...], f)` imports f's parameters, and
  exports `Call(f)` as default.
- `location.href`, `location.pathname`, `document.URL` and a bare `window.location` read as values are `Here`; as
  targets and callees they keep their form (`Member(Name("location"), "href")`, `Member(Name("location"), "assign")`).
- `<Foo a={x} {...r}/>` is `Call(Name("Foo"), (Record((("a", x),), (r,)),))`: a component is called with its props.
  A host element is `Opaque("markup")`; what it requests (`href`, `action`, `src`, `hx-*`) is a Request.
- A call stands at the place of the called member's name, so that the calls of a chain have lines of their own. Calls
  are listed as they are evaluated: arguments before the call that takes them.
- Scripts record no `reads`.
"""
