/** What a new mission is called. */
export interface MissionName {
  id: string;
  number: number;
  title: string;
}

/** A mission with one block of each common kind, whose claims hold, and which says what to change. */
export function missionTemplate({ id, number, title }: MissionName): string {
  return `---
# Learners' progress is kept by the id: never change it, never use it again.
id: ${id}
number: ${number}
title: ${title}
minutes: 5
# The limiters that it is about: \`hyperdrive lua\` lists them.
algorithms: [sliding-window-log]
objectives:
  - Say how many of a burst a limiter admits
  - Say when a slot is free again
---

<!-- What stands between such marks is shown to nobody. All of this is yours to change; \`hyperdrive dev check\` tells what
     does not hold any more. CONTRIBUTING.md of hyperdrive lists every block. -->

# Mission ${number}: ${title}

The Enterprise may jump five times in any sixty seconds.

<!-- A step begins with a ## heading. At most 60 words stand between two stops: a block, or the end of a step. -->

## A burst

Seven of its jumps arrive at once.

<!-- A prediction: what the learner reads, a colon, when it is true, a bar, what to say to who picked it. It is judged by
     the last result of the next block, and exactly one choice must be true. -->

~~~predict
How many get through?
- Five: allowed=5 | The limit is five, and nothing had been used.
- All seven: allowed=7 | Then the limit would be seven, at least.
~~~

<!-- Commands, as they are typed in a shell. The => line says what their --json document must hold. Learners do not see it. -->

~~~hyperdrive
hyperdrive burst enterprise --count 7
=> allowed=5 denied=2
~~~

## In the server

Every admitted jump has left one member behind. The denied ones left nothing.

<!-- Commands that read from the server. => is the whole reply, or length=5. -->

~~~valkey
ZCARD hyperdrive:enterprise
=> 5
~~~

## A slot is free again

<!-- The clock stands still in a mission. Nothing but warp and wait moves it. -->

Sixty seconds go by.

~~~hyperdrive
hyperdrive warp 60s
hyperdrive jump enterprise
=> allowed=true remaining=4
~~~

<!-- A quiz: [x] is right, [ ] is not, and each says why. -->

~~~quiz
Why are four left, and not five?
- [x] This jump took one | The five of the burst are older than sixty seconds, and count no more.
- [ ] One of the burst still counts | They all came at once, so they all left at once.
~~~

<!-- notes: what you want to say when you teach this. -->
`.replaceAll('~~~', '```');
}
