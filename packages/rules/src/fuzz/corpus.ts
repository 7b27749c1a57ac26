/**
 * Rule files to start from, all our own: each goes through other parts of the language and of the file format, most of them
 * are in order, all are small.
 */
export const TEXTS: readonly string[] = [
  `- required_engine_version: 0.43.0
- required_plugin_versions:
    - name: container
      version: 0.4.0
    - name: json
      version: 0.1.0
      alternatives: [{name: container, version: 0.2.1}]
- list: shells
  items: [bash, "sh", 'z sh', /bin/x]
- list: more
  items: [shells, csh]
- macro: started
  condition: evt.type in (execve, execveat) and evt.dir = <
- macro: by_shell
  condition: proc.pname in (more) or proc.name in (shells, 1)
- rule: Shell started
  desc: a shell
  condition: started and by_shell and not user.name = root
  output: "shell %proc.name of %user.name (%evt.arg.flags %proc.aname[2] %fd.num)"
  priority: WARNING
  tags: [a, b]
`,
  `- rule: Exceptions
  desc: exceptions of every shape
  condition: >
    evt.type = open and
    fd.name startswith /etc
  output: "%evt.time %proc.cmdline"
  priority: notice
  exceptions:
    - name: one
      fields: proc.name
      comps: in
      values: [cat, "a b"]
    - name: two
      fields: [proc.name, fd.name]
      comps: [=, startswith]
      values:
        - [cat, /etc/x]
        - [ls, /etc/y]
    - name: lists
      fields: [proc.name, fd.directory]
      comps: [in, pmatch]
      values:
        - [[a, b], [/etc, /usr]]
    - {name: empty, fields: [evt.type]}
- rule: Exceptions
  exceptions:
    - name: one
      values: [ls]
    - name: three
      fields: [fd.sport, fd.sip]
      values: [[80, 127.0.0.1]]
  append: true
- rule: Exceptions
  condition: or evt.type = openat
  tags: [x]
  priority: error
  override:
    condition: append
    tags: append
    priority: replace
- rule: Exceptions
  enabled: false
  override: {enabled: replace}
`,
  `# comment
---
- macro: m
  condition: "(evt.rawres >= 0 and (evt.is_open_read = true))"
- macro: m
  append: true
  condition: and proc.pid != 31
- macro: n
  condition: m
  unknown_key: 3
- rule: &name Numbers
  desc: |
    text
      text
  condition: |-
    n and fd.num > 3 and fd.lport < 1024 and fd.sport in (22, 80) and evt.latency >= 1000000
    and proc.vpid exists and thread.cap_permitted contains x and evt.failed != false
  output: >-
    folded %evt.num
    text %proc.args
  priority: INFO
  source: syscall
  warn_evttypes: false
  skip-if-unknown-filter: true
- rule: Alias
  desc: *name
  condition: evt.num > 0
  output: '*%evt.num it''s'
  priority: debug
...
---
- list: ports
  items: [22, 80]
- list: ports
  append: true
  items:
  - 443
- rule: Ports
  desc: d
  condition: fd.sport in (ports)
  output: o
  priority: INFO
`,
  String.raw`- rule: Transformers
  desc: d
  condition: >
    evt.type=connect and tolower(proc.name) = bash and toupper(b64(proc.name)) contains "A\"B\x41\n"
    and len(proc.args) > 10 and basename(proc.exepath) in ("x y", 'q', ab)
    and join(",", (proc.name, proc.pname, "lit")) startswith a and concat(proc.name, "x", fd.name) endswith 'x'
    and proc.name = val(proc.pname) and getopt(fd.types, "ab:c")[b] = 1
    and proc.aname[3] = x and proc.env[HOME] = /root and evt.arg.fd exists and evt.arg[0] contains fd
    and evt.rawarg.res = 0 and proc.name = oneof (a, b) and fd.name startswith anyof (/etc, /usr)
    and proc.cmdline contains allof (a, b) and fd.types intersects (ipv4, ipv6) and fd.types in (ipv4)
  output: "%tolower(proc.name) %proc.aname[1] %evt.arg.flags %evt.rawarg.res %10proc.name"
  priority: Critical
`,
  `- rule: Operators
  desc: d
  condition: ((proc.name glob *sh) and fd.name iglob /ETC/[a-z]* and proc.name icontains SH and fd.name pmatch (/etc, /usr/*/lib)
    or evt.buffer bcontains cafe or evt.buffer bstartswith 7f454c46 or proc.cmdline regex '^(a|b)[0-9]{1,3}.*sh$'
    or fd.net = 10.0.0.0/8 or fd.snet in (10.0.0.0/8, ::1/64) or fd.ip = 127.0.0.1 or fd.sip != ::1 or not not fd.cip in (1.2.3.4))
  output: x
  priority: EMERGENCY
- rule: Never
  desc: d
  condition: evt.type = open and not evt.type in (open) and evt.dir = > and proc.apid = 1 and proc.aname in (a, b)
  output: x
  priority: alert
- rule: Order
  desc: d
  condition: evt.num = 1
  output: x
  priority: alert
`,
  `[{"rule": "Json", "desc": "d", "condition": "proc.name = \\"a\\\\x41\\"", "output": "%proc.name", "priority": "WARNING",
  "exceptions": [{"name": "e", "fields": ["proc.name"], "comps": ["in"], "values": [[["a", "b"]]]}]},
 {"macro": "j", "condition": "evt.type = close"}, {"list": "k", "items": []}]
`,
  `- {rule: Flow, desc: !!str 5, condition: !x evt.num = 1, output: "a
    b", priority: "\\u0057ARNING", tags: []}
- ? rule
  : Question
  desc: x
  condition: evt.num = 1
  output: x
  priority: debug
- rule: Merge
  <<: {desc: a, output: b}
  desc: a
  output: b
  priority: warning
  condition: never_true or always_true
- macro: never_true
  condition: (evt.num = 0)
- macro: always_true
  condition: (evt.num>=0)
`,
  `- rule: Überwachung
  desc: Umlaute und 漢字
  condition: proc.name = "grün" or proc.cmdline contains 'ß\\xe9' or fd.name = 😀
  output: "%proc.name — %fd.name"
  priority: WARNING
  tags: [ä]
- list: ünicode
  items: [ä]
`,
];
