"""The style of the page that `claimtrail show` writes: every layer has a line of its own kind as well as a colour."""

LINES = {
    "fact": ("#14476b", "none"), "message": ("#6b4a14", "none"), "quantity": ("#8a6100", "solid"), "time": ("#7d3f66", "double"),
    "item": ("#00664b", "dashed"), "actor": ("#005a91", "solid"), "report": ("#a44700", "dotted"), "hedge": ("#565656", "wavy"),
    "event": ("#5b3b9e", "dotted"), "whole": ("#8a6100", "dashed"), "period": ("#7d3f66", "double"), "supplier": ("#005a91", "solid"),
    "recipient": ("#005a91", "dashed"), "claimant": ("#a44700", "solid"), "cue": ("#a44700", "dotted"),
}  # fmt: skip
SWITCHED = ("fact", "message", "quantity", "time", "item", "actor", "report", "hedge", "event")


def _lines() -> str:
    return "".join(f"mark.{name} {{ --own: {colour}; text-decoration: {line} underline 2px {colour}; }}\n" for name, (colour, line) in LINES.items())


def _switches() -> str:
    """A layer that is switched off keeps its words and loses its mark and label."""
    rules = ""
    for name in SWITCHED:
        off = f"body:has(#show-{name}:not(:checked)) .text mark.{name}"
        rules += f"{off} {{ text-decoration: none; background: none; outline: none; }}\n{off} > .label {{ display: none; }}\n"
    return rules


STYLE = f"""
:root {{ color-scheme: light; --ink: #1d1d1d; --soft: #565656; --accent: #14476b; --line: #cfd6dc; --paper: #eef3f7; }}
* {{ box-sizing: border-box; }}
body {{ margin: 0 auto; padding: 1rem; max-width: 60rem; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: #fff; overflow-wrap: anywhere; }}
h1 {{ color: var(--accent); font-size: 1.5rem; line-height: 1.2; margin: 0 0 0.25rem; }}
h2 {{ font-size: 1.15rem; margin: 1.5rem 0 0.5rem; }}
h3 {{ font-size: 1rem; margin: 0; }}
header p {{ margin: 0; color: var(--soft); }}
fieldset {{ display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; margin: 1rem 0 0; padding: 0.5rem 0.75rem; border: 1px solid var(--line); }}
fieldset label {{ padding: 0.15rem 0; }}
.text {{ white-space: pre-wrap; line-height: 2.1; }}
mark {{ color: inherit; background: none; text-underline-offset: 0.3em; }}
{_lines()}
mark.fact {{ background: var(--paper); box-decoration-break: clone; -webkit-box-decoration-break: clone; }}
.label {{ display: inline-block; margin: 0 0.15em; padding: 0 0.3em; font-size: 0.72rem; line-height: 1.35; color: var(--own, var(--ink)); background: #fff;
  border: 1px solid; border-radius: 3px; overflow-wrap: anywhere; }}
a.label {{ color: #fff; background: var(--accent); }}
a {{ color: var(--accent); }}
a:focus-visible, input:focus-visible, article:focus-visible {{ outline: 3px solid #a44700; outline-offset: 2px; }}
article {{ margin: 0 0 0.75rem; padding: 0.75rem; border: 1px solid var(--line); scroll-margin-top: 1rem; }}
article:target {{ border: 2px solid var(--accent); background: var(--paper); }}
a.label:target {{ outline: 3px solid #a44700; }}
blockquote {{ margin: 0.4rem 0; line-height: 1.9; }}
dl {{ display: grid; grid-template-columns: repeat(auto-fill, minmax(8.5rem, 1fr)); gap: 0.4rem 1rem; margin: 0; }}
dl .chain, dl .item {{ grid-column: span 2; }}
dt {{ color: var(--soft); font-size: 0.8rem; }}
dd {{ margin: 0; }}
{_switches()}
@media print {{ fieldset {{ display: none; }} article {{ break-inside: avoid; }} }}
"""
