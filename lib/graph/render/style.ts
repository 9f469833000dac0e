/** Plain colours first, for programs that know no variables; then those for the dark. */
export const style = `
text { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; }
.name { font-size: 12px; font-weight: 600; fill: #1b1f24; }
.title { font: 600 15px system-ui, "Segoe UI", "Liberation Sans", sans-serif; fill: #1b1f24; }
.dim { font-size: 10px; fill: #575e67; }
.title .dim { font-size: 12px; font-weight: 400; }
.back { fill: #ffffff; } .panel { fill: #f6f7f8; stroke: #dfe2e6; }
.group { fill: none; stroke: #b9c0c8; stroke-dasharray: 2 3; }
.source { fill: #e8eef6; stroke: #8fa9c9; }
.app rect { fill: #ffffff; stroke: #c9ced4; }
.bar { stroke: #b9c0c8; stroke-width: 3; stroke-linecap: round; }
.wait .bar, .healthChecks .bar { stroke: #2d8a4e; }
.app.suspended rect { stroke-dasharray: 5 3; fill: #eceef0; } .app.suspended .name { fill: #575e67; }
.app.opaque rect { stroke-dasharray: 5 3; }
.app.waiting rect { fill: #fdf3dd; stroke: #a86a00; } .app.waiting .bar { stroke: #a86a00; } .app.waiting .dim { fill: #7d4e00; }
.app:is(.failed, .missing) rect { fill: #fdecea; stroke: #b3201a; } .app:is(.failed, .missing) .bar { stroke: #b3201a; } .app:is(.failed, .missing) .dim { fill: #b3201a; }
.app.missing rect { stroke-dasharray: 5 3; }
.line { fill: none; stroke: #6b7480; stroke-width: 1.3; } .head { fill: #6b7480; }
.dependsOn, .circle { marker-end: url(#end); }
.line.applied { stroke-dasharray: 6 4; }
.line.applies { stroke-dasharray: 1.5 4; stroke-linecap: round; }
.line.source { fill: none; stroke: #8fa9c9; }
.line.circle { stroke: #b3201a; stroke-width: 2; }
@media (prefers-color-scheme: dark) {
.name, .title { fill: #e3e6ea; } .dim, .app.suspended .name { fill: #a0a8b2; }
.back { fill: #15171a; } .panel { fill: #1b1e22; stroke: #30353b; } .group { stroke: #4a525b; }
.source { fill: #1d2835; stroke: #4d6a8c; }
.app rect { fill: #15171a; stroke: #3a4149; } .bar { stroke: #59626c; } .wait .bar, .healthChecks .bar { stroke: #5fbf80; }
.app.suspended rect { fill: #24282d; }
.app.waiting rect { fill: #33280f; stroke: #edb95a; } .app.waiting .bar { stroke: #edb95a; } .app.waiting .dim { fill: #edb95a; }
.app:is(.failed, .missing) rect { fill: #3a1d1c; stroke: #ff8b80; } .app:is(.failed, .missing) .bar { stroke: #ff8b80; } .app:is(.failed, .missing) .dim { fill: #ff8b80; }
.line { stroke: #8b95a1; } .head { fill: #8b95a1; } .line.source { stroke: #4d6a8c; } .line.circle { stroke: #ff8b80; }
}
`;
